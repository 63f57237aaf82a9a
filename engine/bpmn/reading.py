"""What is known about the file being read: its name, its faults, its language and its root definitions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.bpmn.faults import Faults
from engine.bpmn.parts import Assignment, Formula
from engine.bpmn.source import Node, local
from engine.bpmn.vocabulary import GUIJU, REFERABLE, bpmn, guiju
from engine.feel import FeelSyntaxError, compile_expression

_NAMING_ATTRIBUTE = {"error": "errorCode", "escalation": "escalationCode"}
"""Errors and escalations are matched by code; everything else by name."""


@dataclass(frozen=True)
class Reading:
    """Handed to every reader of a part of one file."""

    file: str
    faults: Faults
    language: str | None
    names: Mapping[str, Mapping[str, str]]
    event_definitions: Mapping[str, Node]
    data_names: Mapping[str, str] = field(default_factory=dict)
    data_ids: Mapping[str, str] = field(default_factory=dict)

    def add(self, code: str, node: Node, *, element: str | None = None, **words: object) -> None:
        """Note a fault at an XML node."""
        self.faults.add(code, file=self.file, line=node.sourceline, element=element or node.get("id"), **words)

    def formula(
        self, text: str | None, node: Node, *, element: str | None, language: str | None = None
    ) -> Formula | None:
        """Return the parsed FEEL of a text, `None` for blank text; one that does not parse is noted and unreadable."""
        if text is None or not text.strip():
            return None
        if not _is_feel(language or self.language):
            self.add("not-feel", node, element=element, language=language or self.language)
            return self._unreadable(text, node)
        try:
            expression = compile_expression(text.strip())
        except FeelSyntaxError as error:
            self.faults.add_syntax(error, file=self.file, line=node.sourceline, element=element)
            return self._unreadable(text, node)
        return Formula(text.strip(), expression, self.file, node.sourceline)

    def _unreadable(self, text: str, node: Node) -> Formula:
        return Formula(text.strip(), compile_expression("null"), self.file, node.sourceline, is_readable=False)

    def own_formula(self, node: Node, attribute: str, *, element: str | None) -> Formula | None:
        """Return the FEEL of one of our extension attributes, which is FEEL whatever the diagram's language is."""
        return self.formula(node.get(guiju(attribute)), node, element=element, language="feel")

    def plain_formula(self, node: Node, attribute: str, *, element: str | None) -> Formula | None:
        """Return the FEEL of an attribute of one of our extension elements."""
        return self.formula(node.get(attribute), node, element=element, language="feel")

    def child_formula(self, node: Node, tag: str, *, element: str | None) -> Formula | None:
        """Return the FEEL inside a BPMN child element, or `None` if there is no such child."""
        child = node.find(bpmn(tag)) if len(node) else None
        if child is None:
            return None
        return self.formula(child.text, child, element=element, language=child.get("language"))

    def name_of(self, kind: str, reference: str | None, node: Node, *, element: str | None) -> str | None:
        """Return the name, or code, of a root message, signal, error or escalation; `None` if none is referred to."""
        if not reference:
            return None
        known = self.names[kind]
        found = known.get(reference) or known.get(reference.rpartition(":")[2])
        if found is None:
            self.add("dangling-reference", node, element=element, attribute=REFERABLE[kind], target=reference)
        return found

    def assignments(self, node: Node, tag: str, *, element: str) -> tuple[Assignment, ...]:
        """Return the `guiju:input` or `guiju:output` children of an element."""
        found = []
        for child in extensions(node, tag):
            name = self.required(child, "name", element=element)
            formula = self.plain_formula(child, "value", element=element)
            if child.get("value") is None:
                self.add("missing-attribute", child, element=element, name=f"guiju:{tag}", attribute="value")
            if name and formula:
                found.append(Assignment(name, formula))
        return tuple(found)

    def required(self, node: Node, attribute: str, *, element: str) -> str | None:
        """Return an attribute of an extension element, noting its absence."""
        value: str | None = node.get(attribute)
        if not value:
            self.add("missing-attribute", node, element=element, name=f"guiju:{local(node)}", attribute=attribute)
        return value


def extensions(node: Node, tag: str) -> list[Node]:
    """Return the extension elements of ours with this name that belong to the node itself."""
    holder = node.find(bpmn("extensionElements")) if len(node) else None
    return [] if holder is None else holder.findall(guiju(tag))


def english_title(node: Node) -> str | None:
    """Return the English name of an element, `None` if it has none."""
    for title in extensions(node, "title"):
        return str(title.get("en")) if title.get("en") else None
    return None


def documentation(node: Node) -> str:
    """Return the documentation of an element, empty if there is none."""
    child = node.find(bpmn("documentation")) if len(node) else None
    return "" if child is None else "".join(child.itertext()).strip()


def open_reading(root: Node, file: str, faults: Faults) -> Reading:
    """Return the reading of one file, with the names of its root definitions."""
    names = {kind: _names(root, kind) for kind in REFERABLE}
    shared = {node.get("id"): node for node in root if str(node.tag).endswith("EventDefinition")}
    return Reading(file, faults, root.get("expressionLanguage"), names, shared)


def is_ours(node: Node) -> bool:
    """Tell whether an element belongs to our extension namespace."""
    return isinstance(node.tag, str) and node.tag.startswith(f"{{{GUIJU}}}")


def _names(root: Node, kind: str) -> dict[str, str]:
    found = {}
    for node in root.findall(bpmn(kind)):
        identifier = node.get("id")
        if identifier:
            found[identifier] = node.get(_NAMING_ATTRIBUTE.get(kind, "name")) or node.get("name") or identifier
    return found


def _is_feel(language: str | None) -> bool:
    return language is None or not language.strip() or "feel" in language.lower()
