"""Automata of rules against a naive reading of their sentences, on random courses of cases."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.verification.compliance.automata import Pattern
from engine.verification.compliance.rule import Line, Rule, Step
from engine.verification.compliance.traces import Happening, check_trace


def said(pattern: Pattern, course: str) -> bool:
    """Tell whether an ended course keeps a sentence, word by word."""
    places = {letter: [n for n, each in enumerate(course) if each == letter] for letter in "ABC"}
    a, b, c = places["A"], places["B"], places["C"]
    return {
        Pattern.PRECEDENCE: lambda: all(any(n < m for n in a) for m in b),
        Pattern.FRESH: lambda: all(any(n < k < m for k in b) for m in c for n in a if n < m),
        Pattern.RENEWAL: lambda: all(any(n < m and not any(n < k < m for k in a) for m in b) for n in a),
        Pattern.RESPONSE: lambda: all(any(m > n for m in b) for n in a),
        Pattern.BOUNDED: lambda: all(any(n < m <= n + 2 for m in b) for n in a),
        Pattern.ABSENCE_AFTER: lambda: not any(m > n for n in a for m in b),
        Pattern.ABSENCE: lambda: not a,
        Pattern.EXISTENCE: lambda: bool(a),
        Pattern.ONCE: lambda: len(a) < 2,
        Pattern.EXCLUSIVE: lambda: not (a and b),
        Pattern.TOGETHER: lambda: bool(a) == bool(b),
    }[pattern]()


def rule_of(pattern: Pattern) -> Rule:
    steps = {letter: Step((letter,), frozenset({letter})) for letter in "ABC"}
    return Rule(Line("?"), pattern, steps, days=2 if pattern == Pattern.BOUNDED else None)


ORDERED = [each for each in Pattern if each not in (Pattern.APART, Pattern.TWO_PEOPLE)]


@pytest.mark.parametrize("pattern", ORDERED)
@given(course=st.text("ABCX", max_size=8))
def test_an_automaton_says_what_the_sentence_says(pattern, course) -> None:
    trace = [Happening(letter, day=date(2026, 1, 5) + timedelta(days=n)) for n, letter in enumerate(course)]
    kept = check_trace(rule_of(pattern), trace)
    assert kept.holds is said(pattern, course), course
    if kept.broken_at is not None:
        assert not check_trace(rule_of(pattern), trace[: kept.broken_at + 1], ended=False).holds
        assert check_trace(rule_of(pattern), trace[: kept.broken_at], ended=False).holds


@pytest.mark.parametrize(
    ("pattern", "course", "vacuous"),
    [
        # Nothing was decided, so nothing was decided too early.
        (Pattern.PRECEDENCE, "AX", True),
        (Pattern.PRECEDENCE, "AB", False),
        # A rule that speaks of every case is never empty.
        (Pattern.EXISTENCE, "A", False),
        (Pattern.EXCLUSIVE, "A", True),
    ],
)
def test_a_course_in_which_nothing_triggers_a_rule_keeps_it_vacuously(pattern, course, vacuous) -> None:
    kept = check_trace(rule_of(pattern), [Happening(letter) for letter in course])
    assert (kept.holds, kept.vacuous) == (True, vacuous)


def test_what_is_still_owed_counts_only_when_the_case_has_ended() -> None:
    course = [Happening("A")]
    assert check_trace(rule_of(Pattern.RESPONSE), course, ended=False).holds
    assert not check_trace(rule_of(Pattern.RESPONSE), course).holds


@pytest.mark.parametrize(
    ("days", "workdays", "delivered", "holds"),
    [
        # Friday the 9th of January 2026: two days on is Sunday, two working days on is Tuesday.
        (2, False, date(2026, 1, 11), True),
        (2, False, date(2026, 1, 12), False),
        (2, True, date(2026, 1, 13), True),
        (2, True, date(2026, 1, 14), False),
    ],
)
def test_a_promise_counts_days(days, workdays, delivered, holds) -> None:
    steps = {letter: Step((letter,), frozenset({letter})) for letter in "AB"}
    rule = Rule(Line("?"), Pattern.BOUNDED, steps, days, workdays=workdays)
    trace = [Happening("A", day=date(2026, 1, 9)), Happening("B", day=delivered)]
    assert check_trace(rule, trace).holds is holds


@pytest.mark.parametrize(
    ("pattern", "who", "holds"),
    [
        # One person does both steps.
        (Pattern.APART, [("A", "甲"), ("B", "甲")], False),
        # Different people, though each does their own step twice.
        (Pattern.APART, [("A", "甲"), ("A", "甲"), ("B", "乙")], True),
        # An earlier round counts.
        (Pattern.APART, [("B", "甲"), ("A", "乙"), ("A", "甲")], False),
        # Alone, and with a second person.
        (Pattern.TWO_PEOPLE, [("A", "甲")], False),
        (Pattern.TWO_PEOPLE, [("A", "甲乙")], True),
    ],
)
def test_people_are_looked_at_in_every_round(pattern, who, holds) -> None:
    letters = "A" if pattern == Pattern.TWO_PEOPLE else "AB"
    rule = Rule(Line("?"), pattern, {each: Step((each,), frozenset({each})) for each in letters})
    trace = [Happening(element, people=frozenset(people)) for element, people in who]
    assert check_trace(rule, trace).holds is holds
