"""Plays diagrams in memory, request by request, on a clock that travels: headless runs and dry runs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from engine.bpmn import Process, SourceFile, read_model
from engine.decisions import DecisionModel, read_decisions
from engine.kernel.clock import TravelClock
from engine.kernel.errors import Fault, GuijuError, Invalid, NotFound
from engine.runtime import offers, operations
from engine.runtime.errors import NotStarted, NotUnderstood
from engine.runtime.pending import pending_start
from engine.runtime.playing.deeds import Deed, Kept, starting
from engine.runtime.playing.journey import arm_start_timers, fire_overdue, target_of, travel
from engine.runtime.playing.lookup import (
    find_finishable,
    find_incident,
    find_position,
    find_task,
    require_element,
    require_known,
)
from engine.runtime.playing.mail import names_caught
from engine.runtime.playing.requests import Request, read_request
from engine.runtime.playing.stage import Stage
from engine.runtime.playing.standing import PlayedTask, Standing, look
from engine.runtime.program import Program, build_program
from engine.runtime.steering import cancel_activity, move, restart, revise
from engine.runtime.values import Skip


@dataclass
class Player:
    """The cases of one run, moved by requests; a refused request changes nothing.

    `ignored` are the fields of the last request that its verb does not know.
    """

    program: Program
    clock: TravelClock
    stage: Stage = field(init=False)
    ignored: tuple[str, ...] = ()
    _seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.stage = Stage(self.program, self.clock)

    def play(self, raw: object) -> Standing:
        """Carry out one request and return the run as it stands.

        A step that fails in the diagram is undone and stands among the incidents; everything else that cannot be done
        raises: `NotUnderstood`, `NotStarted`, `NoSuchElement`, `ElementNotOpen`, `NothingWaits`, `NoIncident`.
        """
        self.ignored = ()
        request = read_request(raw)
        memory = self.stage.memory()
        self.stage.passed, self.stage.thrown = [], []
        try:
            _VERBS[request.verb](self, request)
            fire_overdue(self.stage)
            self.ignored = request.ignored
        except GuijuError:
            self.stage.recall(memory)
            raise
        return look(self.stage)

    def standing(self) -> Standing:
        """Return the run as it stands."""
        return look(self.stage)

    def _start(self, request: Request) -> None:
        event = request.text("event") or request.text("element")
        process = self._process(request.text("process"), event)
        if not any(case.is_active for case in self.stage.cases.values()):
            self.stage.cases.clear()
            self.stage.incidents.clear()
        self.stage.pendings = {key: pending for key, pending in self.stage.pendings.items() if not pending.implied}
        data, payload = request.object("data"), request.object("payload")
        pending = None if event else pending_start(self.program, process, data, self.clock.now())
        if pending is None:
            self.stage.do(starting(process, data=data, event=event, payload=payload))
        else:
            self.stage.pendings[process.id] = pending
            self.stage.settle()
            self.stage.reconsider()

    def _process(self, wanted: str | None, event: str | None) -> Process:
        if wanted is None and event is not None:
            require_element(self.stage, event)
            for process in self.program.model.processes.values():
                if any(element.id == event for element in self.program.starts(process.id)):
                    return process
            raise NotFound(what_zh=f"开始事件 {event}", what_en=f"start event {event}")
        return self.program.process(wanted)

    def _begin(self, request: Request) -> None:
        self._require_started()
        offer = find_task(self.stage, request, offered=True)
        self._do(offer.case, offers.begin, {"offer": offer.task.key, "data": request.object("data")})

    def _finish(self, request: Request) -> None:
        self._require_started()
        self._step(find_finishable(self.stage, request), offers.finish, {})

    def _complete(self, request: Request) -> None:
        task = self._task(request)
        self._step(task, operations.complete, {"data": request.object("data")}, element=task.task.element)

    def _error(self, request: Request) -> None:
        given = {"code": request.text("code") or "", "payload": request.object("payload")}
        self._step(self._task(request), operations.throw_error, given)

    def _escalation(self, request: Request) -> None:
        given = {"code": request.text("code") or "", "payload": request.object("payload")}
        self._step(self._task(request), operations.throw_escalation, given)

    def _message(self, request: Request) -> None:
        name, identity = request.text("name") or "", request.text("id")
        require_known(name, names_caught(self.program, "message"))
        if identity is not None and identity in self._seen:
            return
        self.stage.message(Kept(name, request.object("payload"), request.object("correlation")))
        if identity is not None:
            self._seen.add(identity)

    def _signal(self, request: Request) -> None:
        name = request.text("name") or ""
        require_known(name, names_caught(self.program, "signal"))
        self.stage.signal(name, request.object("payload"))

    def _advance(self, request: Request) -> None:
        target = target_of(request, self.clock.now())
        arm_start_timers(self.stage)
        travel(self.stage, target)

    def _move(self, request: Request) -> None:
        self._require_started()
        require_element(self.stage, request.text("to"))
        number, key = find_position(self.stage, request)
        self._do(number, move, {"token": key, "to": request.text("to")})

    def _restart(self, request: Request) -> None:
        require_element(self.stage, request.text("to"))
        self._do(self._case(request), restart, {"to": request.text("to")})

    def _revise(self, request: Request) -> None:
        pendings = self.stage.pendings
        if pendings and not self.stage.cases:
            # A process that waits for its start event, for a condition perhaps, has data but no case yet.
            told = request.object("data")
            pendings.update({key: replace(each, data={**each.data, **told}) for key, each in pendings.items()})
            self.stage.reconsider()
            return
        self._do(self._case(request), revise, {"data": request.object("data")})

    def _cancel(self, request: Request) -> None:
        self._require_started()
        if request.text("element") or request.text("task"):
            number, key = find_position(self.stage, request)
            self._do(number, cancel_activity, {"token": key})
            return
        self.stage.pendings.clear()
        for case in list(self.stage.cases.values()):
            if case.is_active and request.text("case") in (None, str(case.number)):
                self._do(case.number, operations.cancel, {})

    def _retry(self, request: Request) -> None:
        incident, data = find_incident(self.stage, request), request.object("data")
        self.stage.retry(incident, data)

    def _skip(self, request: Request) -> None:
        incident, data = find_incident(self.stage, request), request.object("data")
        skip = Skip(data or None, self._flow(incident.element, request.text("flow")))
        self.stage.retry(incident, {}, environment={"skips": {incident.element or "": skip}})

    def _flow(self, element: str | None, wanted: str | None) -> str | None:
        # A way out may be named by its flow or by where it leads.
        if wanted is None:
            return None
        for process in self.program.model.processes.values():
            for flow in process.flows.values():
                if flow.source == element and wanted in (flow.id, flow.target):
                    return flow.id
        raise NotUnderstood(
            detail_zh=f"没有从 {element} 流出的顺序流 {wanted}", detail_en=f"no sequence flow {wanted} leaves {element}"
        )

    def _state(self, _: Request) -> None:
        self._require_started()

    def _task(self, request: Request) -> PlayedTask:
        self._require_started()
        return find_task(self.stage, request)

    def _step(
        self, played: PlayedTask, operation: Callable[..., Any], given: Mapping[str, Any], *, element: str | None = None
    ) -> None:
        self._do(played.case, operation, {"task": played.task.key, **given}, element=element)

    def _do(
        self, number: int, operation: Callable[..., Any], arguments: Mapping[str, Any], *, element: str | None = None
    ) -> None:
        self.stage.do(Deed(operation, arguments, self.stage.cases[number].process.id, number, element))

    def _case(self, request: Request) -> int:
        wanted = request.text("case")
        for number in self.stage.cases:
            if wanted in (None, str(number)):
                return number
        raise NotStarted

    def _require_started(self) -> None:
        stage = self.stage
        if not (stage.cases or stage.pendings or stage.incidents or stage.kept):
            raise NotStarted


_VERBS: dict[str, Callable[[Player, Request], None]] = {
    "start": Player._start,
    "complete": Player._complete,
    "begin": Player._begin,
    "finish": Player._finish,
    "message": Player._message,
    "signal": Player._signal,
    "advance": Player._advance,
    "error": Player._error,
    "escalation": Player._escalation,
    "move": Player._move,
    "restart": Player._restart,
    "revise": Player._revise,
    "cancel": Player._cancel,
    "retry": Player._retry,
    "skip": Player._skip,
    "state": Player._state,
}


def open_player(files: Sequence[SourceFile], *, now: datetime) -> Player:
    """Return a player of BPMN and DMN files; forms are not needed to move a case and are passed over.

    Raises `Invalid` with every fault.
    """
    bpmn = [file for file in files if not file.name.lower().endswith((".dmn", ".form", ".json"))]
    faults: list[Fault] = []
    decisions: dict[str, DecisionModel] = {}
    for file in files:
        if file.name.lower().endswith(".dmn"):
            try:
                decisions[file.name] = read_decisions(file.content, file=file.name)
            except Invalid as error:
                faults += error.faults
    try:
        program = build_program(read_model(bpmn), decisions=decisions)
    except Invalid as error:
        faults += error.faults
    if not bpmn:
        faults.append(Fault("no-diagram", "没有流程图（.bpmn 文件）。", "There is no diagram (a .bpmn file)."))
    if faults:
        raise Invalid(faults=faults)
    return Player(program, TravelClock(now))
