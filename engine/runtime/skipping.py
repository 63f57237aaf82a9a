"""Elements that a person has decided to pass without their being done, because they cannot be done."""

from collections.abc import Mapping
from typing import Any

from engine.runtime.scripting import failed
from engine.runtime.token import ROOT, Token
from engine.runtime.values import Skip


class Skipping:
    """What is to be skipped in one step: each element once, wherever a token comes to it first.

    A skipped element leaves no trace among what was passed, so that no condition takes it for done.
    """

    def __init__(self, skips: Mapping[str, Skip]) -> None:
        self._wanted = dict(skips)
        self._flows = {element: skip.flow for element, skip in skips.items() if skip.flow is not None}
        self._values: dict[int, Mapping[str, Any]] = {}

    def is_skipped(self, token: Token) -> bool:
        """Tell whether what a token stands on is passed without being done."""
        return token.id in self._values

    def wants(self, token: Token) -> bool:
        """Tell whether what a token stands on is to be passed without being done, so that no answer to it counts."""
        # What a case begins with is written before there is a token of an element.
        skip = None if token.id == ROOT else self._wanted.get(token.task_spec.element.id)
        return skip is not None and skip.is_deed

    def take(self, token: Token) -> bool:
        """Return whether what a token stands on is to be skipped, and remember that it is.

        A gateway does nothing that could be skipped; of it only the flow can be given.
        """
        element = token.task_spec.element
        skip = self._wanted.get(element.id)
        if skip is None or not skip.is_deed or element.kind.endswith("Gateway"):
            return False
        del self._wanted[element.id]
        self._values[token.id] = skip.values or {}
        return True

    def arrive(self, token: Token) -> bool:
        """Receive a token at an element that is to be skipped; return False if it is not.

        An event that belongs to something else (attached, competing, or standing by) is not armed: to let it happen
        would interrupt the others.
        """
        if not self._wanted or not self.take(token):
            return False
        spec = token.task_spec
        if spec.stands_by or (token._parent != ROOT and token.index is None):
            token.workflow.remove(token)
        else:
            token._ready()
        return True

    def perform(self, token: Token) -> bool:
        """Write the values given for a skipped element; return False if it is not skipped."""
        if not self.is_skipped(token) and not (self._wanted and self.take(token)):
            return False
        if values := self._values[token.id]:
            token.workflow.top_workflow.documents.write(token.scope, values)
        return True

    def ways(self, token: Token) -> list[Any]:
        """Return the ways by which a token leaves: the one given for its element, or those the element chooses.

        Raises `ExecutionFailed` if the flow that was given does not leave the element.
        """
        spec = token.task_spec
        flow = self._flows.pop(spec.element.id, None) if self._flows else None
        if flow is None:
            chosen: list[Any] = spec.choose(token)
            return chosen
        given = [way for way in spec.ways if way.flow == flow]
        if not given:
            raise failed(token, zh=f"没有流出的顺序流“{flow}”", en=f"no sequence flow {flow} leaves it")
        return given
