"""Which names an expression takes from outside, found in its tree without evaluating it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.feel import tree


@dataclass
class Names:
    """What an expression refers to.

    `read` are names of values; `filtered` those of them that occur only inside filters, where they may as well be
    entries of the items; `called` are names of functions, built-in ones too.
    """

    read: set[str] = field(default_factory=set)
    sure: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)

    @property
    def filtered(self) -> frozenset[str]:
        """Names that occur only inside filters."""
        return frozenset(self.read - self.sure)


def names_of(root: tree.Node) -> Names:
    """Collect the free names of a tree."""
    names = Names()
    waiting: list[tuple[tree.Node, frozenset[str], bool]] = [(root, frozenset({"?"}), False)]
    while waiting:
        node, bound, in_filter = waiting.pop()
        if isinstance(node, tree.Name):
            _note(names, node.name, bound, in_filter=in_filter)
        else:
            waiting.extend(_below(node, bound, names, in_filter=in_filter))
    return names


def _note(names: Names, name: str, bound: frozenset[str], *, in_filter: bool) -> None:
    if name in bound:
        return
    names.read.add(name)
    if not in_filter:
        names.sure.add(name)


_Below = Iterator[tuple[tree.Node, frozenset[str], bool]]


def _below(node: tree.Node, bound: frozenset[str], names: Names, *, in_filter: bool) -> _Below:
    """Yield the nodes below one, each with the names bound there."""
    if isinstance(node, (tree.Call, tree.NamedCall)) and isinstance(node.function, tree.Name):
        if node.function.name not in bound:
            names.called.add(node.function.name)
        arguments = node.arguments if isinstance(node, tree.Call) else tuple(value for _, value in node.arguments)
        yield from ((argument, bound, in_filter) for argument in arguments if isinstance(argument, tree.Node))
    elif isinstance(node, tree.Filter):
        yield node.source, bound, in_filter
        yield node.condition, bound | {"item"}, True
    elif isinstance(node, tree.ContextOf):
        yield from _entries(node, bound, in_filter=in_filter)
    elif isinstance(node, (tree.Loop, tree.Quantified)):
        yield from _bindings(node, bound, in_filter=in_filter)
    elif isinstance(node, tree.Function):
        if not node.external:
            yield node.body, bound | {name for name, _ in node.parameters}, in_filter
    else:
        yield from ((child, bound, in_filter) for child in node.children())


def _entries(node: tree.ContextOf, bound: frozenset[str], *, in_filter: bool) -> _Below:
    inner = bound
    for key, value in node.entries:
        # A function may call itself by the name of its entry.
        yield value, inner | {key} if isinstance(value, tree.Function) else inner, in_filter
        inner |= {key}


def _bindings(node: tree.Loop | tree.Quantified, bound: frozenset[str], *, in_filter: bool) -> _Below:
    inner = bound | {"partial"} if isinstance(node, tree.Loop) else bound
    for binding in node.bindings:
        yield binding.source, inner, in_filter
        if binding.end is not None:
            yield binding.end, inner, in_filter
        inner |= {binding.name}
    yield node.body, inner, in_filter
