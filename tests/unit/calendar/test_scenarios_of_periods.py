"""The dated scenarios of enforcement, as far as they are about when a period ends and what may be done then."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from engine.calendar.consequences import is_enforcement_barred, surcharge
from engine.calendar.counting import count_back, count_forward
from engine.calendar.errors import (
    ExclusionReversed,
    ExclusionUnproven,
    ExtensionLate,
    ExtensionTooLong,
    ExtensionUsedUp,
    ExtensionWrongPerson,
    NoticeMissing,
)
from engine.calendar.exclusions import Claim, Exclusion, Ground, admit, merged, suspension
from engine.calendar.extensions import Extension, ExtensionRule, extended
from engine.calendar.notices import shipped_calendar
from engine.calendar.periods import End, end_of_period, free_from, is_in_time
from engine.calendar.units import Period, PeriodUnit
from engine.kernel.clock import CHINA
from engine.kernel.errors import GuijuError

CALENDAR = shipped_calendar()
WORKDAY, DAY, MONTH = PeriodUnit.WORKDAY, PeriodUnit.CALENDAR_DAY, PeriodUnit.MONTH
DECISION = (
    ExtensionRule("机关负责人", 30, DAY, "处罚法60条"),
    ExtensionRule("负责人集体讨论", 60, DAY, "市监程序规定64条"),
)
SEIZURE = (ExtensionRule("机关负责人", 30, DAY, "强制法25条"),)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def day(text: str) -> date:
    return date.fromisoformat(text)


def ends(start: str, length: int, unit: PeriodUnit, *, out: Sequence[Exclusion] = (), power: bool = False) -> End:
    return end_of_period(at(start), length, unit, rolls_over=not power, exclusions=out)


@pytest.mark.parametrize(
    ("start", "length", "unit", "power", "last"),
    [
        ("2026-09-28T09:00", 5, WORKDAY, False, "2026-10-10"),  # S06 whistle-blower told over a make-up Saturday
        ("2026-09-30T09:00", 2, WORKDAY, False, "2026-10-09"),  # S12 cash handed in after National Day
        ("2026-09-30T09:00", 7, WORKDAY, False, "2026-10-15"),  # S18, S20 preserved evidence decided on
        ("2026-07-08T09:00", 90, DAY, False, "2026-10-08"),  # S21 decision, rolled over National Day
        ("2026-09-18T09:00", 5, WORKDAY, False, "2026-09-24"),  # S25 hearing window over a make-up Sunday
        ("2026-02-13T09:00", 7, WORKDAY, False, "2026-03-02"),  # S34 service over Spring Festival
        ("2026-04-20T09:00", 15, DAY, False, "2026-05-06"),  # S35 payment over Labour Day
        ("2026-09-29T09:00", 3, WORKDAY, False, "2026-10-09"),  # S39 withdrawal of a publication
        ("2026-01-20T09:00", 30, DAY, True, "2026-02-19"),  # S51 seizure inside Spring Festival
        ("2026-10-20T09:00", 10, WORKDAY, False, "2026-11-03"),  # S55 demand before the court
        ("2026-09-22T09:00", 7, WORKDAY, False, "2026-10-09"),  # S58 negotiation on jurisdiction
        ("2026-04-30T09:00", 2, WORKDAY, False, "2026-05-07"),  # S66 receipt for a clue over Labour Day
        ("2026-04-30T09:00", 5, WORKDAY, False, "2026-05-11"),  # S66 feedback, Saturday 9 May worked
        ("2026-06-16T09:00", 5, WORKDAY, False, "2026-06-24"),  # S05, S70 five workdays over Dragon Boat
        ("2026-09-21T09:00", 10, WORKDAY, False, "2026-10-12"),  # S71 answer to a reconsideration
        ("2026-08-10T09:00", 60, DAY, False, "2026-10-09"),  # S56 reconsideration
        ("2026-03-16T09:00", 6, MONTH, False, "2026-09-16"),  # S56 lawsuit, before demolition
    ],
)
def test_a_scenario_ends_on_its_day(start: str, length: int, unit: PeriodUnit, power: bool, last: str) -> None:
    assert ends(start, length, unit, power=power).due_on == day(last)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-10-02T10:00", "2026-10-03T10:00"),  # S50 approval of a seizure on the spot, on a holiday
        ("2026-05-08T17:30", "2026-05-09T17:30"),  # S61 transfer to the police over a night
    ],
)
def test_twenty_four_hours_run_through_everything(start: str, due: str) -> None:
    end = ends(start, 24, PeriodUnit.HOUR, power=True)
    assert end.due_at == at(due)
    assert is_in_time(end, done_at=at(due) - timedelta(minutes=1))
    assert not is_in_time(end, done_at=at(due))


def test_testing_lengthens_the_case_by_its_days() -> None:  # S22
    tests = admit(claim(Ground.TESTING, "2026-08-01", "2026-08-20"), is_seizure=False)
    # The raw last day, 6 October, and twenty days: a Monday.
    assert ends("2026-07-08T09:00", 90, DAY, out=[tests]).due_on == day("2026-10-26")


def test_a_second_extension_takes_a_collective_discussion() -> None:  # S23
    end = ends("2026-03-02T09:00", 90, DAY)
    once = extended(end, approved("2026-05-20", "机关负责人", 30), rules=DECISION, earlier=0, rolls_over=True)
    assert (end.due_on, once.due_on) == (day("2026-06-01"), day("2026-07-01"))
    with pytest.raises(ExtensionWrongPerson):
        extended(once, approved("2026-06-20", "机关负责人", 30), rules=DECISION, earlier=1, rolls_over=True)
    twice = extended(once, approved("2026-06-20", "负责人集体讨论", 60), rules=DECISION, earlier=1, rolls_over=True)
    assert twice.due_on == day("2026-08-31")  # 30 August is a Sunday


@pytest.mark.parametrize(
    ("given", "earlier", "refusal"),
    [
        (("2026-02-20", "机关负责人", 30), 0, ExtensionLate),  # the day after the last one (R15)
        (("2026-02-10", "办案人员", 30), 0, ExtensionWrongPerson),  # not the head
        (("2026-02-10", "机关负责人", 31), 0, ExtensionTooLong),  # a day too many
        (("2026-02-10", "机关负责人", 0), 0, ExtensionTooLong),  # nothing
        (("2026-02-10", "机关负责人", 30), 1, ExtensionUsedUp),  # S52 a second time
    ],
)
def test_a_seizure_is_extended_once_by_the_head_in_time(
    given: tuple[str, str, int], earlier: int, refusal: type[GuijuError]
) -> None:
    end = ends("2026-01-20T09:00", 30, DAY, power=True)
    with pytest.raises(refusal):
        extended(end, approved(*given), rules=SEIZURE, earlier=earlier, rolls_over=False)
    extension = approved("2026-02-19", "机关负责人", 30)
    assert extended(end, extension, rules=SEIZURE, earlier=0, rolls_over=False).due_on == day("2026-03-21")


def test_what_no_rule_extends_is_not_extended() -> None:
    with pytest.raises(ExtensionUsedUp):
        extended(
            ends("2026-01-20T09:00", 7, WORKDAY),
            approved("2026-01-21", "机关负责人", 7),
            rules=(),
            earlier=0,
            rolls_over=True,
        )


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"notified_on": None}, 1),  # S53 the party was not told in writing
        ({"start_paper": None}, 1),  # no paper that starts it
        ({"end_paper": "", "start_paper": ""}, 2),  # neither paper
    ],
)
def test_an_exclusion_without_its_papers_does_not_count(given: dict[str, str | None], faults: int) -> None:
    with pytest.raises(ExclusionUnproven) as refusal:
        admit(claim(Ground.TESTING, "2026-01-22", "2026-01-30", **given), is_seizure=True)
    assert len(refusal.value.faults) == faults
    assert all(fault.where["rule"] == "R9" for fault in refusal.value.faults)


def test_only_the_testing_of_seized_goods_takes_a_notice() -> None:
    told = claim(Ground.HEARING, "2026-01-22", "2026-01-30", notified_on=None)
    assert admit(told, is_seizure=True) == Exclusion(day("2026-01-22"), day("2026-01-30"))
    with pytest.raises(ExclusionReversed):
        admit(claim(Ground.HEARING, "2026-01-22", "2026-01-21"), is_seizure=False)


def test_a_right_bars_the_decision_until_midnight() -> None:  # S25, S55
    window = ends("2026-09-18T09:00", 5, WORKDAY)
    assert is_in_time(window, done_at=at("2026-09-24T23:59"))
    assert free_from(window) == day("2026-09-25")
    assert free_from(ends("2026-10-20T09:00", 10, WORKDAY)) == day("2026-11-04")


def test_service_on_the_eighth_workday_is_late() -> None:  # S33
    end = ends("2026-02-13T09:00", 7, WORKDAY)
    eighth = CALENDAR.add_workdays(day("2026-02-13"), 8)
    assert not is_in_time(end, done_at=datetime.combine(eighth, datetime.min.time(), CHINA))


@pytest.mark.parametrize(
    ("until", "pauses", "amount"),
    [
        ("2026-05-06", [], "0.00"),  # the last day of payment, moved over Labour Day
        ("2026-05-07", [], "300.00"),  # the first day
        ("2026-06-05", [], "9000.00"),  # the thirtieth
        ("2026-06-08", [], "9900.00"),
        ("2026-06-09", [], "10000.00"),  # S35 the thirty-fourth: capped
        ("2026-12-31", [], "10000.00"),
        ("2026-06-09", [("2026-05-20", "2026-06-30")], "3900.00"),  # S36 stopped by a reconsideration
        ("2026-07-02", [("2026-05-20", "2026-06-30"), ("2026-06-01", "2026-06-10")], "4500.00"),  # and going on
        ("2026-05-08", [("2026-01-01", "2026-05-01")], "600.00"),  # a pause before it began
    ],
)
def test_a_surcharge_grows_day_by_day_and_is_capped(until: str, pauses: list[tuple[str, str]], amount: str) -> None:
    paused = [Exclusion(day(first), day(last)) for first, last in pauses]
    assert surcharge(Decimal(10000), paid_by=day("2026-05-06"), until=day(until), pauses=paused) == Decimal(amount)


@pytest.mark.parametrize(
    ("hearing", "length", "latest"),
    [
        ("2026-05-12", 7, "2026-04-28"),  # S46 a make-up Saturday counts
        ("2026-05-12", 3, "2026-05-07"),  # substitute performance (强制法 51)
        ("2026-10-12", 1, "2026-10-09"),  # the make-up Saturday is the full workday between
        ("2026-10-09", 1, "2026-09-30"),  # the day before lies in the holiday: back to the last workday
    ],
)
def test_seven_days_before_are_full_workdays(hearing: str, length: int, latest: str) -> None:
    count = count_back(day(hearing), Period(length, WORKDAY, rolls_over=True), calendar=CALENDAR)
    assert count.due_on == day(latest)
    assert CALENDAR.workdays_between(count.due_on, day(hearing) - timedelta(days=1)) >= length


@pytest.mark.parametrize(
    ("moment", "barred"),
    [
        ("2026-10-03T10:00", True),  # S54 in the holiday
        ("2026-10-13T22:00", True),  # S54 by night
        ("2026-10-13T05:59", True),
        ("2026-10-13T06:00", False),
        ("2026-10-10T10:00", False),  # a Saturday that is worked
        ("2026-10-17T10:00", True),  # one that is not
    ],
)
def test_nothing_is_enforced_by_night_or_on_a_holiday(moment: str, barred: bool) -> None:
    assert is_enforcement_barred(at(moment), calendar=CALENDAR) is barred
    with pytest.raises(NoticeMissing):
        is_enforcement_barred(at("2027-10-13T10:00"), calendar=CALENDAR)


def test_a_suspended_case_stands_still() -> None:  # S63: the clock goes on where it stopped
    stood = suspension(at("2026-07-20T15:00"), at("2026-07-30T09:00"), now=at("2026-08-01T09:00"))
    assert stood == Exclusion(day("2026-07-20"), day("2026-07-29"))
    assert ends("2026-07-08T09:00", 60, DAY, out=[stood]).due_on == day("2026-09-16")
    still = suspension(at("2026-07-20T15:00"), None, now=at("2026-08-01T09:00"))
    assert still == Exclusion(day("2026-07-20"), day("2026-08-01"))
    assert suspension(at("2026-07-20T09:00"), at("2026-07-20T15:00"), now=at("2026-08-01T09:00")) is None


def test_overlapping_exclusions_count_once() -> None:
    given = [
        Exclusion(day("2026-08-10"), day("2026-08-20")),
        Exclusion(day("2026-08-01"), day("2026-08-12")),
        Exclusion(day("2026-08-21"), day("2026-08-21")),
        Exclusion(day("2026-08-25"), day("2026-08-25")),
        Exclusion(day("2026-08-02"), day("2026-08-03")),
    ]
    assert merged(given) == (
        Exclusion(day("2026-08-01"), day("2026-08-21")),
        Exclusion(day("2026-08-25"), day("2026-08-25")),
    )


def test_service_by_announcement_takes_thirty_days() -> None:  # R14
    served = count_forward(day("2026-07-01"), Period(30, DAY, rolls_over=True), calendar=CALENDAR).due_on
    assert served == day("2026-07-31")
    assert count_forward(served, Period(5, WORKDAY, rolls_over=True), calendar=CALENDAR).due_on == day("2026-08-07")


def claim(ground: Ground, first: str, last: str, **given: str | None) -> Claim:
    papers: dict[str, object] = {"start_paper": "D30", "end_paper": "D31", "notified_on": day(first), **given}
    return Claim(ground, day(first), day(last), **papers)  # type: ignore[arg-type]


def approved(on: str, by: str, amount: int) -> Extension:
    return Extension(at(f"{on}T10:00"), by, amount, DAY)
