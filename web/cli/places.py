"""Where scenarios, the procedures they are played on and their defaults lie, from the paths a person gives."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.definitions.bundle import MANIFEST

PROCEDURES, FEATURES, DEFAULTS = "processes", "features", "defaults.toml"


@dataclass(frozen=True)
class Places:
    """Files of scenarios, the folder of procedures, files of defaults, the widest first."""

    features: tuple[Path, ...]
    procedures: Path
    defaults: tuple[Path, ...]


def places_of(paths: Sequence[Path], *, procedures: Path | None, shipped: Path) -> Places:
    """Return where everything lies; without paths it is the working folder's, else what is shipped.

    A path is a file of scenarios, a folder of them, or a folder with procedures, whose own scenarios count then.
    """
    given = list(paths) or _near(shipped)
    bundles = [each for path in given for each in _manifests(path)]
    found = [each for path in given for each in _features(path)]
    found += [each for manifest in bundles for each in _named(manifest)]
    features = tuple(dict.fromkeys(path.resolve() for path in found))
    folder = procedures or _procedures(bundles, features, shipped)
    return Places(tuple(map(_shown, features)), folder, _defaults(features, folder, shipped))


def _near(shipped: Path) -> list[Path]:
    here = Path.cwd()
    if any(_manifests(here / PROCEDURES)):
        return [each for each in (here / PROCEDURES, here / FEATURES) if each.is_dir()]
    return [shipped, shipped.parent / FEATURES]


def _manifests(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(path.rglob(MANIFEST))
    elif path.name == MANIFEST:
        yield path


def _features(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.rglob("*.feature"))
    return [] if path.name == MANIFEST else [path]


def _named(manifest: Path) -> Iterator[Path]:
    """Yield the scenarios that a manifest names, relative to the folder above from which they are found."""
    table = _table(manifest)
    for name in table.get("features", ()):
        roots = [folder / name for folder in manifest.absolute().parents if isinstance(name, str)]
        yield from [path for path in roots if path.is_file()][:1]


def _procedures(bundles: Sequence[Path], features: Sequence[Path], shipped: Path) -> Path:
    """Return the folder with every procedure at hand: what they call lies beside them."""
    if bundles:
        folders = [manifest.absolute().parent for manifest in bundles]
        around = folders[0].parent if len(folders) == 1 else folders[0]
        while not all(folder.is_relative_to(around) for folder in folders):
            around = around.parent
        called = {name for manifest in bundles for name in _table(manifest).get("calls", ())}
        return around if called or len(folders) > 1 else folders[0]
    for path in features:
        for folder in path.parents:
            if any(_manifests(folder / PROCEDURES)):
                return folder / PROCEDURES
            if (folder / MANIFEST).is_file():
                return folder
    here = Path.cwd() / PROCEDURES
    return here if any(_manifests(here)) else shipped


def _defaults(features: Sequence[Path], procedures: Path, shipped: Path) -> tuple[Path, ...]:
    """Return the defaults above the scenarios, those nearer to them last; else those beside the procedures."""
    above = {folder / DEFAULTS for path in features for folder in path.parents}
    found = sorted((path for path in above if path.is_file()), key=lambda path: len(path.parts))
    if found:
        return tuple(found)
    beside = (procedures.parent / FEATURES / DEFAULTS, shipped.parent / FEATURES / DEFAULTS)
    return tuple([path for path in beside if path.is_file()][:1])


def _shown(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _table(manifest: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(manifest.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # Reading the bundle will say where it is broken.
        return {}
