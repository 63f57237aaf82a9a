"""Extensions of a period: before its expiry, by the right person, for no more than the right amount. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.calendar.errors import ExtensionLate, ExtensionTooLong, ExtensionUsedUp, ExtensionWrongPerson
from engine.calendar.periods import End, end_of_period
from engine.calendar.units import INSTANT_UNITS, PeriodUnit
from engine.calendar.workdays import ONE_DAY, Calendar
from engine.kernel.clock import legal_day


@dataclass(frozen=True)
class ExtensionRule:
    """What one extension of a limit takes: the role that approves it, the most it may add, on what basis."""

    approver: str
    most: int
    unit: PeriodUnit
    basis: str


@dataclass(frozen=True)
class Extension:
    """An extension that was approved: when, by which role, for how long."""

    approved_at: datetime
    approved_by: str
    amount: int
    unit: PeriodUnit


def extended(
    end: End,
    extension: Extension,
    *,
    rules: Sequence[ExtensionRule],
    earlier: int,
    rolls_over: bool,
    calendar: Calendar | None = None,
) -> End:
    """Return the end of a period after an extension, which counts from the old last day (R15).

    The n-th extension goes by the n-th rule; `earlier` says how many there were before. Raises `ExtensionUsedUp`
    where no rule is left (行政强制法 25.1: once), `ExtensionWrongPerson` (市监程序规定 64: the second one takes a
    collective discussion), `ExtensionTooLong`, and `ExtensionLate` for one that was not approved before expiry.
    """
    if earlier >= len(rules):
        basis = rules[-1].basis if rules else "-"
        raise ExtensionUsedUp(most=len(rules), basis=basis)
    rule, number = rules[earlier], earlier + 1
    if extension.approved_by != rule.approver:
        raise ExtensionWrongPerson(number=number, expected=rule.approver, by=extension.approved_by, basis=rule.basis)
    if extension.unit is not rule.unit or not 0 < extension.amount <= rule.most:
        raise ExtensionTooLong(
            number=number, most=rule.most, unit=str(rule.unit), amount=extension.amount,
            given_unit=str(extension.unit), basis=rule.basis,
        )  # fmt: skip
    if extension.approved_at >= end.due_at:
        raise ExtensionLate(due_on=end.due_on, approved_on=legal_day(extension.approved_at))
    began = end.due_at if extension.unit in INSTANT_UNITS else end.due_at - ONE_DAY
    return end_of_period(began, extension.amount, extension.unit, rolls_over=rolls_over, calendar=calendar)
