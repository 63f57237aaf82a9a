"""What is known about the types of names in a file, for its checks."""

from collections.abc import Iterator, Mapping

from engine.decisions.model import DecisionModel
from engine.decisions.xml import Element, child, children, local_name, text_of_child
from engine.feel.types import ANY, PYTHON_TYPES, Type

REQUIRED = ("requiredDecision", "requiredInput", "requiredKnowledge")


class Types:
    """The types of a file's items and variables, and the texts of their allowed values."""

    def __init__(self, root: Element, model: DecisionModel) -> None:
        self.root = root
        self.model = model
        named = [" ".join((each.get("name") or "").split()) for each in root.iter() if local_name(each)]
        iterators = [each.get("iteratorVariable") or "" for each in root.iter()]
        self.names = frozenset(name for name in (*named, *iterators) if name)
        self._definitions = {each.get("name") or "": each for each in children(root, "itemDefinition")}
        self._imports = {
            each.get("namespace") or "": " ".join((each.get("name") or "").split()) for each in children(root, "import")
        }
        self._nodes = {each.get("id") or "": each for each in root if local_name(each)}

    def type(self, reference: str | None) -> Type:
        """Return the type a reference means; anything where it is not known."""
        name = (reference or "").strip()
        for key in (name, name.partition(":")[2] or name):
            if key in self.model.items:
                return self.model.items[key].type()
            if key in PYTHON_TYPES:
                return Type(key)
        return ANY

    def required(self, owner: Element) -> Iterator[tuple[str, Element | None]]:
        """Yield what a decision requires: the name in sight, and its element unless it is imported.

        What is imported stands in a context named for its import, or under its own name where the import has none.
        """
        for requirement in children(owner, "informationRequirement", "knowledgeRequirement"):
            for reference in children(requirement, *REQUIRED):
                namespace, _, key = (reference.get("href") or "").rpartition("#")
                own = namespace in {"", self.root.get("namespace")}
                element = self._nodes.get(key) if own else None
                yield (variable_name(element) if element is not None else self._imports.get(namespace, "")), element

    def schema(self, owner: Element) -> Mapping[str, Type]:
        """Return the names a decision or knowledge model sees with their types."""
        seen: dict[str, Type] = {}
        for name, element in self.required(owner):
            variable = child(element, "variable") if element is not None else None
            is_data = element is not None and local_name(element) in {"inputData", "decision"}
            seen[name] = self.type(variable.get("typeRef")) if is_data and variable is not None else ANY
        return seen

    def is_open(self, owner: Element) -> bool:
        """Tell whether something is required from an import without a name, whose names are those it has there."""
        return any(not name for name, _ in self.required(owner))

    def allowed(self, column: Element) -> str:
        """Return the allowed values of a column's type as written; nothing where there are none."""
        reference = self._reference(column)
        for _ in range(20):
            definition = self._definitions.get(reference)
            if definition is None or definition.get("isCollection") == "true":
                return ""
            for part in ("typeConstraint", "allowedValues"):
                values = child(definition, part)
                if values is not None:
                    return text_of_child(values, "text")
            reference = text_of_child(definition, "typeRef").strip()
        return ""

    def is_composite(self, column: Element) -> bool:
        """Tell whether a column tests lists or contexts."""
        return self.type(self._reference(column)).name in {"list", "context", "function"}

    def column_type(self, column: Element, seen: Mapping[str, Type]) -> Type:
        """Return the type of the values a column tests: that of the name in sight, else the stated one."""
        expression = child(column, "inputExpression")
        text = text_of_child(expression, "text").strip() if expression is not None else ""
        if text in seen:
            known = seen[text]
            return known if known != ANY or expression is None else self.type(expression.get("typeRef"))
        return self.type(self._reference(column))

    def _reference(self, column: Element) -> str:
        """Return the type reference of a column: that of the name or entry it tests, else its own."""
        expression = child(column, "inputExpression")
        if expression is None:
            return ""
        first, *rest = text_of_child(expression, "text").strip().split(".")
        reference = self._variable_reference(first.strip())
        for name in rest:
            reference = self._component_reference(reference, name.strip())
        return reference or expression.get("typeRef") or ""

    def _variable_reference(self, name: str) -> str:
        for element in self._nodes.values():
            if local_name(element) in {"inputData", "decision"} and variable_name(element) == name:
                variable = child(element, "variable")
                return (variable.get("typeRef") or "") if variable is not None else ""
        return ""

    def _component_reference(self, reference: str, name: str) -> str:
        definition = self._definitions.get(reference)
        for part in children(definition, "itemComponent") if definition is not None else ():
            if part.get("name") == name and part.get("isCollection") != "true":
                return text_of_child(part, "typeRef").strip()
        return ""


def variable_name(element: Element) -> str:
    """Return the name others know a node by."""
    variable = child(element, "variable")
    name = (variable.get("name") if variable is not None else "") or element.get("name") or ""
    return " ".join(name.split())
