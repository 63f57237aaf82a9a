"""The function `threshold` that expressions of a case may call, and what it has answered with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from engine.cases.values import LockedCase
from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.registers.directory import versions_of
from engine.registers.errors import refusal_of
from engine.registers.rules import ThresholdVersion, choose

ACT_DAY = "act_ended_on"
"""The document field that says when the act was done or ended: what was in force that day decides (行为时)."""

FIELD = "case_field"
"""The document field that says which field of enforcement a case lies in."""


@dataclass
class ThresholdLookup:
    """Answers with the amount that was in force on the day of the act, and remembers the versions it took.

    A comparison with nothing is not true in FEEL, which would quietly deny a right. So where no version applies, or
    several do, the answer is a refusal of the whole step; `is_tolerant` gives null instead, for showing a page.
    `versions_named` gives every version of a threshold, wherever versions are kept.
    """

    versions_named: Callable[[str], Iterable[ThresholdVersion]]
    case: LockedCase
    cited: list[ThresholdVersion] = field(default_factory=list)
    is_tolerant: bool = False
    _known: dict[tuple[Any, ...], ThresholdVersion | None] = field(default_factory=dict)

    def __call__(self, name: Any, party: Any = None, day: Any = None, domain: Any = None) -> Any:
        """Return the amount of a threshold for a kind of party; day and field are the case's own if not given."""
        asked = str(name), _text(party), self._day(day), _text(domain) or _text(self.case.data.get(FIELD))
        if asked not in self._known:
            self._known[asked] = self._chosen(*asked)
        version = self._known[asked]
        if version is None:
            return None
        self.cited.append(version)
        return version.amount

    def _day(self, given: Any) -> date:
        for day in (given, self.case.data.get(ACT_DAY)):
            if isinstance(day, datetime):
                return legal_day(day) if day.tzinfo else day.date()
            if isinstance(day, date):
                return day
        return legal_day(self.case.started_at)

    def _chosen(self, name: str, party: str | None, day: date, domain: str | None) -> ThresholdVersion | None:
        choice = choose(self.versions_named(name), day=day, domain=domain, party=party)
        if choice.version is not None or self.is_tolerant:
            return choice.version
        raise refusal_of(choice, name=name, day=day, domain=domain, party=party)


def lookup_of(ctx: Context, case: LockedCase, *, is_tolerant: bool = False) -> ThresholdLookup:
    """Return the lookup of a case among the tenant's thresholds."""
    return ThresholdLookup(partial(versions_of, ctx), case, is_tolerant=is_tolerant)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
