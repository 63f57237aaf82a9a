"""Which names of a procedure may stand for personal or protected values, by whatever name they are handed on."""

from collections.abc import Iterable, Iterator, Mapping

from engine.bpmn import Element, Process
from engine.feel import tree
from engine.feel.naming import names_of
from forms import Form


def private_names(processes: Iterable[Process], forms: Mapping[str, Form]) -> frozenset[str]:
    """Return the top-level names of sensitive fields, and the names to which their values are copied.

    Inputs, outputs, collections and scripts copy. What a decision makes of a value is no longer that value.
    """
    paths = [path for form in forms.values() for path in (*form.sensitive.personal, *form.sensitive.protected)]
    private = {path.split(".", 1)[0] for path in paths}
    copies = [copy for process in processes for element in process.elements.values() for copy in _copies(element)]
    while found := {name for name, read in copies if read & private} - private:
        private |= found
    return frozenset(private)


def _copies(element: Element) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each name that an element writes from an expression, with the names that the expression reads."""
    for assignment in (*element.inputs, *element.outputs):
        yield assignment.name, assignment.formula.expression.names
    if element.loop is not None and element.loop.collection and element.loop.item:
        yield element.loop.item, element.loop.collection.expression.names
    root = element.script.expression.tree if element.script is not None else None
    if isinstance(root, tree.ContextOf):
        yield from ((name, frozenset(names_of(value).read)) for name, value in root.entries)
