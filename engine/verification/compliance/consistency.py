"""Whether rules contradict each other: no course of steps could keep both and have either speak of anything."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from engine.kernel.errors import Fault
from engine.verification.compliance.faults import contradiction
from engine.verification.compliance.rule import Rule

_State = tuple[int, int, frozenset[str]]


def contradictions(rules: Sequence[Rule]) -> Iterator[Fault]:
    """Yield a fault for each two rules that contradict each other; rules with conditions are let pass."""
    plain = [
        rule
        for rule in rules
        if rule.automaton and not any(step.conditions or step.results for step in rule.steps.values())
    ]
    for rule, other in combinations(plain, 2):
        if rule.elements & other.elements and not _have_common_course(rule, other):
            yield contradiction(other.line, rule.line)


def _have_common_course(rule: Rule, other: Rule) -> bool:
    """Tell whether some course of steps keeps both rules with a trigger of either in it, where they have any."""
    first, second = rule.automaton, other.automaton
    assert first is not None
    assert second is not None
    wanted = [each for each in (_marks(1, first.triggers), _marks(2, second.triggers)) if each]
    start: _State = (0, 0, frozenset())
    seen, waiting = {start}, [start]
    while waiting:
        state, other_state, triggered = waiting.pop()
        if state in first.accepting and other_state in second.accepting and all(each & triggered for each in wanted):
            return True
        for element in rule.elements | other.elements:
            own = [letter for letter, step in rule.steps.items() if element in step.elements]
            others = [letter for letter, step in other.steps.items() if element in step.elements]
            after, other_after = state, other_state
            for letter in own:
                after = first.after(after, letter)
            for letter in others:
                other_after = second.after(other_after, letter)
            found: _State = (after, other_after, triggered | _marks(1, own) | _marks(2, others))
            if found not in seen:
                seen.add(found)
                waiting.append(found)
    return False


def _marks(number: int, letters: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{number}{letter}" for letter in letters)
