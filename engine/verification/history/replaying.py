"""Replays traces on the net of a procedure, and names the steps that the drawing did not allow.

Data are not followed: a way is held to be allowed if some data allow it. A case may stand in several states at once
as far as the record tells; all of them are kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from engine.bpmn import Model
from engine.verification.history.traces import Trace
from engine.verification.nets.compiling import compile_net
from engine.verification.nets.exploring import steps_from
from engine.verification.nets.packing import PackedNet, PackedStep, pack

_GATEWAYS = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"}
)
MOST_STANDS = 2_000
"""How many states a case may be thought to stand in; of more, the first ones are kept and that is said."""

MOST_SILENT = 5_000

_Stand = tuple[int, tuple[str, ...]]
"""A state, and the elements that a step taken has passed and the record has not named yet."""


@dataclass(frozen=True)
class Deviation:
    """A step that the drawing did not allow: the number of the step in its case, its element, and what was allowed."""

    case: str
    number: int
    element: str
    kind: str
    allowed: tuple[str, ...]


@dataclass
class Replayer:
    """One net made ready for many traces: what follows from where is worked out once for all of them."""

    model: Model
    packed: PackedNet
    told: dict[PackedStep, tuple[str, ...]]
    by_element: dict[str, list[PackedStep]]
    _stands: dict[int, frozenset[_Stand]] = field(default_factory=dict)
    _numbers: dict[frozenset[_Stand], int] = field(default_factory=dict)
    _after: dict[tuple[int, str], int | None] = field(default_factory=dict)
    _silent: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def replay(self, trace: Trace) -> list[Deviation]:
        """Return the steps of a trace that were not allowed where the case stood, in order."""
        here = self._number(frozenset({(self.packed.start, ())}))
        found = []
        for number, (happening, element) in enumerate(trace.steps, 1):
            if not self._is_told(element):
                continue
            after = self._follow(here, element)
            if after is None:
                found.append(Deviation(trace.case, number, element, happening.kind, self.allowed(here)))
                after = self._forced(here, element)
            here = after
        return found

    def allowed(self, here: int) -> tuple[str, ...]:
        """Return the elements that could have come next."""
        found: dict[str, None] = {}
        for state, pending in self._stands[here]:
            found.update(dict.fromkeys(pending))
            for still in self._closure(state):
                for step, _ in steps_from(self.packed, still):
                    found.update(dict.fromkeys(self.told[step][:1]))
        return tuple(sorted(found))

    def _is_told(self, element: str) -> bool:
        return any(
            element in process.elements and process.elements[element].kind not in _GATEWAYS
            for process in self.model.processes.values()
        )

    def _number(self, stands: frozenset[_Stand]) -> int:
        number = self._numbers.get(stands)
        if number is None:
            number = self._numbers[stands] = len(self._numbers)
            self._stands[number] = stands
        return number

    def _follow(self, here: int, element: str) -> int | None:
        key = here, element
        if key not in self._after:
            stands = frozenset(_limited(self._followed(here, element)))
            self._after[key] = self._number(stands) if stands else None
        return self._after[key]

    def _followed(self, here: int, element: str) -> Iterator[_Stand]:
        for state, pending in self._stands[here]:
            if element in pending:
                at = pending.index(element)
                yield state, (*pending[:at], *pending[at + 1 :])
                continue
            for still in self._closure(state):
                for step, after in steps_from(self.packed, still):
                    told = self.told[step]
                    if element in told:
                        at = told.index(element)
                        yield after, tuple(sorted((*pending, *told[:at], *told[at + 1 :])))

    def _closure(self, state: int) -> tuple[int, ...]:
        """Return a state and all that steps lead to which the record does not tell of."""
        known = self._silent.get(state)
        if known is None:
            seen = {state: None}
            waiting = [state]
            while waiting and len(seen) < MOST_SILENT:
                for step, after in steps_from(self.packed, waiting.pop()):
                    if not self.told[step] and after not in seen and not after & self.packed.overflow:
                        seen[after] = None
                        waiting.append(after)
            known = self._silent[state] = tuple(seen)
        return known

    def _forced(self, here: int, element: str) -> int:
        """Return where a case stands after a step that was not allowed: what the step gives is there, as it says."""
        key = here, f"!{element}"
        if key not in self._after:
            forced: set[_Stand] = {
                (_given(state, step), ())
                for state, _ in self._stands[here]
                for step in self.by_element.get(element, ())
            }
            self._after[key] = self._number(frozenset(_limited(forced)) or self._stands[here])
        number = self._after[key]
        assert number is not None
        return number


def _limited(stands: Iterable[_Stand]) -> Iterator[_Stand]:
    for number, stand in enumerate(stands):
        if number >= MOST_STANDS:
            return
        yield stand


def _given(state: int, step: PackedStep) -> int:
    for need in step.needs:
        if state & need:
            state -= need & step.takes
    missing = step.gives & ~(state | state >> 1)
    return state + missing


def replayer(model: Model, processes: Sequence[str]) -> Replayer:
    """Return what replays the traces of processes, with all that they call in the model."""
    packed = pack(compile_net(model, processes))
    kinds = {name: each.kind for process in model.processes.values() for name, each in process.elements.items()}
    told = {
        step: tuple(each for each in step.source.passes if kinds.get(each, "parallelGateway") not in _GATEWAYS)
        for steps in packed.by_place.values()
        for step in steps
    }
    by_element: dict[str, list[PackedStep]] = {}
    for step, elements in told.items():
        for element in elements:
            by_element.setdefault(element, []).append(step)
    return Replayer(model, packed, told, by_element)


def replay_all(model: Model, processes: Sequence[str], traces: Sequence[Trace]) -> list[Deviation]:
    """Return the deviations of many traces, those that went the same way worked out once."""
    ready = replayer(model, processes)
    return [deviation for trace in traces for deviation in ready.replay(trace)]
