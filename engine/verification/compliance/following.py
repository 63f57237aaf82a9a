"""A net together with facts and the automaton of a rule: what packing asks of data, so that one search decides."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from engine.bpmn import Element, Formula
from engine.verification.compliance.facts import Slot
from engine.verification.compliance.questions import Question
from engine.verification.compliance.stages import Stage, Stages
from engine.verification.data.liveness import MOST_WAYS, TooWideError
from engine.verification.nets.net import Net, Transition
from engine.verification.nets.packing import BITS, FULL


@dataclass(frozen=True)
class Setting:
    """What is followed: facts in their slots, what conditions ask, and what else happens when elements are completed.

    `extra` are stages by element that are run last; `always` the bits that are never forgotten, `first_free` is the
    number of the first bit that nothing uses.
    """

    elements: Mapping[str, Element]
    slots: Mapping[str, Slot]
    asked: Mapping[Formula, Question]
    stages: Stages
    extra: Mapping[str, Sequence[Stage]]
    always: int
    first_free: int
    known: dict[Transition, list[tuple[str, list[Stage]]]] = field(default_factory=dict, repr=False)

    def of(self, transition: Transition) -> list[Stage]:
        """Return the stages of a step of the net."""
        parts = self.known.get(transition)
        if parts is None:
            parts = self.known[transition] = list(self._parts(transition))
        found: list[Stage] = []
        for name, stages in parts:
            found += stages
            found += self.extra.get(name, ())
        return found

    def _parts(self, transition: Transition) -> Iterator[tuple[str, list[Stage]]]:
        """Yield the stages of a step of the net by the element whose completion they are part of."""
        elements = self.elements
        for name in transition.begins:
            if name in elements:
                yield "", list(self.stages.of_begin(elements[name]))
        for name in transition.passes:
            if name in elements:
                yield name, list(self.stages.of_end(elements[name]))
        for formula, wanted in transition.asked:
            asked = self.asked.get(formula)
            if asked is not None and not asked.facts.isdisjoint(self.slots):
                yield "", [self.stages.asking(asked, wanted=wanted)]

    def only(self, facts: frozenset[str]) -> "Setting":
        """Return what follows some of the facts alone; what others would say may come out any way."""
        # In which order two elements were completed is known from whether either was completed at all.
        ordered = {f"done:{each}" for fact in facts if fact.startswith("later:") for each in fact.split(":")[1:]}
        slots = {fact: slot for fact, slot in self.slots.items() if fact in facts | ordered}
        return replace(self, slots=slots, stages=self.stages.only(slots), known={})


class Following:
    """The facts of one net: steps go through their stages, and what no token asks for any more is forgotten."""

    def __init__(self, net: Net, setting: Setting, stages: Mapping[int, Sequence[Stage]]) -> None:
        self._setting, self._stages = setting, stages
        self._places = (1 << BITS * len(net.places)) - 1
        live = _live(net, stages)
        self._asked_from = [sum(setting.slots[fact].mask for fact in facts) for facts in live]
        self._known: dict[int, int] = {}

    def guard(self, transition: Transition) -> Callable[[int], bool] | None:  # noqa: ARG002 - packing asks everyone
        """Return nothing: conditions are stages."""
        return None

    def effects(self, transition: Transition) -> Callable[[int], Iterator[int]] | None:
        """Return what yields the states a step may leave, of one whose tokens were moved."""
        stages = self._stages[id(transition)]
        if not stages:
            return None
        slots = self._setting.slots
        reads = sum(slots[fact].mask for fact in frozenset[str]().union(*(stage.reads for stage in stages)))
        known: dict[tuple[int, int], tuple[int, ...]] = {}

        def possible(state: int) -> Iterator[int]:
            tokens = state & self._places
            key = (state ^ tokens, self._kept(tokens) | reads)
            found = known.get(key)
            if found is None:
                found = known[key] = tuple(dict.fromkeys(_through(stages, *key)))
            return (tokens | each for each in found)

        return possible

    def forget(self, state: int) -> int:
        """Return a state without what no token asks for any more."""
        tokens = state & self._places
        return tokens | (state & self._kept(tokens))

    def _kept(self, tokens: int) -> int:
        kept = self._known.get(tokens)
        if kept is None:
            kept, number, rest = self._setting.always, 0, tokens
            while rest:
                if rest & FULL:
                    kept |= self._asked_from[number]
                rest >>= BITS
                number += 1
            self._known[tokens] = kept
        return kept


def _through(stages: Sequence[Stage], bits: int, wanted: int) -> list[int]:
    current = [bits]
    for stage in stages:
        following = (after for each in current for after in stage.run(each, wanted))
        current = list(islice(following, MOST_WAYS + 1))
        if len(current) > MOST_WAYS:
            raise TooWideError
    return current


def _live(net: Net, stages: Mapping[int, Sequence[Stage]]) -> list[frozenset[str]]:
    """Return, by place, the facts that some way on from it asks for before it writes them anew."""
    live: list[frozenset[str]] = [frozenset() for _ in net.places]
    steps = [(step, list(reversed(stages[id(step)]))) for step in reversed(net.transitions)]
    changed = True
    while changed:
        changed = False
        for step, backwards in steps:
            before = frozenset[str]().union(*(live[place] for place in step.gives))
            for stage in backwards:
                before = (before - stage.writes) | stage.reads
            for place in step.takes:
                if not before <= live[place]:
                    live[place] |= before
                    changed = True
    return live
