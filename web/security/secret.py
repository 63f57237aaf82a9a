"""The key that signs session cookies: generated once, kept in the data folder, readable by the owner only."""

import contextlib
import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def read_secret(path: Path) -> bytes:
    """Return the secret in a file, creating the file with mode 0600 if there is none.

    Several processes may start at once. Each writes a complete file under a name of its own and tries to link
    it to the final name; linking fails if the name exists, so exactly one key wins and nobody ever reads a
    half-written one.
    """
    if not path.exists():
        _create(path)
    return path.read_bytes()


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    candidate = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(candidate, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(candidate, path)
    finally:
        candidate.unlink()
