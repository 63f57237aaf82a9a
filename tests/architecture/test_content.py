"""Every shipped procedure is complete, and nothing lies about that no procedure uses."""

import json
import tomllib
from pathlib import Path

import pytest

from engine.bpmn import SourceFile, read_model
from tests.architecture.tree import ROOT

MANIFESTS = sorted((ROOT / "processes").glob("*/procedure.toml"))


def table(path: Path) -> dict[str, object]:
    """Return a manifest."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def named(entry: str) -> set[str]:
    """Return every file that some procedure names under an entry."""
    return {str(name) for path in MANIFESTS for name in table(path).get(entry, [])}  # type: ignore[attr-defined]


def test_there_are_procedures() -> None:
    assert len(MANIFESTS) >= 5


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.parent.name)
def test_a_procedure_has_a_feature_and_all_it_names(path: Path) -> None:
    manifest = table(path)
    assert manifest["key"] == path.parent.name
    assert manifest["features"]
    files = [manifest["bpmn"], *(name for entry in ("dmn", "forms", "features") for name in manifest[entry])]  # type: ignore[attr-defined]
    assert [name for name in files if not (ROOT / str(name)).is_file()] == []


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.parent.name)
def test_a_procedure_names_the_forms_and_roles_of_its_diagram(path: Path) -> None:
    manifest = table(path)
    drawing = str(manifest["bpmn"])
    model = read_model([SourceFile(drawing, (ROOT / drawing).read_bytes())])
    people = [each.human for process in model.processes.values() for each in process.elements.values() if each.human]
    assert people
    forms = {json.loads((ROOT / str(name)).read_text(encoding="utf-8"))["id"] for name in manifest["forms"]}  # type: ignore[attr-defined]
    assert {human.form for human in people if human.form} == forms
    assert {human.performer for human in people if human.performer} == set(manifest["roles"])  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("entry", "folder", "pattern"),
    [("forms", "forms/definitions", "*.form"), ("features", "features", "*.feature"), ("dmn", "processes", "*.dmn")],
)
def test_nothing_shipped_is_unused(entry: str, folder: str, pattern: str) -> None:
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(pattern)}
    assert shipped
    assert shipped - named(entry) == set()


def test_the_platform_names_no_procedure() -> None:
    """Law is content: a procedure needs no line of Python, so no line may know one."""
    keys = [str(table(path)["key"]) for path in MANIFESTS]
    sources = [path for package in ("engine", "forms", "web") for path in (ROOT / package).rglob("*.py")]
    assert len(sources) > 200
    found = [
        f"{path.relative_to(ROOT)}: {key}"
        for path in sources
        if "node_modules" not in path.parts and "bench" not in path.parts
        for key in keys
        if f'"{key}"' in path.read_text(encoding="utf-8")
    ]
    assert found == []
