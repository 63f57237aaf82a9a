"""What one of many parallel items costs beside one of few, for every kind of work that items can be."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engine.bpmn import SourceFile, read_model
from engine.kernel.typed_json import dump, load
from engine.runtime import Environment, Outcome, Snapshot, build_program, complete, deliver, inspect, start

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
_MANY = """<multiInstanceLoopCharacteristics><loopCardinality>count(people)</loopCardinality>
</multiInstanceLoopCharacteristics>"""
_EACH = """<multiInstanceLoopCharacteristics><loopDataInputRef>people</loopDataInputRef>
<loopDataOutputRef>answers</loopDataOutputRef><inputDataItem id="person"/><outputDataItem id="answer"/>
</multiInstanceLoopCharacteristics>"""
_INNER = """<startEvent id="Open"/><sequenceFlow id="g0" sourceRef="Open" targetRef="Inner"/><userTask id="Inner"/>
<sequenceFlow id="g1" sourceRef="Inner" targetRef="Shut"/><endEvent id="Shut"/>"""

KINDS: Mapping[str, str] = {
    "user tasks": f'<userTask id="Ask">{_MANY}</userTask>',
    "user tasks with answers": f'<userTask id="Ask">{_EACH}</userTask>',
    "service tasks": f'<serviceTask id="Ask">{_EACH}</serviceTask>',
    "receive tasks": f'<receiveTask id="Ask" messageRef="m">{_MANY}</receiveTask>',
    "script tasks": f'<scriptTask id="Ask"><script>{{answer: person}}</script>{_EACH}</scriptTask>',
    "subprocesses": f'<subProcess id="Ask">{_MANY}{_INNER}</subProcess>',
    "subprocesses with answers": f'<subProcess id="Ask">{_EACH}{_INNER}</subProcess>',
    "calls": f'<callActivity id="Ask" calledElement="Called">{_MANY}</callActivity>',
}
_DRAWING = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:guiju:bench">
  <message id="m" name="answered"/>
  <process id="Crowd" isExecutable="true">
    <startEvent id="Begin"/><sequenceFlow id="f0" sourceRef="Begin" targetRef="Ask"/>
    {work}
    <sequenceFlow id="f1" sourceRef="Ask" targetRef="Done"/><endEvent id="Done"/>
  </process>
</definitions>
"""
_CALLED = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:guiju:bench">
  <process id="Called" isExecutable="true">{_INNER}</process>
</definitions>
"""


def crowd_growth(few: int = 100, many: int = 1_000) -> float:
    """Return what an item of a large parallel multi-instance costs in items of a small one, storing included.

    It is the worst of all kinds of items.
    """
    return max(growth(kind, few=few, many=many) for kind in KINDS)


def growth(kind: str, *, few: int = 100, many: int = 1_000) -> float:
    """Return what an item of a kind costs among many in items of the same kind among few."""
    crowd = _Crowd(kind)
    crowd.play(few)
    return min(crowd.play(many), crowd.play(many)) / min(crowd.play(few) for _ in range(5))


@dataclass(frozen=True)
class _Stored:
    state: bytes
    codec: int
    data: bytes


class _Crowd:
    """Cases with many parallel items of one kind, each step from stored bytes to stored bytes."""

    def __init__(self, kind: str) -> None:
        drawn = {"crowd.bpmn": _DRAWING.format(work=KINDS[kind]), "called.bpmn": _CALLED}
        files = [SourceFile(name, text.encode()) for name, text in drawn.items()]
        self.program = build_program(read_model(files))
        self.environment = Environment(now=NOW)

    def play(self, items: int) -> float:
        """Return the CPU seconds that one of so many items takes, the case's beginning and end included."""
        people = [f"person {number}" for number in range(items)]
        began = time.process_time()
        outcome = start(self.program, process="Crowd", data={"people": people}, environment=self.environment)
        stored, spent = _kept(outcome), time.process_time() - began
        standing = inspect(self.program, _snapshot(stored), environment=self.environment)
        todo: list[tuple[Any, dict[str, Any]]] = [
            (complete, {"task": task.key, "data": {"answer": task.key}}) for task in standing.opened
        ]
        todo += [(deliver, {"wait": wait.key, "payload": {"answer": wait.key}}) for wait in standing.waits]
        # Every second one first: what is left is then as scattered as it can be.
        todo = [*todo[::2], *todo[1::2]]
        began = time.process_time()
        for operation, arguments in todo:
            outcome = self._step(operation, stored, arguments)
            stored = _kept(outcome)
        if outcome.status != "completed":
            raise AssertionError(outcome.status)
        return (spent + time.process_time() - began) / items

    def _step(self, operation: Any, stored: _Stored, arguments: Mapping[str, Any]) -> Outcome:
        outcome: Outcome = operation(self.program, _snapshot(stored), environment=self.environment, **arguments)
        return outcome


def _done(task: str) -> dict[str, Any]:
    return {"task": task, "data": {"answer": task}}


def _kept(outcome: Outcome) -> _Stored:
    return _Stored(outcome.state, outcome.codec, dump(outcome.data))


def _snapshot(stored: _Stored) -> Snapshot:
    return Snapshot(stored.state, stored.codec, load(stored.data))
