"""What a step of the engine costs beside the library's own way."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import Any

from engine.bpmn import SourceFile, read_model
from engine.kernel.typed_json import dump, load
from engine.runtime import Environment, Outcome, Program, Snapshot, build_program, complete, start
from engine.runtime.library import LibraryCases
from web.bench.permit import GUIJU, LIBRARY, case_data, draw

LOOPS = {"mid": 0, "loop10": 10, "loop150": 150}
"""How many turns of its loop a case has behind it when a task of its subprocess is completed."""

ROUNDS = 9
NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)


def engine_over_library() -> dict[str, float]:
    """Return how many times dearer the library's step is than ours: load, complete, run on, store."""
    theirs, ours = LibraryCases(draw(LIBRARY), "Permit"), _Ours("permit.bpmn", draw(GUIJU), "Permit")
    return {name: round(_times_dearer(theirs, ours, loops), 1) for name, loops in LOOPS.items()}


class _Ours:
    """Cases of our runtime, with the case document stored beside the state as the platform does."""

    def __init__(self, name: str, diagram: bytes, process: str) -> None:
        self.program: Program = build_program(read_model([SourceFile(name, diagram)]))
        self.process = process
        self.environment = Environment(now=NOW)

    def start(self, data: Mapping[str, Any]) -> "_Stored":
        return self._keep(start(self.program, process=self.process, data=data, environment=self.environment))

    def complete(self, stored: "_Stored", element: str, data: Mapping[str, Any]) -> "_Stored":
        return self.finish(stored, stored.keys[element], data)

    def finish(self, stored: "_Stored", task: str, data: Mapping[str, Any]) -> "_Stored":
        snapshot = Snapshot(stored.state, stored.codec, load(stored.data))
        outcome = complete(self.program, snapshot, task=task, data=data, environment=self.environment)
        return self._keep(outcome, stored.keys)

    def _keep(self, outcome: Outcome, before: Mapping[str, str] | None = None) -> "_Stored":
        gone = {task.key for task in outcome.closed}
        keys = {element: key for element, key in (before or {}).items() if key not in gone}
        keys.update({task.element: task.key for task in outcome.opened})
        return _Stored(outcome.state, outcome.codec, dump(outcome.data), keys)


class _Stored:
    """A case as rows would hold it; `keys` are its open tasks by element, as task rows would."""

    def __init__(self, state: bytes, codec: int, data: bytes, keys: Mapping[str, str]) -> None:
        self.state, self.codec, self.data, self.keys = state, codec, data, keys


def _times_dearer(theirs: LibraryCases, ours: _Ours, loops: int) -> float:
    stored, kept = (
        _looped(theirs.complete, theirs.start(case_data()), loops),
        _looped(ours.complete, ours.start(case_data()), loops),
    )
    done = {"planned": True}
    return _seconds(partial(theirs.complete, stored, "Plan", done)) / _seconds(
        partial(ours.complete, kept, "Plan", done)
    )


def _looped(step: Callable[[Any, str, Mapping[str, Any]], Any], stored: Any, loops: int) -> Any:
    """Return a case after so many turns, at the point where three ways and a subprocess are open."""
    for _ in range(loops):
        stored = step(stored, "Check", {"complete": False})
        stored = step(stored, "Supplement", {"complete": False})
    return step(stored, "Check", {"complete": True})


def _seconds(step: Callable[[], object]) -> float:
    """Return the CPU seconds of a step, the median of rounds that each last long enough to be measured."""
    began, times = time.process_time(), 0
    while time.process_time() - began < 0.05:
        step()
        times += 1
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(times):
            step()
        rounds.append((time.process_time() - began) / times)
    return median(rounds)
