"""The one file of a backup: a tar of the database's dump, the attached files, and a manifest that vouches for both.

The manifest comes first and names every other member with its size and SHA-256. A reader checks them all before it
writes anything; names are rebuilt from hashes, never taken from the archive, so that no path can lead elsewhere.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from engine.kernel.errors import Fault, Invalid

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
LARGEST_MANIFEST_BYTES = 256 * 1024 * 1024
_FILE = re.compile(r"[0-9a-f]{64}")


class ArchiveDamaged(Invalid):
    """The archive is not what was written: see each fault; nothing was restored."""

    code = "archive-damaged"
    zh = "备份文件与写入时不符，详见各项；未恢复任何内容。"


class ArchiveUnknown(Invalid):
    """{file} is not a backup of Guiju that this release can read."""

    code = "archive-unknown"
    zh = "{file} 不是本版本可以读取的规矩备份。"


@dataclass(frozen=True)
class Member:
    """What the manifest says of a member: its size and the SHA-256 of its bytes."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive holds and what made it; `files` maps the hash a file is stored under to its content."""

    format: int
    guiju: str
    postgres: str
    revision: str
    made_at: str
    dump: Member
    files: Mapping[str, Member]

    @property
    def members(self) -> Iterator[tuple[str, Member]]:
        """Yield the name and content of every member in the order it is written."""
        yield DUMP, self.dump
        yield from ((member_name(name), member) for name, member in sorted(self.files.items()))

    @property
    def damaged(self) -> list[str]:
        """Return the files whose bytes had another hash than their name already when the backup was made."""
        return sorted(name for name, member in self.files.items() if member.sha256 != name)


def member_name(file: str) -> str:
    """Return the name an attached file has in the archive."""
    return f"files/{file[:2]}/{file}"


def measure(path: Path) -> Member:
    """Return the size and SHA-256 of a file."""
    with path.open("rb") as file:
        return Member(sha256=_digest(file), bytes=file.tell())


def stored_files(folder: Path) -> dict[str, Path]:
    """Return the attached files of a folder by the hash they are stored under."""
    return {path.name: path for path in folder.glob("??/*") if _FILE.fullmatch(path.name) and path.is_file()}


def write_archive(target: Path, manifest: Manifest, *, dump: Path, files: Mapping[str, Path]) -> None:
    """Write an archive; it appears under its name only when it is complete and on the disk."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        with partial.open("wb") as raw:
            os.fchmod(raw.fileno(), 0o600)
            with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
                text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
                _add(tar, MANIFEST, io.BytesIO(text), len(text))
                for name, member in manifest.members:
                    path = dump if name == DUMP else files[name.rsplit("/", 1)[1]]
                    with path.open("rb") as content:
                        _add(tar, name, content, member.bytes)
            raw.flush()
            os.fsync(raw.fileno())
        partial.rename(target)
        sync_folder(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    tar.addfile(entry, content)


@contextmanager
def open_archive(path: Path) -> Iterator[tarfile.TarFile]:
    """Open an archive for reading; raise ArchiveUnknown for anything else."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield tar
    except tarfile.TarError as error:
        raise ArchiveUnknown(file=path) from error


def read_manifest(tar: tarfile.TarFile, path: Path) -> Manifest:
    """Return the manifest of an archive; raise ArchiveUnknown if there is none that we understand."""
    first = tar.next()
    content = tar.extractfile(first) if first and first.name == MANIFEST and first.isreg() else None
    if first is None or content is None or first.size > LARGEST_MANIFEST_BYTES:
        raise ArchiveUnknown(file=path)
    try:
        raw = json.loads(content.read())
        dump = Member(**raw.pop("dump"))
        files = {name: Member(**member) for name, member in raw.pop("files").items()}
        manifest = Manifest(dump=dump, files=files, **raw)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveUnknown(file=path) from error
    if manifest.format != FORMAT or not all(map(_FILE.fullmatch, manifest.files)):
        raise ArchiveUnknown(file=path)
    return manifest


def check_members(tar: tarfile.TarFile, manifest: Manifest) -> None:
    """Compare every member with the manifest; raise ArchiveDamaged with one fault for each that differs."""
    expected = dict(manifest.members)
    faults = []
    for entry in tar:
        if entry.name == MANIFEST:
            continue
        wanted = expected.pop(entry.name, None)
        content = tar.extractfile(entry) if entry.isreg() else None
        if wanted is None or content is None:
            faults.append(_fault(entry.name, "清单中没有", "is not in the manifest"))
        elif _digest(content) != wanted.sha256:
            faults.append(_fault(entry.name, "内容与清单不符", "differs from the manifest"))
    faults += [_fault(name, "缺失", "is missing") for name in expected]
    if faults:
        raise ArchiveDamaged(faults=faults)


def _digest(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := content.read(2**20):
        digest.update(block)
    return digest.hexdigest()


def _fault(name: str, zh: str, en: str) -> Fault:
    return Fault("archive-member", f"{name}：{zh}。", f"{name} {en}.", {"file": name})


def extract(tar: tarfile.TarFile, name: str, target: Path) -> None:
    """Write one member to a path, on the disk when this returns."""
    content = tar.extractfile(name)
    assert content is not None
    with target.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the entries of a folder as durable as the files they name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
