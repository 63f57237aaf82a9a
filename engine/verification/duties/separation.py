"""Proves the rules about people: that nobody does two steps of a case, and that two do one."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.bpmn import Element, Model
from engine.verification.compliance.automata import AUTOMATA, Pattern
from engine.verification.compliance.letters import Letters
from engine.verification.compliance.proving import PROVED, Answer, Prover, RuleVerdict
from engine.verification.compliance.rule import Rule, Step
from engine.verification.compliance.witness import Seen
from engine.verification.duties.people import PERSON, Doings
from engine.verification.duties.rules import DutyRule, needs_two, opposed


def prove_people(prover: Prover, rule: Rule, rules: Sequence[DutyRule]) -> RuleVerdict:
    """Return whether a rule about people is kept by what the diagram excludes and what the rules of separation bar."""
    began = time.process_time()
    answer = _apart(prover, rule, rules) if rule.pattern == Pattern.APART else _by_two(prover, rule, rules)
    vacuous = answer.verdict == PROVED and not all(prover.can_happen(rule, step) for step in rule.steps.values())
    return RuleVerdict(
        rule,
        answer.verdict,
        vacuous=vacuous,
        path=answer.path,
        states=answer.states,
        milliseconds=round((time.process_time() - began) * 1000, 3),
    )


def _apart(prover: Prover, rule: Rule, rules: Sequence[DutyRule]) -> Answer:
    answer = prover.search(Doings(rule, prover.setting, rules))
    # The way is the shortest, so that the person does each of the two steps once: where it happens first and last.
    return replace(answer, path=_with_person(answer.path, rule))


def _by_two(prover: Prover, rule: Rule, rules: Sequence[DutyRule]) -> Answer:
    elements = prover.setting.elements
    alone = frozenset(each for each in rule.elements if not needs_two(_duty(elements[each]), rules))
    if not alone:
        return Answer(PROVED)
    step = Step(rule.steps["A"].names, alone, rule.steps["A"].conditions)
    never = replace(rule, pattern=Pattern.ABSENCE, steps={"A": step})
    return prover.search(Letters(never, AUTOMATA[Pattern.ABSENCE], prover.setting))


def _with_person(path: Sequence[Seen], rule: Rule) -> tuple[Seen, ...]:
    return tuple(replace(seen, actor=PERSON) if rule.elements & set(seen.elements) else seen for seen in path)


@dataclass(frozen=True)
class Seats:
    """How many people a role needs so that nobody is left out of work: one for the step and one for each barred by.

    `step` is the step that needs the most, `barred_by` the steps whose performers may not do it.
    """

    role: str
    people: int
    step: str
    barred_by: tuple[str, ...]


def seats_of(model: Model, rules: Sequence[DutyRule]) -> tuple[Seats, ...]:
    """Return, by role, the people it takes so that no case is stuck because everybody was barred, in one round.

    Each step that bars another is taken to be done by somebody else of the same role.
    """
    found: dict[str, Seats] = {}
    humans = [each for process in model.processes.values() for each in process.elements.values() if each.human]
    for element in humans:
        assert element.human is not None
        role = element.human.performer
        if role is None:
            continue
        barred = tuple(each.id for each in humans if _bars(each, element, rules) and _performer(each) == role)
        if role not in found or len(barred) + 1 > found[role].people:
            found[role] = Seats(role, len(barred) + 1, element.id, barred)
    return tuple(found.values())


def _bars(other: Element, element: Element, rules: Sequence[DutyRule]) -> bool:
    assert element.human is not None
    return other.id in element.human.excludes or _duty(other) in opposed(element.human.duty, rules)


def _duty(element: Element) -> str | None:
    return element.human.duty if element.human else None


def _performer(element: Element) -> str | None:
    return element.human.performer if element.human else None
