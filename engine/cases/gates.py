"""Whether an intervention would pass a hard gate: nobody may, whatever their permissions. Pure.

A gate is closed by what its element asks of the record when it is completed. An intervention does not complete
elements, so it passes a gate by putting a token behind the gated element, or by going around what the gate rests on:
the decision that says whether a review is needed, the step that puts on record what the gate asks for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.bpmn import Element, Gate, Process
from engine.cases.errors import GatePassedBy
from engine.cases.grounds import Rest, on_record, rests_of
from engine.cases.paths import Paths
from engine.definitions.procedure import Procedure
from engine.kernel.errors import Fault

HOLDERS = frozenset({"subProcess", "transaction", "adHocSubProcess"})
"""Kinds of elements with a diagram inside."""


@dataclass(frozen=True)
class Required:
    """An element that has to be done, and those whose later completion would begin a new round."""

    element: Element
    before: frozenset[str]


@dataclass(frozen=True)
class Ground:
    """A case as gates see it: its procedure, its document and its record."""

    procedure: Procedure
    data: Mapping[str, Any]
    record: Mapping[str, Any]

    @cached_property
    def rests(self) -> tuple[Rest, ...]:
        """Return every gate with what it rests on."""
        return rests_of(self.procedure)

    @cached_property
    def weighty(self) -> frozenset[str]:
        """Return the elements that gates depend on, and those that could hold such; no others matter."""
        if not self.rests:
            return frozenset()
        found = {
            element.id for element in self.procedure.elements.values() if element.called or element.kind in HOLDERS
        }
        for rest in self.rests:
            found |= {rest.element.id, *rest.on_record, *rest.computing, *rest.filled_in}
        return frozenset(found)

    def is_done(self, required: Required) -> bool:
        """Tell whether an element was done in this round: after everything that leads to it or that its gates name."""
        done = self._seq(required.element.id)
        if not done:
            return False
        gates = required.element.human.gates if required.element.human else ()
        named = frozenset(name for gate in gates for name in on_record(gate)) - {required.element.id}
        # What is done in one step has one number.
        return all(self._seq(name) <= done for name in required.before | named)

    def _seq(self, element: str) -> int:
        return int((self.record.get(element) or {}).get("seq") or 0)


def passed_by_moving(
    ground: Ground, path: Sequence[str], to: str, *, withdrawn: Iterable[Sequence[str]] = ()
) -> tuple[Fault, ...]:
    """Return a fault for each gate that a token on the last element of a path would pass by going to another.

    The target lies in the scope of one of the path's elements. `withdrawn` are the paths of the parallel tokens that
    the move withdraws, for they go around what lies before them too.
    """
    target = ground.procedure.elements[to]
    required = [*_in_front(ground, target)]
    for each in (path, *withdrawn):
        required += _skipped(ground, each, target)
    return _faults(ground, required)


def passed_by_withdrawing(ground: Ground, path: Sequence[str], *, go_on: bool) -> tuple[Fault, ...]:
    """Return a fault for each gate that withdrawing an activity would pass: alone if its token goes on, else with
    everything in its scope that can no longer be reached.
    """  # noqa: D205 - one sentence
    element = ground.procedure.elements[path[-1]]
    if go_on:
        return _faults(ground, _with_inside(ground, element, _paths_of(ground.procedure, element)))
    return _faults(ground, _leaving(ground, element))


def passed_by_standing(ground: Ground, path: Sequence[str]) -> tuple[Fault, ...]:
    """Return a fault for each gate that a token at the end of a path would stand behind without having passed it."""
    required = [each for name in path for each in _in_front(ground, ground.procedure.elements[name])]
    return _faults(ground, required)


def lost_gates(before: Procedure, after: Procedure, ground: Ground, mapping: Mapping[str, str]) -> tuple[Fault, ...]:
    """Return a fault for each gate a case still has before it that another version would no longer hold it to.

    A gate counts as kept if the element it is mapped to has one of the same basis or the same condition.
    """
    found = []
    for element in before.elements.values():
        gates = element.human.gates if element.human else ()
        if not gates or ground.is_done(Required(element, _ahead(before, element))):
            continue
        kept = _kept(after.elements.get(mapping.get(element.id, element.id)))
        found += [_lost(element, gate) for gate in gates if not {gate.basis, gate.condition.text} & kept]
    return tuple(found)


def unproven_gates(
    before: Procedure,
    ground: Ground,
    mapping: Mapping[str, str],
    path: Sequence[str],
    names: Mapping[str, Any],
    functions: Mapping[str, Any],
) -> tuple[Fault, ...]:
    """Return a fault for each gate in front of a place that was not asked when its element was done, and is closed.

    Such a gate came with the version of `ground`; it is asked now, by the names that its condition sees.
    """
    sources = {target: source for source, target in mapping.items()}
    found = []
    for required in (each for name in path for each in _in_front(ground, ground.procedure.elements[name])):
        element = required.element
        asked = _kept(before.elements.get(sources.get(element.id, element.id)))
        for gate in element.human.gates if element.human else ():
            is_new = gate.condition.text not in asked
            if is_new and gate.condition.expression.evaluate(names, functions=functions) is not True:
                found.append(_fault(element, element, gate))
    return tuple(found)


def require_no_gate_passed(faults: Sequence[Fault]) -> None:
    """Raise `GatePassedBy` if there are faults."""
    if faults:
        raise GatePassedBy(faults=list(faults))


def _kept(element: Element | None) -> set[str | None]:
    gates = element.human.gates if element and element.human else ()
    return {text for gate in gates for text in (gate.basis, gate.condition.text) if text}


def _in_front(ground: Ground, target: Element) -> Iterator[Required]:
    paths = _paths_of(ground.procedure, target)
    for name in paths.in_front_of(target.id, ground.weighty):
        yield from _with_inside(ground, ground.procedure.elements[name], paths)


def _skipped(ground: Ground, path: Sequence[str], target: Element) -> Iterator[Required]:
    """Yield what lies on every way from the end of a path to a target in one of the path's scopes."""
    elements = ground.procedure.elements
    place = next((i for i, name in enumerate(path) if _scope(elements[name]) == _scope(target)), None)
    if place is None:
        return
    here = elements[path[place]]
    paths = _paths_of(ground.procedure, here)
    for name in paths.on_every_way(here.id, target.id, ground.weighty):
        if name == here.id and place < len(path) - 1:
            # What is left to do inside is on the way, what was done inside is not.
            yield Required(here, paths.ahead_of(here.id))
            for inner in path[place + 1 :]:
                yield from _leaving(ground, elements[inner])
        else:
            yield from _with_inside(ground, elements[name], paths)


def _leaving(ground: Ground, element: Element) -> Iterator[Required]:
    paths = _paths_of(ground.procedure, element)
    for name in paths.before_leaving(ground.weighty, element.id):
        yield from _with_inside(ground, ground.procedure.elements[name], paths)


def _with_inside(
    ground: Ground, element: Element, paths: Paths, outer: frozenset[str] = frozenset()
) -> Iterator[Required]:
    """Yield an element, and what has to be done inside it to get through it."""
    before = paths.ahead_of(element.id) | outer
    yield Required(element, before)
    inside = _inside(ground.procedure, element)
    if inside is None:
        return
    for name in inside.before_leaving(ground.weighty):
        inner = inside.elements[name]
        # A procedure that calls itself ends in what leads to it, which is known already.
        if inner.id not in before:
            yield from _with_inside(ground, inner, inside, before)


def _inside(procedure: Procedure, element: Element) -> Paths | None:
    processes: Mapping[str, Process] = procedure.model.processes
    if element.called and element.called in processes:
        return Paths(processes[element.called], element.called)
    if element.kind in HOLDERS:
        return Paths(processes[element.process_id], element.id)
    return None


def _faults(ground: Ground, required: Iterable[Required]) -> tuple[Fault, ...]:
    found: dict[tuple[str, str, str], Fault] = {}
    for each in required:
        if ground.is_done(each):
            continue
        element = each.element
        for gate in element.human.gates if element.human else ():
            found[element.id, element.id, gate.condition.text] = _fault(element, element, gate)
        for rest in ground.rests:
            if rest.element.id != element.id and _rests_on(ground, rest, element):
                found[element.id, rest.element.id, rest.gate.condition.text] = _fault(element, rest.element, rest.gate)
    return tuple(found.values())


def _rests_on(ground: Ground, rest: Rest, element: Element) -> bool:
    if element.id in rest.on_record or element.id in rest.computing:
        return True
    # A field that somebody has filled in stays filled in; one that nobody has may be what lets the gate stand open.
    return any(ground.data.get(name) is None for name in rest.filled_in.get(element.id, ()))


def _fault(undone: Element, gated: Element, gate: Gate) -> Fault:
    basis, reason = gate.basis or "", gate.reason or gate.condition.text
    reason_en = gate.reason_en or reason
    names = (undone.name or undone.id, undone.name_en or undone.name or undone.id)
    if undone is gated:
        zh, en = f"“{names[0]}”尚未在本轮办结", f"'{names[1]}' has not been done in this round"
    else:
        gated_zh, gated_en = gated.name or gated.id, gated.name_en or gated.name or gated.id
        zh = f"“{names[0]}”尚未在本轮办结，而“{gated_zh}”的法定前置条件以它为据"
        en = f"'{names[1]}' has not been done in this round, and the gate of '{gated_en}' rests on it"
    where = {"element": undone.id, "rule": basis}
    return Fault("gate", f"{zh}（{basis}）：{reason}", f"{en} ({basis}): {reason_en}", where)


def _lost(element: Element, gate: Gate) -> Fault:
    basis, reason = gate.basis or "", gate.reason or gate.condition.text
    name = element.name or element.id
    zh = f"新版本去掉了“{name}”的法定前置条件（{basis}）：{reason}"
    en = f"The new version drops the gate of '{element.name_en or name}' ({basis}): {gate.reason_en or reason}"
    return Fault("gate", zh, en, {"element": element.id, "rule": basis})


def _ahead(procedure: Procedure, element: Element) -> frozenset[str]:
    return _paths_of(procedure, element).ahead_of(element.id)


def _scope(element: Element) -> tuple[str, str]:
    return element.process_id, element.scope_id


def _paths_of(procedure: Procedure, element: Element) -> Paths:
    return Paths(procedure.model.processes[element.process_id], element.scope_id)
