"""What expressions of a case in memory may see: names, and functions of calendar, organisation and thresholds."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.calendar.expressions import CALENDAR_FUNCTIONS
from engine.cases.environment import case_facts
from engine.cases.lookup import ACT_DAY, FIELD
from engine.cases.values import LockedCase
from engine.kernel.clock import legal_day
from engine.registers.errors import refusal_of
from engine.registers.rules import ThresholdVersion, choose
from engine.runtime import Environment
from engine.scenarios.memory.world import Stage, World


@dataclass
class FoundThresholds:
    """The function `threshold` over versions in memory; it remembers which it took."""

    versions: tuple[ThresholdVersion, ...]
    case: LockedCase
    is_tolerant: bool = False
    cited: list[ThresholdVersion] = field(default_factory=list)

    def __call__(self, name: Any, party: Any = None, day: Any = None, domain: Any = None) -> Any:
        """Return the amount that was in force on the day of the act."""
        on, about = self._day(day), _text(domain) or _text(self.case.data.get(FIELD))
        named = (version for version in self.versions if version.name == name)
        choice = choose(named, day=on, domain=about, party=_text(party))
        if choice.version is None:
            if self.is_tolerant:
                return None
            raise refusal_of(choice, name=str(name), day=on, domain=about, party=_text(party))
        self.cited.append(choice.version)
        return choice.version.amount

    def _day(self, given: Any) -> date:
        for day in (given, self.case.data.get(ACT_DAY)):
            if isinstance(day, datetime):
                return legal_day(day) if day.tzinfo else day.date()
            if isinstance(day, date):
                return day
        return legal_day(self.case.started_at)


def names_of(world: World, case: LockedCase, document: Any) -> dict[str, Any]:
    """Return the names that a gate, a rule of a form or a formula may use over a document."""
    return {
        **CALENDAR_FUNCTIONS,
        **document,
        "case": case_facts(case),
        "record": case.record,
        "today": legal_day(world.now),
    }


def functions_of(stage: Stage, found: FoundThresholds) -> dict[str, Any]:
    """Return the functions that expressions may call."""
    superiors = stage.organisation.superiors
    return {**CALENDAR_FUNCTIONS, "superior": lambda code: superiors.get(str(code)), "threshold": found}


def environment_of(stage: Stage, world: World, case: LockedCase) -> Environment:
    """Return what a step of the runtime may know."""
    found = FoundThresholds(world.thresholds, case)
    return Environment(
        now=world.now,
        case=case_facts(case),
        record=case.record,
        functions=functions_of(stage, found),
        cited=found.cited,
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
