"""Whether a recorded course of a case keeps a rule: for scenarios and for histories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from engine.verification.compliance.automata import Automaton, Pattern
from engine.verification.compliance.rule import Rule


@dataclass(frozen=True)
class Happening:
    """One completed element: with the document right after it, on which day, and by whom."""

    element: str
    document: Mapping[str, Any] = field(default_factory=dict)
    day: date | None = None
    people: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Kept:
    """Whether a course keeps a rule; `broken_at` is the happening that broke it, None where something is missing."""

    holds: bool
    vacuous: bool
    broken_at: int | None = None


def check_trace(rule: Rule, trace: Sequence[Happening], *, ended: bool = True) -> Kept:
    """Return whether a course of happenings keeps a rule; what is still owed counts only where the case has `ended`.

    Days of a bounded promise are calendar days between the happenings, or days from Monday to Friday.
    """
    automaton = rule.automaton
    if automaton is None:
        return _of_people(rule, trace)
    kept = _of_order(rule, automaton, trace, ended=ended)
    return _in_time(rule, trace) if kept.holds and rule.pattern == Pattern.BOUNDED else kept


def letters_of(rule: Rule, happening: Happening) -> list[str]:
    """Return the letters of a rule that a happening is."""
    return [letter for letter, step in rule.steps.items() if step.happens(happening.element, happening.document)]


def _of_order(rule: Rule, automaton: Automaton, trace: Sequence[Happening], *, ended: bool) -> Kept:
    state, seen = 0, set[str]()
    for number, happening in enumerate(trace):
        for letter in letters_of(rule, happening):
            seen.add(letter)
            state = automaton.after(state, letter)
        if state == automaton.bad:
            return Kept(holds=False, vacuous=False, broken_at=number)
    holds = not ended or state in automaton.accepting
    return Kept(holds=holds, vacuous=holds and not automaton.triggers <= seen)


def _in_time(rule: Rule, trace: Sequence[Happening]) -> Kept:
    since: date | None = None
    vacuous = True
    for number, happening in enumerate(trace):
        letters = letters_of(rule, happening)
        if "B" in letters and since is not None:
            if happening.day is not None and rule.days is not None and happening.day > _last_day(rule, since):
                return Kept(holds=False, vacuous=False, broken_at=number)
            since = None
        if "A" in letters:
            vacuous, since = False, since or happening.day
    return Kept(holds=True, vacuous=vacuous)


def _last_day(rule: Rule, since: date) -> date:
    """Return the last day in time; a working day is one from Monday to Friday, for a course knows no calendar."""
    day, left = since, rule.days or 0
    while left:
        day += timedelta(days=1)
        left -= not rule.workdays or day.weekday() < 5
    return day


def _of_people(rule: Rule, trace: Sequence[Happening]) -> Kept:
    did: dict[str, set[str]] = {letter: set() for letter in rule.steps}
    for number, happening in enumerate(trace):
        for letter in letters_of(rule, happening):
            if rule.pattern == Pattern.TWO_PEOPLE and len(happening.people) < 2:
                return Kept(holds=False, vacuous=False, broken_at=number)
            others = set().union(*(people for other, people in did.items() if other != letter))
            if rule.pattern == Pattern.APART and others & happening.people:
                return Kept(holds=False, vacuous=False, broken_at=number)
            did[letter] |= happening.people
    return Kept(holds=True, vacuous=not all(did.values()))
