"""Reads a line into a rule: finds the sentence it is, the elements it names and the conditions it sets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.bpmn import Element, Formula
from engine.kernel.errors import Fault
from engine.verification.compliance import faults
from engine.verification.compliance.automata import Pattern
from engine.verification.compliance.conditions import condition_of, equals
from engine.verification.compliance.consistency import contradictions
from engine.verification.compliance.rule import Line, Rule, Step
from engine.verification.compliance.sentences import NAMED, SENTENCES, Sentence
from engine.verification.compliance.vocabulary import Vocabulary

_CONDITION = re.compile(r"[，,]\s*当\s*(?![^「]*」)")
_NAMED = re.compile(r"(?:(?P<field>结果|「[^「」]+」)为「(?P<value>[^「」]+)」的)?「(?P<name>[^「」]+)」")

_JUDGED = {
    Pattern.PRECEDENCE: "B",
    Pattern.FRESH: "C",
    Pattern.RENEWAL: "A",
    Pattern.RESPONSE: "A",
    Pattern.BOUNDED: "A",
    Pattern.ABSENCE_AFTER: "B",
    Pattern.EXCLUSIVE: "AB",
    Pattern.TOGETHER: "AB",
    Pattern.APART: "AB",
}
"""The steps that a rule's condition is asked of; A where nothing else is said."""


@dataclass(frozen=True)
class Reading:
    """The rules that could be read, and what is wrong with the other lines or among the rules."""

    rules: tuple[Rule, ...]
    faults: tuple[Fault, ...]


def read_rules(lines: Sequence[Line], vocabulary: Vocabulary) -> Reading:
    """Return the rules of some lines; all that is wrong is collected."""
    rules: list[Rule] = []
    wrong: list[Fault] = []
    for line in lines:
        found = read_rule(line, vocabulary)
        if isinstance(found, Rule):
            rules.append(found)
        else:
            wrong += found
    return Reading(tuple(rules), (*wrong, *contradictions(rules)))


def read_rule(line: Line, vocabulary: Vocabulary) -> Rule | list[Fault]:
    """Return the rule a line is, or everything that is wrong with it."""
    sentence, found, condition = _matched(line)
    if sentence is None or found is None:
        return [faults.no_pattern(line)]
    reader = _Reader(line, vocabulary)
    judged = _JUDGED.get(sentence.pattern, "A")
    steps = {
        letter: reader.step(text, condition if letter in judged else "")
        for letter, text in sorted(found.groupdict().items())
        if letter in "ABC" and text
    }
    reader.require_apart(steps)
    if sentence.pattern in (Pattern.APART, Pattern.TWO_PEOPLE):
        reader.require_human(steps)
    if reader.faults:
        return reader.faults
    words = found.groupdict()
    days = int(words["days"]) if words.get("days") else None
    return Rule(line, sentence.pattern, steps, days, workdays=bool(words.get("work")), condition=condition)


def is_rule(text: str) -> bool:
    """Tell whether a text looks like a compliance rule: it names an element where a rule would."""
    return re.match(rf"(?:不得|必须|须|应当|{NAMED})", text.strip()) is not None and "「" in text


def _matched(line: Line) -> tuple[Sentence | None, re.Match[str] | None, str]:
    body, *rest = _CONDITION.split(line.text.strip().rstrip("。"), maxsplit=1)
    body = re.sub(r"\s+", "", body)
    for sentence in SENTENCES:
        found = sentence.written.fullmatch(body)
        if found:
            return sentence, found, rest[0].strip() if rest else ""
    return None, None, ""


class _Reader:
    """Looks up the words of one line."""

    def __init__(self, line: Line, vocabulary: Vocabulary) -> None:
        self._line, self._words = line, vocabulary
        self.faults: list[Fault] = []

    def step(self, text: str, condition: str) -> Step:
        """Return the step that some names joined by `或` mean."""
        names: list[str] = []
        elements: list[Element] = []
        conditions: list[Formula] = []
        results: list[tuple[str, Formula]] = []
        for found in _NAMED.finditer(text):
            element = self._element(found["name"])
            names.append(found["name"])
            if element is not None:
                elements.append(element)
                results += [(element.id, each) for each in self._result(element, found["field"], found["value"])]
        if condition and elements:
            conditions += self._condition(condition, elements[0])
        ids = frozenset(element.id for element in elements)
        return Step(tuple(names), ids, tuple(conditions), tuple(results))

    def require_apart(self, steps: dict[str, Step]) -> None:
        """Note a step that is set against itself."""
        seen: frozenset[str] = frozenset()
        for step in steps.values():
            if step.elements & seen:
                self.faults.append(faults.same_step(self._line, step.names[0]))
            seen |= step.elements

    def require_human(self, steps: dict[str, Step]) -> None:
        """Note every element of some steps that no person performs."""
        for name in sorted(frozenset[str]().union(*(step.elements for step in steps.values()))):
            element = next(each[name] for each in self._words.elements if name in each)
            if element.human is None:
                self.faults.append(faults.no_human(self._line, element.name or name))

    def _element(self, name: str) -> Element | None:
        found = self._words.elements_named(name)
        if len(found) == 1:
            return found[0]
        if not found:
            self.faults.append(faults.unknown_element(self._line, name, self._words.names()))
            return None
        places = [f"{self._words.model.processes[each.process_id].name}／{each.id}" for each in found]
        self.faults.append(faults.ambiguous_element(self._line, name, places))
        return None

    def _result(self, element: Element, field: str | None, value: str | None) -> list[Formula]:
        if not field or not value:
            return []
        fields = self._words.fields_of(element)
        if field != "结果":
            fields = tuple(each for each in fields if field.strip("「」") in (*each.labels, each.key))
        fitting = [(each, meant) for each in fields if (meant := each.value_of(value)) is not None]
        if len(fitting) == 1:
            return [equals(self._line, *fitting[0])]
        known = [label for each in fields for label in each.values.values()]
        self.faults.append(faults.unknown_value(self._line, value, element.name, known))
        return []

    def _condition(self, text: str, element: Element) -> list[Formula]:
        condition = condition_of(self._line, text, self._words.fields_around(element))
        if isinstance(condition, Fault):
            self.faults.append(condition)
            return []
        return [condition]
