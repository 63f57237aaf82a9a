"""Whether a diagram is sound: no place filled twice, always a way to the end, no end reached twice, nothing dead."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from engine.bpmn import Element, Model, Process
from engine.verification.data.liveness import LiveData, TooWideError
from engine.verification.data.plan import Plan, plan_of
from engine.verification.data.writers import Facts
from engine.verification.nets.compiling import compile_net, roots
from engine.verification.nets.copy import SCOPE_KINDS
from engine.verification.nets.exploring import Budget, Exploration, explore
from engine.verification.nets.net import Net, PlaceKind, Transition
from engine.verification.nets.packing import BITS, PackedNet, pack
from engine.verification.nets.reducing import reduce_net

_NO_ACTIVITY = frozenset(
    {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
     "exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"}
)  # fmt: skip


@dataclass(frozen=True)
class Defect:
    """One thing that is wrong: its kind, where, and the shortest way to it, as elements and flows in order."""

    kind: str
    element: str | None
    path: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Soundness:
    """The verdict on structure alone; `None` means that the budget was spent before it was known.

    `dead` are activities that no case can reach, `states` how many states were looked at, `milliseconds` of CPU time.
    """

    safe: bool | None
    option_to_complete: bool | None
    proper_completion: bool | None
    dead: tuple[str, ...] | None
    states: int
    milliseconds: float
    defects: tuple[Defect, ...] = ()
    approximations: tuple[tuple[str, str], ...] = ()

    @property
    def is_proved(self) -> bool:
        """Tell whether the diagram is sound beyond doubt."""
        return bool(
            self.safe and self.option_to_complete and self.proper_completion and self.dead is not None and not self.dead
        )

    @property
    def is_violated(self) -> bool:
        """Tell whether a defect was found."""
        return False in (self.safe, self.option_to_complete, self.proper_completion) or bool(self.dead)


def judge_soundness(
    model: Model,
    processes: Sequence[str] | None = None,
    *,
    budget: Budget | None = None,
    reduced: bool = True,
    facts: Facts | None = None,
    follow_data: bool = False,
) -> Soundness:
    """Return whether the processes that run by themselves are sound, with the shortest way to each kind of defect.

    The smaller net is explored first; only a defective diagram is explored whole, for the way to the defect. With
    `follow_data` ways that no values of the data allow are left out, and a gateway that no way leaves is a deadlock.
    """
    began = time.process_time()
    processes = roots(model) if processes is None else processes
    net, looked_at = compile_net(model, processes), _with_called(model, processes)
    plan = plan_of(net, model, first_bit=BITS * len(net.places), facts=facts) if follow_data else None
    notes = net.approximations + tuple(("condition-either-way", each) for each in (plan.unread if plan else ()))
    try:
        first, verdict = _verdicts(net, plan, looked_at, budget, reduced=reduced)
    except TooWideError:
        notes = (*notes, ("data-too-wide", looked_at[0].id))
        first, verdict = _verdicts(net, None, looked_at, budget, reduced=reduced)
    return Soundness(
        safe=_firm(whole=verdict.safe, small=first.safe),
        option_to_complete=_firm(whole=verdict.option_to_complete, small=first.option_to_complete),
        proper_completion=_firm(whole=verdict.proper_completion, small=first.proper_completion),
        dead=verdict.dead if verdict.dead is not None else first.dead,
        states=len(verdict.found.states),
        milliseconds=round((time.process_time() - began) * 1000, 3),
        defects=tuple(_defects(verdict) or _defects(first)),
        approximations=notes,
    )


def _verdicts(
    net: Net, plan: Plan | None, looked_at: Sequence[Process], budget: Budget | None, *, reduced: bool
) -> tuple["_Verdict", "_Verdict"]:
    """Return what the smaller net tells, and what the whole one does if there is anything wrong."""
    if not reduced:
        verdict = _Verdict(looked_at, explore(_packed(net, plan), budget))
        return verdict, verdict
    first = _Verdict(looked_at, explore(_packed(reduce_net(net, stays=plan.touches if plan else _never), plan), budget))
    # The smaller net tells that something is wrong, the whole one exactly what: an end may stand for the flow before
    # it, so that two tokens on the flow are seen as an end that is reached twice.
    return first, _Verdict(looked_at, explore(_packed(net, plan), budget)) if first.has_defect else first


def _packed(net: Net, plan: Plan | None) -> PackedNet:
    # Where no condition asks for anything that can be followed there is nothing to forget either.
    return pack(net, LiveData(net, plan)) if plan is not None and plan.slots else pack(net)


def _never(_: Transition) -> bool:
    return False


def _firm(*, whole: bool | None, small: bool | None) -> bool | None:
    """Return the answer for the whole net, or, where its budget was spent, a defect that the smaller one shows."""
    return whole if whole is not None or small is not False else False


class _Verdict:
    """Reads the answers off an exploration."""

    def __init__(self, looked_at: Sequence[Process], found: Exploration) -> None:
        self.found = found
        whole = found.is_complete and found.overflowing is None
        self.safe = _known(defect=found.unsafe is not None or found.overflowing is not None, whole=whole)
        self.proper_completion = _known(defect=found.improper is not None, whole=whole)
        self.hopeless = _hopeless(found) if found.is_complete else []
        self.option_to_complete = _known(defect=bool(self.hopeless or found.stuck), whole=whole)
        self.dead = _dead(looked_at, found) if found.is_complete else None

    @property
    def has_defect(self) -> bool:
        return False in (self.safe, self.option_to_complete, self.proper_completion)


def _known(*, defect: bool, whole: bool) -> bool | None:
    if defect:
        return False
    return True if whole else None


def _hopeless(found: Exploration) -> list[int]:
    """Return the states from which the end cannot be reached, the nearest first."""
    before: list[list[int]] = [[] for _ in found.states]
    for number, follows in enumerate(found.follows):
        for each in follows:
            before[each].append(number)
    control = found.packed.control
    waiting = [
        number for number, follows in enumerate(found.follows) if not follows and not found.states[number] & control
    ]
    hopeful = bytearray(len(found.states))
    for number in waiting:
        hopeful[number] = 1
    while waiting:
        for number in before[waiting.pop()]:
            if not hopeful[number]:
                hopeful[number] = 1
                waiting.append(number)
    return [number for number, hope in enumerate(hopeful) if not hope]


def _dead(looked_at: Sequence[Process], found: Exploration) -> tuple[str, ...]:
    """Return the activities that no state ever begins, in document order."""
    live = set(found.packed.net.certain)
    for step in found.fired:
        live.update(step.source.passes, step.source.begins)
    return tuple(
        element.id
        for process in looked_at
        for element in process.elements.values()
        if element.id not in live and _can_be_dead(element, process.elements)
    )


def _with_called(model: Model, processes: Sequence[str]) -> list[Process]:
    """Return the processes and all that they call, each once."""
    found: dict[str, Process] = {}
    waiting = list(processes)
    while waiting:
        process = model.processes.get(waiting.pop(0))
        if process is not None and process.id not in found:
            found[process.id] = process
            waiting += [element.called for element in process.elements.values() if element.called]
    return list(found.values())


def _can_be_dead(element: Element, elements: object) -> bool:
    if element.kind in _NO_ACTIVITY or (element.kind in SCOPE_KINDS and element.by_event):
        return False
    assert isinstance(elements, dict)
    around: Element | None = element
    while around is not None:
        if around.for_compensation or (around is not element and around.kind == "adHocSubProcess"):
            return False
        around = elements.get(around.scope_id)
    return True


def _defects(verdict: _Verdict) -> list[Defect]:
    """Return one defect of each kind, with the shortest way to it."""
    found = verdict.found
    defects = []
    if found.unsafe is not None:
        defects.append(_defect("unsafe", found, found.unsafe, _crowded(found, found.unsafe, ends=False)))
    elif found.overflowing is not None:
        number, step = found.overflowing
        defects.append(Defect("unsafe", None, _told([*found.path_to(number), step.source])))
    if found.improper is not None:
        crowded = _crowded(found, found.improper, ends=True)
        defects.append(_defect("improper-completion", found, found.improper, crowded))
    if found.stuck:
        defects.append(_defect("deadlock", found, found.stuck[0], _waiting_at(found, found.stuck[0])))
    elif verdict.hopeless:
        number = verdict.hopeless[0]
        defects.append(_defect("livelock", found, number, _waiting_at(found, number)))
    return defects


def _defect(kind: str, found: Exploration, number: int, element: str | None) -> Defect:
    return Defect(kind, element, _told(found.path_to(number)))


def _told(path: Sequence[Transition]) -> tuple[tuple[str, ...], ...]:
    return tuple(step.passes or step.begins for step in path if step.passes or step.begins)


def _crowded(found: Exploration, number: int, *, ends: bool) -> str | None:
    """Return the element or flow that holds more than one token, at an end or elsewhere."""
    places = found.packed.net.places
    marking = found.packed.marking(found.states[number])
    crowded = (n for n, count in marking.items() if count > 1 and (places[n].kind == PlaceKind.END) == ends)
    return next((places[n].element for n in crowded), None)


def _waiting_at(found: Exploration, number: int) -> str | None:
    """Return the element or flow whose token waits in a state."""
    net = found.packed.net
    waiting = (n for n in found.packed.marking(found.states[number]) if n in net.control)
    return next((net.places[n].element for n in waiting), None)
