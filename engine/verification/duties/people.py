"""One person followed through a case: which steps they did, and which the diagram and the rules keep them out of.

Rules of separation compare a person with themselves alone, so that one person who may do any step, beside others who
may do it as well, stands for everybody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.bpmn import Element
from engine.verification.compliance.automata import AUTOMATA, Automaton, Pattern
from engine.verification.compliance.following import Setting
from engine.verification.compliance.rule import Rule
from engine.verification.compliance.stages import Stage
from engine.verification.duties.rules import DutyRule, opposed

PERSON = "甲"
"""What the person is called in a counterexample."""


class Doings:
    """What one person has done, as bits behind all facts; it moves with every step that a person completes."""

    def __init__(self, rule: Rule, setting: Setting, rules: Sequence[DutyRule]) -> None:
        self.rule, self.automaton = rule, _EITHER_ORDER
        self._rules = rules
        self._humans = {name: each for name, each in setting.elements.items() if each.human}
        letters = {element: letter for letter, step in rule.steps.items() for element in step.elements}
        marks = self._marks(letters)
        self._letters = letters
        self._bit = {mark: 1 << setting.first_free + 2 + place for place, mark in enumerate(sorted(marks))}
        self._shift = setting.first_free
        self._free = setting.first_free + 2 + len(marks)
        self._always = (0b11 << self._shift) | sum(self._bit.values())

    @property
    def facts(self) -> frozenset[str]:
        """Return no facts: who did what depends on none."""
        return frozenset()

    def state(self, bits: int) -> int:
        """Return the state of the automaton."""
        return (bits >> self._shift) & 0b11

    def joined(self, setting: Setting) -> Setting:
        """Return a setting in which the person is followed as well."""
        stages = {name: [self._stage(element)] for name, element in self._humans.items() if self._matters(element)}
        return replace(
            setting, extra={**setting.extra, **stages}, always=setting.always | self._always, first_free=self._free
        )

    def _marks(self, letters: dict[str, str]) -> set[str]:
        """Return what must be remembered: elements and duties that keep somebody out of a step of the rule."""
        marks: set[str] = set()
        for name in letters:
            element = self._humans.get(name)
            if element is not None and element.human is not None:
                marks |= set(element.human.excludes)
                marks |= {f"duty {each}" for each in opposed(element.human.duty, self._rules)}
        return marks

    def _matters(self, element: Element) -> bool:
        duty = element.human.duty if element.human else None
        return element.id in self._letters or element.id in self._bit or f"duty {duty}" in self._bit

    def _stage(self, element: Element) -> Stage:
        assert element.human is not None
        duty = element.human.duty
        barred = sum(self._bit.get(mark, 0) for mark in element.human.excludes)
        barred |= sum(self._bit.get(f"duty {each}", 0) for each in opposed(duty, self._rules))
        leaves = self._bit.get(element.id, 0) | self._bit.get(f"duty {duty}", 0)
        letter = self._letters.get(element.id)

        def run(bits: int, _: int) -> Iterator[int]:
            yield bits
            if not bits & barred:
                state = self.state(bits)
                after = self.automaton.after(state, letter) if letter else state
                yield bits & ~(0b11 << self._shift) | after << self._shift | leaves

        return Stage(run)


_EITHER_ORDER: Automaton = AUTOMATA[Pattern.EXCLUSIVE]
