"""What expressions of a case in memory may see: names, and functions of calendar, organisation and thresholds."""

from typing import Any

from engine.calendar.expressions import CALENDAR_FUNCTIONS
from engine.cases.environment import case_facts
from engine.cases.lookup import ThresholdLookup
from engine.cases.values import LockedCase
from engine.kernel.clock import legal_day
from engine.runtime import Environment
from engine.scenarios.memory.world import Stage, World


def thresholds_of(world: World, case: LockedCase, *, is_tolerant: bool = False) -> ThresholdLookup:
    """Return the lookup of a case among the thresholds in memory."""
    return ThresholdLookup(
        lambda name: [version for version in world.thresholds if version.name == name], case, is_tolerant=is_tolerant
    )


def names_of(world: World, case: LockedCase, document: Any) -> dict[str, Any]:
    """Return the names that a gate, a rule of a form or a formula may use over a document."""
    return {
        **CALENDAR_FUNCTIONS,
        **document,
        "case": case_facts(case),
        "record": case.record,
        "today": legal_day(world.now),
    }


def functions_of(stage: Stage, found: ThresholdLookup) -> dict[str, Any]:
    """Return the functions that expressions may call."""
    superiors = stage.organisation.superiors
    return {**CALENDAR_FUNCTIONS, "superior": lambda code: superiors.get(str(code)), "threshold": found}


def environment_of(stage: Stage, world: World, case: LockedCase) -> Environment:
    """Return what a step of the runtime may know."""
    found = thresholds_of(world, case)
    return Environment(
        now=world.now,
        case=case_facts(case),
        record=case.record,
        functions=functions_of(stage, found),
        cited=found.cited,
    )
