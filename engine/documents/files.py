"""Where attached files lie: under their SHA-256, written once, on the disk before the row that names them."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FileStore:
    """A folder of content-addressed files; S3-compatible storage can take its place behind the same methods."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Store bytes and return their SHA-256 in hexadecimal; they are on the disk when this returns.

        Storing the same bytes twice keeps one copy. A file whose transaction is rolled back stays behind as an
        orphan, to be swept a day later: that is the harmless side of the order.
        """
        name = hashlib.sha256(content).hexdigest()
        place = self.path(name)
        if place.exists():
            return name
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
        _sync(place.parent)
        return name

    def path(self, name: str) -> Path:
        """Return where the file of a SHA-256 lies."""
        return self.folder / name[:2] / name

    def is_intact(self, name: str) -> bool:
        """Tell whether the stored bytes still have the hash they are stored under."""
        place = self.path(name)
        return place.exists() and hashlib.sha256(place.read_bytes()).hexdigest() == name


def _sync(folder: Path) -> None:
    """Make the file's entry in its folder as durable as its bytes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
