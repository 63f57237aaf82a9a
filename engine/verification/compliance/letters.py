"""The automaton of a rule as stages of the steps it speaks of."""

from collections.abc import Iterator
from dataclasses import replace

from engine.bpmn import Model
from engine.verification.compliance.automata import Automaton
from engine.verification.compliance.following import Setting
from engine.verification.compliance.questions import TRUE, Question, question_of
from engine.verification.compliance.rule import Rule
from engine.verification.compliance.stages import Stage

_BITS = 2
"""Bits of an automaton: four states."""


class Letters:
    """The stages by which an automaton moves with the steps of a rule; its state stands behind all facts."""

    def __init__(self, rule: Rule, automaton: Automaton, setting: Setting) -> None:
        self.automaton, self.rule = automaton, rule
        self._shift = setting.first_free
        self._mask = ((1 << _BITS) - 1) << self._shift
        self.asked = {
            (element, letter): [
                question_of(condition, setting.elements[element].process_id) for condition in step.asked_of(element)
            ]
            for letter, step in rule.steps.items()
            for element in step.elements
        }

    @property
    def facts(self) -> frozenset[str]:
        """Return the facts that conditions of the rule ask for."""
        return frozenset[str]().union(*(each.facts for group in self.asked.values() for each in group))

    @property
    def has_conditions(self) -> bool:
        """Tell whether any step of the rule depends on data."""
        return any(self.asked.values())

    def state(self, bits: int) -> int:
        """Return the state of the automaton."""
        return (bits & self._mask) >> self._shift

    def joined(self, setting: Setting) -> Setting:
        """Return a setting in which the automaton moves as well."""
        stages = {element: [self._stage(element, setting)] for element in self.rule.elements}
        return replace(
            setting,
            extra={**setting.extra, **stages},
            always=setting.always | self._mask,
            first_free=setting.first_free + _BITS,
        )

    def _stage(self, element: str, setting: Setting) -> Stage:
        asked = {letter: group for (name, letter), group in self.asked.items() if name == element}
        reads = frozenset[str]().union(*(each.facts for group in asked.values() for each in group))
        slots = [setting.slots[fact] for fact in reads if fact in setting.slots]

        def run(bits: int, _: int) -> Iterator[int]:
            values = {slot.fact: slot.read(bits) for slot in slots}
            for letter, questions in asked.items():
                answers = [each.answer(values) for each in questions]
                if all(answer & TRUE for answer in answers):
                    after = self.automaton.after(self.state(bits), letter)
                    yield bits & ~self._mask | after << self._shift
                if any(answer & ~TRUE for answer in answers):
                    yield bits

        return Stage(run, frozenset(slot.fact for slot in slots))


def questions_of(rule: Rule, model: Model) -> Iterator[Question]:
    """Yield what the conditions of a rule ask, each in the processes of its elements."""
    for step in rule.steps.values():
        for process in model.processes.values():
            for element in sorted(step.elements & process.elements.keys()):
                yield from (question_of(condition, process.id) for condition in step.asked_of(element))
