"""The builder that turns trees into closures, and the signature every form of the language follows."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel import tree
from engine.feel.scope import Code, Scope
from engine.feel.types import Type

TestCode = Callable[[Any, Scope], bool | None]
"""A compiled unary test: whether the value passes; `None` when that cannot be told."""

NO_TYPES: Mapping[str, Type] = {}


class Builder:
    """Compiles nodes by a table from node class to function; `types` names what `instance of` may refer to."""

    def __init__(
        self, table: "Mapping[type[tree.Node], Callable[[Any, Builder], Code]]", types: Mapping[str, Type] = NO_TYPES
    ) -> None:
        self._table = table
        self.types = types

    def code(self, node: tree.Node) -> Code:
        """Return the closure that evaluates a node."""
        return self._table[type(node)](node, self)

    def resolved(self, kind: Type) -> Type:
        """Return a type with the names of item definitions replaced by what they stand for."""
        known = self.types.get(kind.name)
        if known is not None:
            return known
        return Type(
            kind.name,
            tuple(self.resolved(part) for part in kind.parts),
            tuple((name, self.resolved(part)) for name, part in kind.entries),
            self.resolved(kind.result) if kind.result else None,
        )
