"""The names that are in sight at one place of an expression, with their types."""

from collections.abc import Collection, Iterator, Mapping

from engine.feel.checking.kinds import FeelType


class Sight:
    """Names with types, and what lies around them.

    `anything` holds where more names may be in sight than are known: inside a filter over items of unknown shape.
    """

    def __init__(
        self,
        names: Mapping[str, FeelType],
        *,
        around: "Sight | None" = None,
        functions: Collection[str] = (),
        anything: bool = False,
    ) -> None:
        self.names = names
        self.around = around
        self.functions: frozenset[str] = around.functions if around else frozenset(functions)
        self.anything: bool = anything or (around is not None and around.anything)

    def inner(self, names: Mapping[str, FeelType], *, anything: bool = False) -> "Sight":
        """Return the sight inside a construct that binds names."""
        return Sight(names, around=self, anything=anything)

    def find(self, name: str) -> FeelType | None:
        """Return the type of a name; `None` when it is not in sight."""
        sight: Sight | None = self
        while sight is not None:
            if name in sight.names:
                return sight.names[name]
            sight = sight.around
        return None

    def all_names(self) -> Iterator[str]:
        """Yield every name in sight."""
        sight: Sight | None = self
        while sight is not None:
            yield from sight.names
            sight = sight.around
