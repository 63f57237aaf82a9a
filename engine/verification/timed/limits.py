"""How long steps may take: the limits that diagrams bind by id, and the durations of timers, in days."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from engine.bpmn import Element, Model
from engine.verification.findings import Finding

_DAYS = {"day": Fraction(1), "hour": Fraction(1, 24), "minute": Fraction(1, 1440)}
_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?$", re.ASCII
)
LONGEST_HOLIDAY = 9
"""Days that public holidays may add to a span of working days: a week off with the weekend before it."""


@dataclass(frozen=True)
class Limit:
    """A limit of a step: a length in working days, or in calendar days or parts of one."""

    id: str
    length: Fraction
    workdays: bool

    def days(self, *, workdays: bool) -> Fraction:
        """Return the most days, of the kind that is asked for, that a step within the limit takes."""
        if workdays == self.workdays or workdays:
            return self.length
        return Fraction(ceil(self.length / 5) * 7 + LONGEST_HOLIDAY)


def read_limits(content: str) -> dict[str, Limit]:
    """Return the limits of a `limits.toml` by id; raises `tomllib.TOMLDecodeError`."""
    rows = tomllib.loads(content).get("limit", ())
    return {limit.id: limit for row in rows if (limit := _limit(row)) is not None}


def _limit(row: Mapping[str, object]) -> Limit | None:
    unit, length = row.get("unit"), row.get("length")
    if not isinstance(length, int):
        return None
    if unit == "workday":
        return Limit(str(row["id"]), Fraction(length), workdays=True)
    days = _DAYS.get(str(unit))
    return None if days is None else Limit(str(row["id"]), length * days, workdays=False)


def duration_of(element: Element) -> Fraction | None:
    """Return after how many days a timer event happens, None for another event or an unknown time."""
    trigger = element.trigger
    if trigger is None or trigger.kind != "timer" or trigger.form != "duration" or trigger.literal is None:
        return None
    found = _DURATION.match(trigger.literal.strip())
    if not found:
        return None
    weeks, days, hours, minutes = (int(found[name] or 0) for name in ("weeks", "days", "hours", "minutes"))
    return Fraction(weeks * 7 + days) + Fraction(hours, 24) + Fraction(minutes, 1440)


def uncovered(model: Model, processes: Mapping[str, str]) -> Iterator[Finding]:
    """Yield every human task of some processes that no deadline covers: nobody is reminded, nothing is escalated.

    `processes` are ids with the file to name.
    """
    for process_id, file in processes.items():
        for element in model.processes[process_id].elements.values():
            if element.human is not None and element.human.deadline is None and not _has_timer(model, element):
                yield Finding(
                    "no-deadline",
                    "warning",
                    f"“{element.name}”没有期限，也没有催办。",
                    f"“{element.name_en or element.name}” has no deadline, so nobody is reminded of it.",
                    element=element.id,
                    file=file,
                    line=element.line,
                )


def _has_timer(model: Model, element: Element) -> bool:
    attached = model.processes[element.process_id].attached(element.id)
    return any(trigger.kind == "timer" for event in attached for trigger in event.triggers)
