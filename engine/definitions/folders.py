"""Find the bundles in a folder, with the files they name, in an order in which called procedures come first."""

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.bpmn import SourceFile
from engine.definitions.bundle import MANIFEST
from engine.definitions.errors import BundleRefused
from engine.kernel.errors import Fault


def read_folder(path: Path) -> list[list[SourceFile]]:
    """Return the files of every bundle at or below a path, callees before callers.

    Files are named relative to the repository, the nearest folder above from which the manifest's paths lead to
    files. Raises `BundleRefused` where there is no manifest or the bundles call each other in a circle.
    """
    start = path.absolute()
    manifests = [start] if start.is_file() else sorted(start.rglob(MANIFEST))
    if not manifests:
        sentence = f"{path} 之下没有 {MANIFEST}。", f"There is no {MANIFEST} at or below {path}."
        raise BundleRefused(key=str(path), faults=[Fault("no-manifest", *sentence, {"file": str(path)})])
    tables = {manifest: _table(manifest) for manifest in manifests}
    return [list(_files(manifest, tables[manifest])) for manifest in _ordered(tables)]


def _table(manifest: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(manifest.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # Reading the bundle will say where it is broken.
        return {}


def _ordered(tables: dict[Path, dict[str, Any]]) -> Sequence[Path]:
    by_key = {str(table.get("key")): manifest for manifest, table in tables.items()}
    ordered: list[Path] = []
    pending = dict(tables)
    while pending:
        ready = [
            manifest
            for manifest, table in pending.items()
            if not any(by_key.get(called) in pending for called in table.get("calls", ()))
        ]
        if not ready:
            keys = "、".join(sorted(str(table.get("key")) for table in pending.values()))
            sentence = f"规程循环调用：{keys}。", f"Procedures call each other in a circle: {keys}."
            raise BundleRefused(key=keys, faults=[Fault("call-circle", *sentence)])
        for manifest in ready:
            del pending[manifest]
        ordered += ready
    return ordered


def _files(manifest: Path, table: dict[str, Any]) -> Iterator[SourceFile]:
    root = _root(manifest, table)
    yield SourceFile(manifest.relative_to(root).as_posix(), manifest.read_bytes())
    lists = (table.get(entry, ()) for entry in ("dmn", "forms", "features", "defaults"))
    named = [table.get("bpmn"), *(path for each in lists for path in each)]
    for path in named:
        if isinstance(path, str) and (root / path).is_file():
            yield SourceFile(path, (root / path).read_bytes())


def _root(manifest: Path, table: dict[str, Any]) -> Path:
    bpmn = table.get("bpmn")
    for folder in manifest.absolute().parents:
        if isinstance(bpmn, str) and (folder / bpmn).is_file():
            return folder
    return manifest.absolute().parent
