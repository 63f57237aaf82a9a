"""Read a procedure's bundle: `procedure.toml` and every file it names, checked whole before anything is used."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.bpmn import SourceFile
from engine.definitions.errors import BundleRefused
from engine.kernel.errors import Fault

MANIFEST = "procedure.toml"

_TEXTS = ("key", "owner", "bpmn")
_LISTS = ("dmn", "forms", "features", "defaults", "documents", "roles")


@dataclass(frozen=True)
class Bundle:
    """Everything a procedure consists of, by path relative to the repository; `hash` binds proof and version.

    `called_only` marks a procedure that is part of others and that nobody starts by hand. `defaults` are the files
    of what its scenarios enter where they say nothing.
    """

    key: str
    title_zh: str
    title_en: str
    owner: str
    basis: str
    bpmn: str
    dmn: tuple[str, ...]
    forms: tuple[str, ...]
    features: tuple[str, ...]
    files: Mapping[str, bytes]
    manifest: str
    called_only: bool = False
    defaults: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """Return the SHA-256 over paths and contents, in hexadecimal."""
        digest = hashlib.sha256()
        for path in sorted(self.files):
            digest.update(path.encode() + b"\0" + hashlib.sha256(self.files[path]).digest())
        return digest.hexdigest()

    def sources(self, paths: Sequence[str]) -> tuple[SourceFile, ...]:
        """Return the named files in the given order."""
        return tuple(SourceFile(path, self.files[path]) for path in paths)

    def with_file(self, path: str, content: bytes) -> "Bundle":
        """Return the bundle with one file replaced."""
        return read_bundle([SourceFile(name, old) for name, old in {**self.files, path: content}.items()])


def read_bundle(files: Sequence[SourceFile]) -> Bundle:
    """Return the bundle that exactly one `procedure.toml` among the files describes.

    Files it does not name are left out, so that the hash speaks of what counts. Raises `BundleRefused` with a
    fault for every missing entry and file.
    """
    contents = {file.name: file.content for file in files}
    manifests = [name for name in contents if name.rsplit("/", 1)[-1] == MANIFEST]
    if len(manifests) != 1:
        raise BundleRefused(key="?", faults=[_one_manifest(manifests)])
    manifest = manifests[0]
    table = _parsed(manifest, contents[manifest])
    faults = [*_missing_entries(manifest, table)]
    named = [path for path in _named(table) if path]
    faults += [_missing_file(manifest, path) for path in named if path not in contents]
    if faults:
        raise BundleRefused(key=str(table.get("key", "?")), faults=faults)
    kept = {path: contents[path] for path in (manifest, *named)}
    return Bundle(
        key=table["key"],
        title_zh=table["title"]["zh"],
        title_en=table["title"]["en"],
        owner=table["owner"],
        basis=str(table.get("basis", "")),
        bpmn=table["bpmn"],
        dmn=tuple(table.get("dmn", ())),
        forms=tuple(table.get("forms", ())),
        features=tuple(table.get("features", ())),
        files=kept,
        manifest=manifest,
        called_only=table.get("called_only") is True,
        defaults=tuple(table.get("defaults", ())),
    )


def _parsed(manifest: str, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fault = Fault(
            "manifest-unreadable",
            f"{manifest} 不是有效的 TOML：{error}",
            f"{manifest} is not valid TOML: {error}",
            {"file": manifest},
        )
        raise BundleRefused(key="?", faults=[fault]) from error


def _named(table: Mapping[str, Any]) -> list[str]:
    paths = [table.get("bpmn")]
    for entry in ("dmn", "forms", "features", "defaults"):
        value = table.get(entry, [])
        paths += value if isinstance(value, list) else []
    return [path for path in paths if isinstance(path, str)]


def _missing_entries(manifest: str, table: Mapping[str, Any]) -> list[Fault]:
    title = table.get("title")
    title = title if isinstance(title, dict) else {}
    absent = [entry for entry in _TEXTS if not isinstance(table.get(entry), str)]
    absent += [f"title.{language}" for language in ("zh", "en") if not isinstance(title.get(language), str)]
    absent += [entry for entry in _LISTS if entry in table and not isinstance(table[entry], list)]
    return [
        Fault(
            "manifest-entry",
            f"{manifest} 中缺少 {entry}，或者类型不对。",
            f"{manifest} lacks {entry}, or it is of the wrong type.",
            {"file": manifest, "field": entry},
        )
        for entry in absent
    ]


def _missing_file(manifest: str, path: str) -> Fault:
    return Fault(
        "bundle-file-missing",
        f"{manifest} 提到的文件 {path} 没有提交。",
        f"{manifest} names {path}, which was not handed in.",
        {"file": manifest, "field": path},
    )


def _one_manifest(found: Sequence[str]) -> Fault:
    names = "、".join(found) or "（无）"
    return Fault(
        "one-manifest",
        f"规程包中应当恰有一个 {MANIFEST}，实际为：{names}。",
        f"Expected exactly one {MANIFEST} in the bundle, but found: {', '.join(found) or 'none'}.",
    )
