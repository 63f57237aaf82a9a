"""Bounded response in discrete time: after one step, another comes within so many days on every course.

Automatic steps take no time; a timer happens exactly when it is due; a task with a limit is taken to be done within it,
which is said in the verdict; any other task or message may take for ever. One tick is the greatest common divisor of
all durations.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd

from engine.bpmn import Element, Model
from engine.verification.compliance.proving import PROVED, UNKNOWN, VIOLATED, RuleVerdict
from engine.verification.compliance.rule import Rule
from engine.verification.compliance.witness import Seen
from engine.verification.nets.compiling import compile_net
from engine.verification.nets.exploring import Budget, steps_from
from engine.verification.nets.net import Transition
from engine.verification.nets.packing import BITS, FULL, PackedNet, pack
from engine.verification.timed.limits import Limit, duration_of

_LAZY = frozenset({"userTask", "manualTask", "task", "receiveTask"})
_WAITING = frozenset({"intermediateCatchEvent", "boundaryEvent", "eventBasedGateway"})


@dataclass(frozen=True)
class _Pace:
    """When a step may be taken: not before `earliest`, not after `latest`; None is no bound. Zero is at once."""

    earliest: Fraction
    latest: Fraction | None
    limit: str | None = None


@dataclass(frozen=True)
class _State:
    marking: int
    clocks: tuple[int, ...]
    owed: int


@dataclass
class _Search:
    """A search through markings, the ages of tokens that anything waits for, and how long the promise is owed."""

    packed: PackedNet
    rule: Rule
    paces: Mapping[Transition, _Pace]
    tick: Fraction
    states: list[_State] = field(default_factory=list)
    reached_by: list[tuple[int, Transition | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find the places whose tokens have an age, and the age beyond which nothing changes."""
        ages: dict[int, Fraction] = {}
        for step, pace in self.paces.items():
            if pace.latest:
                ages[step.takes[0]] = max(ages.get(step.takes[0], Fraction(0)), pace.latest)
        self.clocks = sorted(ages)
        self._oldest = [int(ages[place] / self.tick) for place in self.clocks]
        self._bound = int((self.rule.days or 0) / self.tick)

    def run(self, budget: Budget) -> tuple[str, int | None]:
        """Return the verdict, and the state that breaks the promise if there is one."""
        start = _State(self.packed.start, self._aged(self.packed.start, 0, ()), -1)
        known = {start: 0}
        self.states, self.reached_by = [start], [(-1, None)]
        deadline = time.monotonic() + budget.seconds
        number = 0
        while number < len(self.states):
            for step, after in self._following(self.states[number]):
                if after not in known:
                    known[after] = len(self.states)
                    self.states.append(after)
                    self.reached_by.append((number, step))
                    if after.owed > self._bound:
                        return VIOLATED, known[after]
            number += 1
            if len(self.states) > budget.states or time.monotonic() > deadline:
                return UNKNOWN, None
        return PROVED, None

    def _following(self, state: _State) -> Iterator[tuple[Transition | None, _State]]:
        may_wait = True
        for packed_step, marking in steps_from(self.packed, state.marking):
            step = packed_step.source
            pace, age = self.paces[step], self._age(state, step)
            if age * self.tick < pace.earliest or marking & self.packed.overflow:
                continue
            if pace.latest is not None and age * self.tick >= pace.latest:
                may_wait = False
            clocks = self._aged(marking, state.marking, state.clocks)
            yield step, _State(marking, clocks, self._owed(step, state.owed))
        if may_wait and state.marking & self.packed.control:
            older = tuple(
                age if age < 0 else min(age + 1, oldest) for age, oldest in zip(state.clocks, self._oldest, strict=True)
            )
            yield None, _State(state.marking, older, state.owed if state.owed < 0 else state.owed + 1)

    def _age(self, state: _State, step: Transition) -> int:
        place = step.takes[0]
        return state.clocks[self.clocks.index(place)] if place in self.clocks else 0

    def _aged(self, marking: int, before: int, clocks: tuple[int, ...]) -> tuple[int, ...]:
        """Return the ages after a step: a token that has just come is new, one that has gone has none."""
        return tuple(
            -1 if not marking >> BITS * place & FULL else clocks[n] if before >> BITS * place & FULL else 0
            for n, place in enumerate(self.clocks)
        )

    def _owed(self, step: Transition, owed: int) -> int:
        for name in step.passes:
            if name in self.rule.steps["B"].elements:
                owed = -1
            if name in self.rule.steps["A"].elements and owed < 0:
                owed = 0
        return owed

    def path(self, number: int) -> Iterator[Seen]:
        """Yield the way to a state, with the day of each step."""
        ways: list[Transition | None] = []
        while number > 0:
            before, step = self.reached_by[number]
            ways.append(step)
            number = before
        ticks = 0
        for step in reversed(ways):
            ticks += step is None
            if step is not None and step.passes:
                yield Seen(step.passes, {}, int(ticks * self.tick))


def prove_promise(
    model: Model, processes: Sequence[str], rule: Rule, limits: Mapping[str, Limit], budget: Budget | None = None
) -> RuleVerdict:
    """Return whether a promise in days is kept on every course; conditions of data may come out either way."""
    began = time.process_time()
    net = compile_net(model, processes)
    elements = {each.id: each for process in model.processes.values() for each in process.elements.values()}
    paces = {step: _pace(step, elements, limits, rule) for step in net.transitions}
    search = _Search(pack(net), rule, paces, _tick(paces.values(), rule))
    verdict, number = search.run(budget or Budget())
    happened = {name for _, step in search.reached_by if step for name in step.passes}
    assumed = sorted({pace.limit for pace in paces.values() if pace.limit}) if verdict == PROVED else []
    return RuleVerdict(
        rule,
        verdict,
        vacuous=verdict == PROVED and happened.isdisjoint(rule.steps["A"].elements),
        path=() if number is None else tuple(search.path(number)),
        missing=verdict == VIOLATED,
        states=len(search.states),
        milliseconds=round((time.process_time() - began) * 1000, 3),
        assumes=tuple(assumed),
    )


def _pace(step: Transition, elements: Mapping[str, Element], limits: Mapping[str, Limit], rule: Rule) -> _Pace:
    named = [elements[name] for name in step.passes if name in elements]
    for element in named:
        due = duration_of(element)
        if due is not None and element.kind in _WAITING:
            return _Pace(due, due)
    if not named or named[0].kind not in _LAZY | _WAITING:
        return _Pace(Fraction(0), Fraction(0))
    human = named[0].human
    limit = limits.get(human.deadline or "") if human else None
    if limit is None:
        return _Pace(Fraction(0), None)
    return _Pace(Fraction(0), limit.days(workdays=rule.workdays), limit.id)


def _tick(paces: Iterable[_Pace], rule: Rule) -> Fraction:
    durations = [Fraction(rule.days or 1), *(pace.latest for pace in paces if pace.latest)]
    shared = Fraction(0)
    for each in durations:
        shared = _common(shared, each)
    return shared or Fraction(1)


def _common(one: Fraction, other: Fraction) -> Fraction:
    denominator = one.denominator * other.denominator
    return Fraction(gcd(int(one * denominator), int(other * denominator)), denominator)
