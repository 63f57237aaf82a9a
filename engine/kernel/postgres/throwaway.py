"""Folders for servers that live no longer than a test run or a trial."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.kernel.postgres.account import choose_account


@contextmanager
def throwaway_folder() -> Iterator[Path]:
    """Yield an empty folder that the server's account can reach, and remove it with its content afterwards.

    The usual temporary folders of test runners are private to root, and a server never runs as root.
    """
    usual = Path(tempfile.gettempdir())
    place = usual if choose_account(usual / "absent").can_reach(usual) else Path("/tmp")  # noqa: S108 - mkdtemp makes a private folder
    folder = Path(tempfile.mkdtemp(prefix="guiju-", dir=place))
    # Entered, but not listed, by others: a cluster below it is private by itself.
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
