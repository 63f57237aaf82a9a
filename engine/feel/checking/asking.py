"""What the rules of single forms may ask of the checker that walks the whole tree."""

from typing import Protocol

from engine.feel import tree
from engine.feel.checking.findings import Findings
from engine.feel.checking.kinds import FeelType
from engine.feel.checking.scopes import Sight


class Asking(Protocol):
    """The checker as its rules see it."""

    findings: Findings

    def type_of(self, node: tree.Node, sight: Sight) -> FeelType:
        """Return the type of a part, after checking it."""

    def require_truth(self, node: tree.Node, sight: Sight) -> None:
        """Check a part that must be true or false."""
