"""A program: a model made ready to run once, then shared by all cases and threads."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from engine.bpmn import Element, Model
from engine.kernel.errors import Invalid
from engine.runtime.assembly import Assembly
from engine.runtime.specs.node import ScopeSpec
from engine.runtime.support import find_unsupported


@dataclass(frozen=True)
class Program:
    """What cases of one version of a procedure are run by. Nothing in it changes after it is built."""

    model: Model
    scopes: Mapping[str, ScopeSpec]
    operations: frozenset[str]

    def starts(self, process: str) -> tuple[Element, ...]:
        """Return the start events of a process, in document order."""
        return tuple(
            element for element in self.model.processes[process].within(process) if element.kind == "startEvent"
        )


def build_program(
    model: Model,
    *,
    decisions: Mapping[str, Any] | None = None,
    operations: frozenset[str] = frozenset(),
) -> Program:
    """Make a model ready to run.

    `decisions` are decision models by the id or name that a business rule task gives. Raises `Invalid` with a fault
    for everything that would not run right.
    """
    faults = find_unsupported(model)
    if faults:
        raise Invalid(faults=faults)
    scopes = Assembly(model, _by_decision(decisions or {})).build()
    return Program(model, MappingProxyType(scopes), operations)


def _by_decision(decisions: Mapping[str, Any]) -> dict[str, Any]:
    # One file holds several decisions; a task may give the id or the name of any of them.
    known = {}
    for key, model in decisions.items():
        for decision in model.decisions:
            known[decision.name] = model
            known[decision.id] = model
        known[key] = model
    return known
