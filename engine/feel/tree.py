"""The syntax tree of FEEL: what the parser builds, the compiler reads and the printer writes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.feel.types import Type


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression; `at` is the offset in the text that speaks for it, which equality leaves out."""

    at: int = field(default=-1, compare=False, repr=False, kw_only=True)

    def children(self) -> Iterator["Node"]:
        """Yield the nodes directly below this one."""
        for name in self.__slots__:
            yield from _nodes(getattr(self, name))


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, string, boolean or null."""

    value: Any


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    """A date, time, date and time or duration written as @"…"."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable, possibly with spaces in its name; `?` is the tested value of unary tests."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """A property or entry of a value: `source.name`."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """Items of a list by position or condition: `source[condition]`."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A call with positional arguments."""

    function: Node
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class NamedCall(Node):
    """A call with named arguments."""

    function: Node
    arguments: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """One of + - * / ** between two values."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """A negated number or duration."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """One of = != < <= > >= between two values."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Conjunction(Node):
    """Parts joined by `and`."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Disjunction(Node):
    """Parts joined by `or`."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`, both ends included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Test(Node):
    """A comparison with the tested value: `< 5`."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in tests`: true when one of the tests holds."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`if condition then yes else no`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Binding(Node):
    """A name that runs through a list, or through whole numbers or days where `end` is given."""

    name: str
    source: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class Loop(Node):
    """`for … return body`."""

    bindings: tuple[Binding, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some … satisfies body` or `every … satisfies body`."""

    every: bool
    bindings: tuple[Binding, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Function(Node):
    """A function literal; external ones are read, but never run."""

    parameters: tuple[tuple[str, Type | None], ...]
    body: Node
    external: bool = False


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """A list literal."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """A context literal; later entries see the earlier ones."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """A range such as [1..5)."""

    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class ComparedRange(Node):
    """A range written as a comparison in parentheses: (>= 10)."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Unary tests: any of the items; none at all (`-`) means that every value passes."""

    negated: bool
    items: tuple[Node, ...]


def depth(root: Node) -> int:
    """Return the number of levels of a tree, without recursion."""
    deepest = 0
    waiting = [(root, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((child, level + 1) for child in node.children())
    return deepest
