"""Promises in days: clocks that tick, timers that are due, limits that are kept, tasks that may take for ever."""

from fractions import Fraction

import pytest

from engine.verification.compliance.rule import Line
from engine.verification.judging import Surroundings, judge_rules
from engine.verification.timed.limits import Limit, read_limits, uncovered
from tests.unit.verification.ruling import chain, drawn, flow, task

LIMITS = {
    "L15": Limit("L15", Fraction(15), workdays=False),
    "L5": Limit("L5", Fraction(5), workdays=False),
    "W5": Limit("W5", Fraction(5), workdays=True),
}


def timer(host: str, days: int) -> str:
    return (
        f'<boundaryEvent id="b_{host}" attachedToRef="{host}"><timerEventDefinition id="d_{host}">'
        f"<timeDuration>P{days}D</timeDuration></timerEventDefinition></boundaryEvent>"
    )


def asking(reminder: str) -> object:
    """Return a procedure that asks, waits 15 days, reminds, waits 5 more, and then decides without an answer."""
    return drawn(
        '<startEvent id="s0"/><endEvent id="e9"/><exclusiveGateway id="x1"/>',
        task("t1", "询问"),
        task("t2", "答复"),
        timer("t2", 15),
        reminder,
        task("t4", "催办后答复"),
        timer("t4", 5),
        '<scriptTask id="k5" name="视为无意见"><script>{a: 1}</script></scriptTask>',
        chain("s0", "t1", "t2", "x1", "e9"),
        chain("b_t2", "t3", "t4", "x1"),
        chain("b_t4", "k5"),
        flow("k5", "x1"),
    )


SCRIPT = '<scriptTask id="t3" name="催办"><script>{b: 1}</script></scriptTask>'


@pytest.mark.parametrize(
    ("reminder", "days", "verdict"),
    [
        # Fifteen days and five.
        (SCRIPT, 20, "PROVED"),
        (SCRIPT, 30, "PROVED"),
        (SCRIPT, 19, "VIOLATED"),
        # Somebody has to remind, and may take for ever.
        (task("t3", "催办"), 20, "VIOLATED"),
        # Somebody has to remind within five days.
        (task("t3", "催办", 'guiju:deadline="L5"'), 25, "PROVED"),
        (task("t3", "催办", 'guiju:deadline="L5"'), 24, "VIOLATED"),
    ],
)
def test_an_answer_comes_in_time_or_the_course_is_shown_day_by_day(reminder, days, verdict) -> None:
    text = f"「询问」之后 {days} 日内必须「答复」或「催办后答复」或「视为无意见」"
    (found,) = judge_rules(asking(reminder), ["P"], [Line(text)], known=Surroundings({}, (), LIMITS)).verdicts
    assert (found.verdict, found.vacuous) == (verdict, False)
    if verdict == "VIOLATED":
        assert [seen.day for seen in found.path] == sorted(seen.day for seen in found.path)
    else:
        assert found.assumes == (("L5",) if "L5" in reminder else ())


@pytest.mark.parametrize(
    ("limit", "text", "verdict"),
    [
        # Five working days are at most sixteen calendar days, with a week of holidays in between.
        ("W5", "「询问」之后 16 日内必须「答复」", "PROVED"),
        ("W5", "「询问」之后 15 日内必须「答复」", "VIOLATED"),
        ("W5", "「询问」之后 5 个工作日内必须「答复」", "PROVED"),
        # Fifteen calendar days are at most fifteen working days.
        ("L15", "「询问」之后 15 个工作日内必须「答复」", "PROVED"),
        ("none", "「询问」之后 15 日内必须「答复」", "VIOLATED"),
    ],
)
def test_working_days_and_calendar_days_are_set_against_each_other_safely(limit, text, verdict) -> None:
    model = drawn(
        '<startEvent id="s0"/><endEvent id="e9"/>',
        task("t1", "询问"),
        task("t2", "答复", f'guiju:deadline="{limit}"'),
        chain("s0", "t1", "t2", "e9"),
    )
    (found,) = judge_rules(model, ["P"], [Line(text)], known=Surroundings({}, (), LIMITS)).verdicts
    assert found.verdict == verdict


def test_limits_are_read_in_days() -> None:
    text = "".join(
        f'[[limit]]\nid = "{name}"\nlength = {length}\nunit = "{unit}"\n'
        for name, length, unit in (("A", 30, "minute"), ("B", 2, "workday"), ("C", 3, "fortnight"), ("D", 12, "hour"))
    )
    assert read_limits(text) == {
        "A": Limit("A", Fraction(1, 48), workdays=False),
        "B": Limit("B", Fraction(2), workdays=True),
        "D": Limit("D", Fraction(1, 2), workdays=False),
    }


def test_a_human_task_without_a_deadline_is_listed() -> None:
    found = list(uncovered(asking(task("t3", "催办", 'guiju:deadline="L5"')), {"P": "p.bpmn"}))
    assert [(finding.rule, finding.element, finding.severity) for finding in found] == [
        ("no-deadline", "t1", "warning")
    ]
