"""Plays a counterexample on the real runtime: what the proof says is possible should be possible there."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from engine.bpmn import Element
from engine.kernel.clock import TravelClock, legal_day
from engine.kernel.errors import GuijuError
from engine.runtime import Program
from engine.runtime.player import Player
from engine.verification.compliance.witness import Seen
from engine.verification.data.domains import document_of

_BEGINNING = datetime(2026, 1, 5, 1, tzinfo=UTC)
"""09:00 in China on the first Monday of 2026."""


def confirm(program: Program, path: Sequence[Seen]) -> bool:
    """Tell whether a counterexample can be gone on the runtime, gates included; False where it goes another way.

    Who acts is not played, and decisions are made by their tables, so that a way that needs another decision than the
    table makes is not confirmed.
    """
    if not path:
        return False
    player = Player(program, TravelClock(_BEGINNING))
    elements = {each.id: each for process in program.model.processes.values() for each in process.elements.values()}
    passed: list[str] = []
    try:
        for request in _requests(path, elements):
            if not _gates_pass(player, elements[request["element"]], request["data"]):
                return False
            player.play(request)
            passed += [each.element for each in player.stage.passed]
    except GuijuError:
        return False
    wanted = (name for seen in path for name in seen.elements if name in elements)
    return not player.stage.incidents and _is_part(list(wanted), passed)


def _requests(path: Sequence[Seen], elements: Mapping[str, Element]) -> Iterator[dict[str, Any]]:
    """Yield what is asked of the player: a start, and each task of a person with what the person writes."""
    first = next((name for seen in path for name in seen.elements if name in elements), None)
    if first is not None:
        yield {"do": "start", "element": first, "process": elements[first].process_id, "data": {}}
    for seen in path:
        for name in seen.elements:
            if name in elements and elements[name].human is not None:
                yield {"do": "complete", "element": name, "data": document_of(seen.data)}


def _gates_pass(player: Player, element: Element, data: Mapping[str, Any]) -> bool:
    """Tell whether the gates of a task let it be completed with some data."""
    now = player.clock.now()
    known: dict[str, Any] = {"record": {}, "today": legal_day(now)}
    for case in player.stage.cases.values():
        known |= {**case.outcome.data, "record": case.record}
    gates = element.human.gates if element.human else ()
    return all(gate.condition.expression.evaluate({**known, **data}) is True for gate in gates)


def _is_part(wanted: Sequence[str], passed: Sequence[str]) -> bool:
    """Tell whether names come one after the other among others."""
    rest = iter(passed)
    return all(name in rest for name in wanted)
