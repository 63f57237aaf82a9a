"""The sentences that steps are written with: each is matched to the step it belongs to, or told what is near. Pure."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.kernel.errors import Fault
from engine.scenarios.feature import GIVEN, THEN, WHEN, Scenario, Step

_SLOT = re.compile(r"\{(\w+)(:d)?\}")
_QUOTED = re.compile("「[^「」]*」")
_WORDS = {GIVEN: "假如", WHEN: "当", THEN: "那么"}


@dataclass(frozen=True)
class Definition:
    """One step of the library: a sentence with slots, `「{person}」办理「{task}」`, and what it does.

    `platform` is a pair of sentences why the step needs the whole platform, None for what concerns the procedure.
    """

    kind: str
    sentence: str
    function: Callable[..., None]
    platform: tuple[str, str] | None = None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return what texts of this step look like; what stands in corner brackets holds none itself."""
        pieces, end = [], 0
        for slot in _SLOT.finditer(self.sentence):
            pieces.append(re.escape(self.sentence[end : slot.start()]))
            pieces.append(f"(?P<{slot[1]}>{'[0-9]+' if slot[2] else '[^「」]+'})")
            end = slot.end()
        return re.compile("".join(pieces) + re.escape(self.sentence[end:]))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Return the slots that hold numbers."""
        return frozenset(slot[1] for slot in _SLOT.finditer(self.sentence) if slot[2])

    @property
    def shown(self) -> str:
        """Return the sentence as people read it in the reference: slots are told by dots."""
        return _SLOT.sub("…", self.sentence)

    def arguments(self, text: str) -> dict[str, Any] | None:
        """Return what a text puts into the slots, None if it is no text of this step."""
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        return {name: int(value) if name in self.numbers else value for name, value in found.groupdict().items()}


@dataclass(frozen=True)
class Matched:
    """A step with the definition it belongs to and what stands in its slots."""

    step: Step
    definition: Definition
    arguments: Mapping[str, Any]


@dataclass
class Vocabulary:
    """All steps there are, in the order of their definition."""

    definitions: list[Definition] = field(default_factory=list)

    def given(self, sentence: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Define a step that builds a state."""
        return self._defining(GIVEN, sentence, None)

    def when(
        self, sentence: str, *, platform: tuple[str, str] | None = None
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Define a step that is one command of one person."""
        return self._defining(WHEN, sentence, platform)

    def then(
        self, sentence: str, *, platform: tuple[str, str] | None = None
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Define a step that looks at what a person could see."""
        return self._defining(THEN, sentence, platform)

    def _defining(
        self, kind: str, sentence: str, platform: tuple[str, str] | None
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        def define(function: Callable[..., None]) -> Callable[..., None]:
            self.definitions.append(Definition(kind, sentence, function, platform))
            return function

        return define

    def matches(self, step: Step) -> list[Matched]:
        """Return every definition a step could belong to: one, if all is well."""
        return [
            Matched(step, definition, arguments)
            for definition in self.definitions
            if definition.kind == step.kind and (arguments := definition.arguments(step.text)) is not None
        ]

    def faults(self, scenarios: Iterable[Scenario]) -> tuple[Fault, ...]:
        """Return a fault for every line whose step is unknown or could be two, with the nearest step."""
        found: dict[tuple[str, int], Fault] = {}
        for scenario in scenarios:
            for step in scenario.steps:
                matched = self.matches(step)
                if len(matched) != 1:
                    found.setdefault((scenario.file, step.line), self._fault(scenario.file, step, matched))
        return tuple(found.values())

    def nearest(self, text: str) -> Definition | None:
        """Return the step whose sentence is nearest to a text, None if there is none like it."""
        bare = _QUOTED.sub("「」", text)
        by_shape = {_QUOTED.sub("「」", _SLOT.sub("", each.sentence)): each for each in self.definitions}
        near = difflib.get_close_matches(bare, by_shape, n=1, cutoff=0.4)
        return by_shape[near[0]] if near else None

    def _fault(self, file: str, step: Step, matched: list[Matched]) -> Fault:
        where: dict[str, str | int] = {"file": file, "line": step.line}
        if matched:
            names = "、".join(each.definition.shown for each in matched)
            zh, en = f"“{step.text}”可以是多个步骤：{names}。", f"'{step.text}' could be several steps: {names}."
            return Fault("step-ambiguous", zh, en, where)
        elsewhere = next((each for each in self.definitions if each.arguments(step.text) is not None), None)
        if elsewhere is not None:
            word = _WORDS[elsewhere.kind]
            zh, en = f"“{step.text}”应当写在“{word}”之后。", f"'{step.text}' belongs behind '{word}'."
            return Fault("step-misplaced", zh, en, where)
        near = self.nearest(step.text)
        zh, en = f"没有这样的步骤：“{step.text}”。", f"There is no such step: '{step.text}'."
        if near is not None:
            zh += f"最接近的是：{_WORDS[near.kind]} {near.shown}"
            en += f" The nearest is: {_WORDS[near.kind]} {near.shown}"
        return Fault("step-unknown", zh, en, where)
