"""Proves rules on a diagram by following no more facts than the answer needs.

First nothing is followed and every condition may come out either way. A way that breaks the rule is then gone again
with all facts; if they forbid it, those that do are followed from then on (counterexample-guided refinement, Clarke
et al. 2000). What holds with some facts holds with all.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from engine.bpmn import Model
from engine.verification.compliance.automata import AUTOMATA, Automaton, Pattern
from engine.verification.compliance.facts import asked_of, gates_of, slots_of
from engine.verification.compliance.following import Following, Setting
from engine.verification.compliance.letters import Letters, questions_of
from engine.verification.compliance.replaying import replay
from engine.verification.compliance.rule import Rule, Step
from engine.verification.compliance.skeleton import Skeleton, busy_places
from engine.verification.compliance.stages import Forms, Stages
from engine.verification.compliance.witness import Seen, witness_of
from engine.verification.data.liveness import TooWideError
from engine.verification.nets.compiling import compile_net
from engine.verification.nets.exploring import Budget, Exploration, explore
from engine.verification.nets.net import Net
from engine.verification.nets.packing import BITS, pack
from engine.verification.nets.reducing import reduce_net

PROVED, VIOLATED, UNKNOWN = "PROVED", "VIOLATED", "UNKNOWN"

_NO_FACTS: frozenset[str] = frozenset()

MOST_ROUNDS = 60
"""How often facts are added before the answer is that nobody knows."""


@dataclass(frozen=True)
class RuleVerdict:
    """What was found of a rule, with the shortest way that breaks it; `assumes` are limits taken as kept.

    A `vacuous` rule holds because nothing ever triggers it: that is proved, and hardly what was meant.
    `missing` tells that the way breaks the rule by what it leaves out. `states` is how many were looked at.
    """

    rule: Rule
    verdict: str
    vacuous: bool = False
    path: tuple[Seen, ...] = ()
    missing: bool = False
    states: int = 0
    milliseconds: float = 0.0
    assumes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a search found: `verdict` says whether anything breaks the rule, `path` is the shortest way that does."""

    verdict: str
    path: tuple[Seen, ...] = ()
    missing: bool = False
    states: int = 0


class Moving(Protocol):
    """An automaton that moves with the steps of a case, as stages of a setting."""

    automaton: Automaton

    @property
    def facts(self) -> frozenset[str]:
        """Return the facts that its moves depend on."""

    def state(self, bits: int) -> int:
        """Return its state."""

    def joined(self, setting: Setting) -> Setting:
        """Return a setting in which it moves."""


@dataclass
class Prover:
    """A diagram made ready for a set of rules; which steps can happen at all is found out once."""

    net: Net
    named: frozenset[str]
    setting: Setting
    budget: Budget | None
    _reachable: dict[Step, bool] = field(default_factory=dict)
    _skeleton: Skeleton | None = None
    _happened: set[str] = field(default_factory=set)
    _settings: dict[frozenset[str], Setting] = field(default_factory=dict)
    _nets: dict[tuple[frozenset[str], frozenset[str]], Net] = field(default_factory=dict)

    def prove(self, rule: Rule) -> RuleVerdict:
        """Return whether every course of a case keeps a rule about the order of steps."""
        began = time.process_time()
        automaton = rule.automaton
        assert automaton is not None
        answer = self._search(rule, automaton)
        vacuous = answer.verdict == PROVED and not all(
            self.can_happen(rule, rule.steps[letter]) for letter in automaton.triggers
        )
        return RuleVerdict(
            rule,
            answer.verdict,
            vacuous=vacuous,
            path=answer.path,
            missing=answer.missing,
            states=answer.states,
            milliseconds=round((time.process_time() - began) * 1000, 3),
        )

    def can_happen(self, rule: Rule, step: Step) -> bool:
        """Tell whether a step can happen at all: the rule that it never does is broken."""
        known = self._reachable.get(step)
        if known is None and not step.elements.isdisjoint(self._happened) and not (step.conditions or step.results):
            return True
        if known is None:
            never = replace(rule, pattern=Pattern.ABSENCE, steps={"A": step})
            found = self._search(never, AUTOMATA[Pattern.ABSENCE])
            known = self._reachable[step] = found.verdict != PROVED
        return known

    def _search(self, rule: Rule, automaton: Automaton) -> Answer:
        letters = Letters(rule, automaton, self.setting)
        if self._skeleton is None:
            self._skeleton = Skeleton(self._smaller(_NO_FACTS, self._following(_NO_FACTS)), self.named, self.budget)
        return Answer(PROVED) if self._skeleton.keeps(letters) else self.search(letters)

    def search(self, letters: Moving) -> Answer:
        """Return whether an automaton that moves with the steps of a case can go wrong."""
        followed = letters.facts
        states = 0
        for _ in range(MOST_ROUNDS):
            try:
                answer, more = self._round(letters, followed)
            except TooWideError:
                break
            states += answer.states
            if not more:
                return replace(answer, states=states)
            followed |= more
        return Answer(UNKNOWN, states=states)

    def _round(self, letters: Moving, followed: frozenset[str]) -> tuple[Answer, frozenset[str]]:
        """Return the answer with some facts followed, and the facts that must be followed for a better one."""
        setting = letters.joined(self._following(followed))
        small = _explored(self._smaller(followed, setting), setting, self.budget)
        if _broken(small, letters) is None:
            known = small.is_complete and small.overflowing is None
            return Answer(PROVED if known else UNKNOWN, states=len(small.states)), frozenset()
        whole = _explored(self.net, setting, self.budget)
        number = _broken(whole, letters)
        if number is None:
            return Answer(UNKNOWN, states=len(whole.states)), frozenset()
        return self._judged(whole, number, letters, followed)

    def _following(self, followed: frozenset[str]) -> Setting:
        if followed not in self._settings:
            self._settings[followed] = self.setting.only(followed)
        return self._settings[followed]

    def _smaller(self, followed: frozenset[str], setting: Setting) -> Net:
        """Return the net without what neither the facts that are followed nor any rule looks at."""
        seen = self.named | frozenset(setting.extra)
        net = self._nets.get((followed, seen))
        if net is None:
            net = reduce_net(self.net, stays=lambda step: bool(setting.of(step)) or not seen.isdisjoint(step.passes))
            self._nets[followed, seen] = net
        return net

    def _judged(
        self, whole: Exploration, number: int, letters: Moving, followed: frozenset[str]
    ) -> tuple[Answer, frozenset[str]]:
        """Return whether a way that breaks the rule can be gone with all facts, else the facts that forbid it."""
        everything = letters.joined(self.setting)
        way, end = whole.path_to(number), letters.state(whole.states[number])
        gone = replay(way, everything, _like(whole, number))
        if gone.states is None:
            fresh = [[each - followed for each in causes if not each <= followed] for causes in gone.stopped_by]
            more = min(
                (causes[0] for causes in fresh if causes),
                key=lambda facts: (len(facts), sorted(facts)),
                default=_NO_FACTS,
            )
            return Answer(UNKNOWN, states=len(whole.states)), more
        self._happened.update(name for step in way for name in step.passes)
        path = witness_of(way, gone.states, everything)
        missing = end != letters.automaton.bad
        return Answer(VIOLATED, path, missing, len(whole.states)), frozenset()


def prover(
    model: Model, processes: Sequence[str], rules: Sequence[Rule], *, forms: Forms | None, budget: Budget | None = None
) -> Prover:
    """Return a diagram made ready for rules; `forms` are the words of its forms, None if nothing is known of them."""
    net = compile_net(model, processes)
    elements = [element for process in model.processes.values() for element in process.elements.values()]
    asked = asked_of(model)
    gates = {element.id: gates_of(element) for element in elements}
    conditions = [each for rule in rules for each in questions_of(rule, model)]
    first_bit = BITS * len(net.places)
    questions = [*asked.values(), *(gate for group in gates.values() for gate in group), *conditions]
    slots = slots_of(model, questions, forms or {}, first_bit=first_bit)
    first_free = max([first_bit, *(slot.mask.bit_length() for slot in slots.values())])
    named = frozenset[str]().union(*(rule.elements for rule in rules))
    by_id = {element.id: element for element in elements}
    return Prover(
        net, named, Setting(by_id, slots, asked, Stages(model, slots, forms, gates), {}, 0, first_free), budget
    )


def _explored(net: Net, setting: Setting, budget: Budget | None) -> Exploration:
    stages = {id(step): setting.of(step) for step in net.transitions}
    return explore(pack(net, Following(net, setting, stages)), budget)


def _broken(found: Exploration, letters: Moving) -> int | None:
    """Return the first state in which the rule is broken: the bad one, or the end of a case with something owed."""
    automaton, busy = letters.automaton, busy_places(found.packed)
    for number, state in enumerate(found.states):
        own = letters.state(state)
        if own == automaton.bad or (own not in automaton.accepting and not state & busy):
            return number
    return None


def _like(found: Exploration, number: int) -> Callable[[int, int], bool]:
    """Return whether facts agree with those of the states on the way to one, as far as those follow them."""
    states: list[int] = []
    while found.reached_by[number][1] is not None:
        states.append(found.states[number])
        number = found.reached_by[number][0]
    states.reverse()
    forget = found.packed.forget
    places = (1 << BITS * len(found.packed.net.places)) - 1

    def fits(place: int, bits: int) -> bool:
        state = states[place]
        return forget is None or forget(state & places | bits) == state

    return fits
