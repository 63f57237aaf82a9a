"""Reads DMN files that import each other, in the order their imports ask for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.decisions.model import DecisionModel
from engine.decisions.read import read_decisions
from engine.decisions.xml import MODEL_NAMESPACES, Element, children, parse_definitions
from engine.kernel.errors import Fault, Invalid


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """A DMN file before it is read."""

    name: str
    content: bytes


def read_together(files: Sequence[DecisionFile], *, tolerant: bool = False) -> dict[str, DecisionModel]:
    """Read files that may import each other; returns the models by file name.

    Raises Invalid with the faults of every file but those that import a faulty one, or with one fault where imports
    run in a circle.
    """
    faults: list[Fault] = []
    roots = {file.name: root for file in files if (root := _parsed(file, faults)) is not None}
    by_namespace = {root.get("namespace") or "": name for name, root in roots.items()}
    contents = {file.name: file.content for file in files}
    needs = {name: [by_namespace[key] for key in imports(root) if key in by_namespace] for name, root in roots.items()}
    models: dict[str, DecisionModel] = {}
    for name in _ordered(needs):
        wanted = [models[other] for other in needs[name] if other in models]
        if len(wanted) < len(needs[name]):
            continue
        try:
            models[name] = read_decisions(contents[name], file=name, imports=wanted, tolerant=tolerant)
        except Invalid as refusal:
            faults += refusal.faults
    if faults:
        raise Invalid(faults=faults)
    return models


def _parsed(file: DecisionFile, faults: list[Fault]) -> Element | None:
    try:
        return parse_definitions(file.content, file=file.name)
    except Invalid as refusal:
        faults += refusal.faults
        return None


def imports(root: Element) -> Iterator[str]:
    """Yield the namespaces of the models a file imports."""
    for element in children(root, "import"):
        if element.get("importType") in MODEL_NAMESPACES:
            yield element.get("namespace") or ""


def _ordered(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the names so that each comes after those it needs; raises Invalid for a circle."""
    ordered: list[str] = []
    left = dict(needs)
    while left:
        ready = [name for name, needed in left.items() if all(other in ordered for other in needed)]
        if not ready:
            name = next(iter(left))
            zh, en = "文件之间循环导入。", "The files import each other in a circle."
            raise Invalid(faults=(Fault("dmn.import-cycle", zh, en, {"file": name, "line": 1}),))
        ordered += ready
        left = {name: needed for name, needed in left.items() if name not in ready}
    return ordered
