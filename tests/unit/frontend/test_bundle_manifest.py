"""The committed browser bundle belongs to the committed sources; this is told without node."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FRONTEND = ROOT / "web/frontend"
BUNDLE = ROOT / "web/static/bundle"
MANIFEST = json.loads((BUNDLE / "manifest.json").read_text(encoding="utf-8"))
REBUILD = "run `npm ci --ignore-scripts && npm run build` in web/frontend and commit the result"

ENTRIES = ["app.js", "app.css", "diagram.js", "diagram.css", "designer.js", "designer.css"]
FIXED_INPUTS = ["package.json", "package-lock.json", ".npmrc", "build.mjs", "notices.mjs"]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_every_source_is_the_one_the_bundle_was_built_from() -> None:
    sources = {f"src/{name}" for name in files_below(FRONTEND / "src")} | set(FIXED_INPUTS)
    assert sources == set(MANIFEST["inputs"]), REBUILD
    changed = [name for name, expected in MANIFEST["inputs"].items() if digest(FRONTEND / name) != expected]
    assert changed == [], REBUILD


def test_every_file_of_the_bundle_is_as_it_was_built() -> None:
    built = set(files_below(BUNDLE)) - {"manifest.json"}
    assert built == set(MANIFEST["outputs"]), REBUILD
    changed = [name for name, expected in MANIFEST["outputs"].items() if digest(BUNDLE / name) != expected]
    assert changed == [], REBUILD


def test_the_notices_are_those_of_this_bundle() -> None:
    assert digest(ROOT / "THIRD-PARTY-NOTICES") == MANIFEST["notices"], REBUILD


@pytest.mark.parametrize("name", ENTRIES)
def test_a_page_finds_its_entry(name: str) -> None:
    assert (BUNDLE / name).stat().st_size > 0


@pytest.mark.parametrize(
    ("entry", "limit"),
    [
        # What every page loads stays small enough for a slow line.
        ("app.js", 60_000),
        ("app.css", 45_000),
    ],
)
def test_what_every_page_loads_stays_small(entry: str, limit: int) -> None:
    assert (BUNDLE / entry).stat().st_size < limit


def test_the_lock_names_no_host() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    assert len(lock["packages"]) > 1
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_every_locked_package_has_a_digest() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if "integrity" not in package] == []


def test_dependencies_are_pinned_exactly() -> None:
    description = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    versions = description["dependencies"] | description["devDependencies"]
    assert versions
    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_every_class_of_ours_has_the_prefix() -> None:
    """The diagram libraries use plain names such as `group`, so a plain name of ours would break them."""
    libraries = "bio-properties-panel|djs-|bjs-|htmx-"
    states = "entry|separator|two-column|has-error|sticky|open|empty"
    foreign = re.compile(f"^({libraries}|{states})")
    seen = 0
    for path in sorted((FRONTEND / "src/css").glob("*.css")):
        text = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        selectors = re.findall(r"([^{}]+)\{", text)
        for name in re.findall(r"\.([a-zA-Z][\w-]*)", " ".join(selectors)):
            seen += 1
            assert name.startswith("gj-") or foreign.match(name), f"{path.name}: .{name}"
    assert seen > 100
