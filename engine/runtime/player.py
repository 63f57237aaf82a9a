"""Plays a diagram in memory, request by request, on a clock that travels: headless runs and dry runs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.bpmn import Element, Process, SourceFile, read_model
from engine.decisions import DecisionModel, read_decisions
from engine.kernel.clock import TravelClock, legal_day
from engine.kernel.errors import GuijuError
from engine.runtime import operations
from engine.runtime.errors import NothingWaits, NotStarted, NotUnderstood
from engine.runtime.pending import Pending, pending_start
from engine.runtime.program import Program, build_program
from engine.runtime.timing import read_schedule
from engine.runtime.values import Environment, OpenTask, Outcome, Passed, Wait

FIRING_LIMIT = 10_000
"""How many timers one journey of the clock may fire."""

_UNREGISTERED = {
    "serviceTask": ("没有登记的操作，按人工任务等待", "no registered operation: waits like a user task"),
    "sendTask": ("没有登记的操作，按人工任务等待", "no registered operation: waits like a user task"),
    "businessRuleTask": ("没有登记的决策，按人工任务等待", "no registered decision: waits like a user task"),
}


@dataclass
class Player:
    """One case of a program, moved by requests; a refused request changes nothing.

    `handled` remembers for the answer what was passed and thrown since the last one.
    """

    program: Program
    clock: TravelClock
    case: Outcome | None = None
    pending: Pending | None = None
    process: Process | None = None
    record: dict[str, Any] = field(default_factory=dict)
    passed: list[Passed] = field(default_factory=list)
    thrown: list[dict[str, Any]] = field(default_factory=list)

    def play(self, request: Mapping[str, Any]) -> Outcome:
        """Carry out one request and return the case as it stands, all open tasks in `opened`.

        Raises refusals as execution does, and `NotUnderstood`, `NotStarted`, `NothingWaits`.
        """
        verbs: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "start": self._start,
            "complete": self._complete,
            "message": self._message,
            "signal": self._signal,
            "advance": self._advance,
            "error": self._error,
            "cancel": self._cancel,
            "state": self._state,
        }
        verb = verbs.get(str(request.get("do")))
        if verb is None:
            raise NotUnderstood(detail_zh=f"do 为 {request.get('do')!r}", detail_en=f"do is {request.get('do')!r}")
        before = (self.case, self.pending, self.process, dict(self.record))
        now = self.clock.now()
        self.passed, self.thrown = [], []
        try:
            verb(request)
        except GuijuError:
            self.case, self.pending, self.process, self.record = before
            self.clock.travel_to(now)
            raise
        return self.standing()

    def standing(self) -> Outcome:
        """Return the case as it stands; raises `NotStarted`."""
        if self.pending is not None:
            return self.pending.outcome()
        return operations.inspect(self.program, self._case().snapshot, environment=self._environment())

    def element(self, found: OpenTask | Wait) -> Element:
        """Return the element of the drawing that a task or wait belongs to."""
        return self.program.model.processes[found.process].elements[found.element]

    def note(self, task: OpenTask) -> tuple[str, str] | None:
        """Return why a task that should run by itself waits, in both languages; `None` if people should do it."""
        if task.operation in self.program.operations:
            return None
        return _UNREGISTERED.get(task.kind)

    def _start(self, request: Mapping[str, Any]) -> None:
        process = self.program.process(request.get("process"))
        data, event = _mapping(request, "data"), request.get("event")
        pending = None if event else pending_start(self.program, process, data, self.clock.now())
        if pending is None:
            self._begin(process, data=data, event=event, payload={})
        else:
            self.case, self.pending, self.process = None, pending, process

    def _begin(
        self, process: Process, *, data: Mapping[str, Any], event: str | None, payload: Mapping[str, Any]
    ) -> None:
        self.process, self.pending, self.record = process, None, {}
        self._keep(
            operations.start(
                self.program,
                process=process.id,
                data=data,
                environment=self._environment(),
                start_event=event,
                payload=payload,
            )
        )

    def _complete(self, request: Mapping[str, Any]) -> None:
        task = self._task(request)
        self._remember(task.element)
        self._step(operations.complete, task=task.key, data=_mapping(request, "data"))

    def _error(self, request: Mapping[str, Any]) -> None:
        task = self._task(request)
        code, payload = str(request.get("code", "")), _mapping(request, "payload")
        self._step(operations.throw_error, task=task.key, code=code, payload=payload)

    def _message(self, request: Mapping[str, Any]) -> None:
        name, payload = str(request.get("name")), _mapping(request, "payload")
        wait = self._wait_for(name, _mapping(request, "correlation"))
        if wait is not None:
            self._happen(wait, payload)
            return
        start = self.program.started_by("message", name)
        if start is None or (self.case is not None and self.case.status == "active"):
            raise NothingWaits(name=name)
        process = self.program.model.processes[start.process_id]
        self._begin(process, data={}, event=start.id, payload=payload)

    def _signal(self, request: Mapping[str, Any]) -> None:
        name, payload = str(request.get("name")), _mapping(request, "payload")
        reached = [wait for wait in self._waits() if (wait.event, wait.name) == ("signal", name)]
        is_new = self.case is None and self.pending is None
        start = self.program.started_by("signal", name) if is_new else None
        if start is not None:
            self._begin(self.program.model.processes[start.process_id], data={}, event=start.id, payload=payload)
        elif not reached:
            raise NothingWaits(name=name)
        for wait in reached:
            # What one receiver does may have withdrawn the next.
            if any(other.key == wait.key for other in self._waits()):
                self._happen(wait, payload)

    def _advance(self, request: Mapping[str, Any]) -> None:
        target = self._target(request)
        for _ in range(FIRING_LIMIT):
            due = [wait for wait in self._waits() if wait.due is not None and wait.due <= target]
            if not due:
                self.clock.travel_to(target)
                return
            first = min(due, key=lambda wait: wait.due or target)
            assert first.due is not None
            self.clock.travel_to(max(first.due, self.clock.now()))
            self._happen(first, {})
        raise NotUnderstood(detail_zh="定时器触发次数过多", detail_en="too many timers would fire")

    def _cancel(self, _: Mapping[str, Any]) -> None:
        self._step(operations.cancel)

    def _state(self, _: Mapping[str, Any]) -> None:
        self.standing()

    def _happen(self, wait: Wait, payload: Mapping[str, Any]) -> None:
        if self.pending is not None:
            process, data = self.pending.process, self.pending.data
            self._begin(process, data=data, event=wait.element, payload=payload)
        elif wait.event == "timer":
            self._step(operations.fire, wait=wait.key)
        else:
            self._step(operations.deliver, wait=wait.key, payload=payload)

    def _step(self, operation: Callable[..., Outcome], **arguments: Any) -> None:
        self._keep(operation(self.program, self._case().snapshot, environment=self._environment(), **arguments))

    def _keep(self, outcome: Outcome) -> None:
        self.case = outcome
        self.passed += outcome.passed
        work = {task.element for task in outcome.closed}
        for passed in outcome.passed:
            if passed.element not in work:
                self._remember(passed.element)
        for thrown in outcome.thrown:
            self.thrown.append({"element": thrown.element, "event": thrown.kind, "name": thrown.name})
            self.thrown[-1] |= {"payload": dict(thrown.payload), "correlation": dict(thrown.correlation)}
        for thrown in outcome.thrown:
            # A pool of the same run may wait for what another throws.
            wait = self._wait_for(thrown.name, thrown.correlation) if thrown.kind == "message" else None
            if wait is not None:
                self._happen(wait, thrown.payload)

    def _remember(self, element: str) -> None:
        before = self.record.get(element) or {"times": 0}
        last = max((entry["seq"] for entry in self.record.values()), default=0)
        today = legal_day(self.clock.now())
        entry = {"seq": last + 1, "times": before["times"] + 1, "by": None, "people": [], "on": today}
        self.record = {**self.record, element: entry}

    def _environment(self) -> Environment:
        now, process = self.clock.now(), self.process
        title = None if process is None else process.name or process.id
        case = {"number": "1", "unit": None, "title": title, "started_on": legal_day(now)}
        return Environment(now, case, self.record, {"superior": lambda _: None})

    def _case(self) -> Outcome:
        if self.case is None:
            raise NotStarted
        return self.case

    def _waits(self) -> tuple[Wait, ...]:
        if self.pending is not None:
            return self.pending.waits
        return () if self.case is None else self.case.waits

    def _wait_for(self, name: str, correlation: Mapping[str, Any]) -> Wait | None:
        for wait in self._waits():
            if (wait.event, wait.name) == ("message", name) and _correlates(wait, correlation):
                return wait
        return None

    def _task(self, request: Mapping[str, Any]) -> OpenTask:
        key, element = request.get("task"), request.get("element")
        for task in self.standing().opened:
            if (key is None or task.key == str(key)) and (element is None or task.element == element):
                return task
        raise NothingWaits(name=element or key)

    def _target(self, request: Mapping[str, Any]) -> datetime:
        now = self.clock.now()
        form, value = ("date", request.get("to")) if "to" in request else ("duration", request.get("by"))
        schedule = read_schedule(form, value)
        if schedule is None:
            raise NotUnderstood(detail_zh=f"{value!r} 不是时间", detail_en=f"{value!r} is no time")
        return schedule.instant or (schedule.period.after(now) if schedule.period else now + timedelta())


def open_player(files: Sequence[SourceFile], *, now: datetime) -> Player:
    """Return a player of BPMN and DMN files; forms are not needed to move a case and are passed over.

    Raises `Invalid` with every fault.
    """
    bpmn = [file for file in files if not file.name.lower().endswith((".dmn", ".form"))]
    decisions: dict[str, DecisionModel] = {
        file.name: read_decisions(file.content, file=file.name) for file in files if file.name.lower().endswith(".dmn")
    }
    return Player(build_program(read_model(bpmn), decisions=decisions), TravelClock(now))


def _mapping(request: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = request.get(key) or {}
    if not isinstance(value, dict):
        raise NotUnderstood(detail_zh=f"{key} 应为对象", detail_en=f"{key} should be an object")
    return value


def _correlates(wait: Wait, correlation: Mapping[str, Any]) -> bool:
    return not wait.correlation or all(wait.correlation.get(key) == value for key, value in correlation.items())
