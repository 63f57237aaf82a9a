"""Checks the decision tables of a bundle when it is published."""

from collections.abc import Mapping

from engine.calendar.expressions import CALENDAR_FUNCTIONS
from engine.decisions import DecisionModel
from engine.decisions.checks import check_decisions
from engine.definitions.bundle import Bundle
from engine.kernel.errors import Fault

HOST_FUNCTIONS = frozenset({*CALENDAR_FUNCTIONS, "superior", "threshold", "now", "today"})
"""The functions that a case lends to expressions besides the built-in ones."""


def checked_tables(bundle: Bundle, decisions: Mapping[str, DecisionModel]) -> tuple[Fault, ...]:
    """Return what is wrong or doubtful in the bundle's own files; those of called procedures were checked there."""
    models = {model.file: model for model in decisions.values()}
    return tuple(
        fault
        for path in bundle.dmn
        if path in models
        for fault in check_decisions(bundle.files[path], model=models[path], functions=HOST_FUNCTIONS)
    )
