"""The cases of a run beside each other: who gets a message, what the clock sets off, and what failed."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from engine.kernel.clock import TravelClock, legal_day
from engine.runtime import operations
from engine.runtime.errors import ExecutionFailed, NotUnderstood, Unstorable
from engine.runtime.pending import Pending
from engine.runtime.playing.cases import PlayedCase, environment_of
from engine.runtime.playing.deeds import Deed, Incident, Kept, starting
from engine.runtime.playing.mail import hearers, is_caught, receiver, targets_of
from engine.runtime.program import Program
from engine.runtime.values import Environment, Outcome, Passed, Thrown, Wait

POST_LIMIT = 1_000
"""How many messages and signals one request may set off; more is two processes that never stop talking."""


@dataclass
class Stage:
    """Everything that is going on in a run. `pendings` are processes that wait for their start event, by id.

    `lent` are functions that expressions may call besides those every run has.
    """

    program: Program
    clock: TravelClock
    cases: dict[int, PlayedCase] = field(default_factory=dict)
    pendings: dict[str, Pending] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    thrown: list[Thrown] = field(default_factory=list)
    last_number: int = 0
    lent: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    _post: deque[tuple[int, Thrown]] = field(default_factory=deque)
    _surveys: dict[int, tuple[PlayedCase, datetime, Outcome]] = field(default_factory=dict)

    def memory(self) -> tuple[Any, ...]:
        """Return what `recall` needs to undo everything that is done from now on."""
        return (
            dict(self.cases), dict(self.pendings), list(self.kept), list(self.incidents), self.last_number,
            self.clock.now(),
        )  # fmt: skip

    def recall(self, memory: tuple[Any, ...]) -> None:
        """Go back to what `memory` returned."""
        self.cases, self.pendings, self.kept, self.incidents, self.last_number, now = memory
        self._post.clear()
        self.clock.travel_to(now)

    def do(self, deed: Deed, *, environment: Mapping[str, Any] | None = None) -> bool:
        """Do a deed and all that it sets off; return whether it could be done.

        If it could not, the case is where it was, and the incident is noted. `environment` adds to what the step may
        know. Raises refusals that are no failures of the diagram.
        """
        done = self._attempt(deed, environment or {})
        self.settle()
        return done

    def settle(self) -> None:
        """Deliver what was thrown, and what was kept and is waited for now, until nothing moves."""
        for _ in range(POST_LIMIT):
            if not self._next_delivery():
                return
        raise NotUnderstood(
            detail_zh="消息和信号往复不止", detail_en="messages and signals set each other off without end"
        )

    def message(self, kept: Kept) -> None:
        """Hand a message to one receiver: who waits for it, else what it starts; else keep it."""
        deed = receiver(self, kept)
        if deed is None:
            self.kept.append(kept)
        else:
            self.do(deed)

    def signal(self, name: str, payload: Mapping[str, Any]) -> None:
        """Hand a signal to all that wait for it now, and start what it starts."""
        for deed in hearers(self, name, payload):
            self._hear(deed)
        self.settle()

    def retry(
        self, incident: Incident, data: Mapping[str, Any], *, environment: Mapping[str, Any] | None = None
    ) -> bool:
        """Do what failed again, with values merged into the data; return whether it could be done.

        `environment` adds to what the step may know, for example what it shall skip.
        """
        self.incidents.remove(incident)
        deed, number = incident.deed, incident.deed.case
        before = dict(self.cases)
        if number is None:
            deed = replace(deed, arguments={**deed.arguments, "data": {**deed.arguments["data"], **data}})
        else:
            deed = deed.with_data(data)
            self.cases[number] = self.cases[number].with_data(data)
        done = self.do(deed, environment=environment)
        if not done and number is not None:
            self.cases[number] = before[number]
        return done

    def reconsider(self) -> None:
        """Begin the cases whose process waits for a condition that is met now."""
        for pending in list(self.pendings.values()):
            event = pending.met({"today": legal_day(self.clock.now())})
            if event is not None:
                self.do(starting(pending.process, data=pending.data, event=event, payload={}))

    def survey(self, case: PlayedCase) -> Outcome:
        """Return a case as it stands; as long as nothing has changed it is not looked through again."""
        known, now = self._surveys.get(case.number), self.clock.now()
        if known is not None and known[0] is case and known[1] == now:
            return known[2]
        seen = operations.inspect(self.program, case.outcome.snapshot, environment=case.environment(now))
        self._surveys[case.number] = (case, now, seen)
        return seen

    def waits(self) -> Iterator[tuple[PlayedCase, Wait]]:
        """Yield what the cases wait for, oldest first, but for what failed and has to be retried."""
        failed = {(incident.deed.case, incident.deed.arguments.get("wait")) for incident in self.incidents}
        for _, case in sorted(self.cases.items()):
            for wait in case.outcome.waits:
                if (case.number, wait.key) not in failed:
                    yield case, wait

    def _attempt(self, deed: Deed, extra: Mapping[str, Any]) -> bool:
        try:
            case = self._step(deed, extra)
        except (ExecutionFailed, Unstorable) as error:
            others = [incident for incident in self.incidents if incident.deed != deed]
            self.incidents = [*others, Incident(error.data.get("element"), error, deed)]
            return False
        self.cases[case.number] = case
        self.passed += self._passed(deed, case.outcome.passed)
        self.thrown += case.outcome.thrown
        self._post += [(case.number, thrown) for thrown in case.outcome.thrown if thrown.kind != "operation"]
        self.incidents = [incident for incident in self.incidents if not self._is_over(incident, deed)]
        return True

    def _passed(self, deed: Deed, passed: Sequence[Passed]) -> list[Passed]:
        """Return what a step passed; an activity performed several times counts each time somebody has done it."""
        turns = [
            Passed(element.id, process.id)
            for process in self.program.model.processes.values()
            for element in [process.elements.get(deed.element or "")]
            if element is not None and element.loop is not None
        ]
        if not turns:
            return list(passed)
        rest = list(passed)
        if turns[0] in rest:
            rest.remove(turns[0])
        return [turns[0], *rest]

    def _step(self, deed: Deed, extra: Mapping[str, Any]) -> PlayedCase:
        now = self.clock.now()
        if deed.case is None:
            return self._start(deed, extra)
        case = self.cases[deed.case]
        if deed.element is not None:
            case = case.noting(deed.element, now)
        environment = self._equipped(case.environment(now), extra)
        outcome = deed.operation(self.program, case.outcome.snapshot, environment=environment, **deed.arguments)
        return case.stepped(outcome, now)

    def _equipped(self, environment: Environment, extra: Mapping[str, Any]) -> Environment:
        return replace(environment, functions={**environment.functions, **self.lent}, **extra)

    def _start(self, deed: Deed, extra: Mapping[str, Any]) -> PlayedCase:
        now, process = self.clock.now(), self.program.model.processes[deed.process]
        number = self.last_number + 1
        environment = self._equipped(environment_of(process, number, now=now, record={}), extra)
        outcome = deed.operation(self.program, environment=environment, **deed.arguments)
        self.last_number = number
        pending = self.pendings.pop(process.id, None)
        again = None if pending is None else pending.after(deed.arguments["start_event"])
        if again is not None:
            self.pendings[process.id] = again
        return PlayedCase(number, process, legal_day(now), outcome).stepped(outcome, now)

    def _next_delivery(self) -> bool:
        if self._post:
            origin, thrown = self._post.popleft()
            if thrown.kind == "signal":
                for heard in hearers(self, thrown.name, thrown.payload, beside=origin):
                    self._hear(heard)
            else:
                targets = targets_of(self.program, thrown.element)
                self._send(Kept(thrown.name, thrown.payload, thrown.correlation, targets))
            return True
        for kept in self.kept:
            deed = receiver(self, kept, may_start=False)
            if deed is not None:
                self.kept.remove(kept)
                self._attempt(deed, {})
                return True
        return False

    def _hear(self, deed: Deed) -> None:
        # What one receiver does may have withdrawn the next.
        if deed.case is None or self.cases[deed.case].wait(deed.arguments["wait"]) is not None:
            self._attempt(deed, {})

    def _send(self, message: Kept) -> None:
        deed = receiver(self, message)
        if deed is not None:
            self._attempt(deed, {})
        elif message.targets or is_caught(self.program, "message", message.name):
            self.kept.append(message)

    def _is_over(self, incident: Incident, done: Deed) -> bool:
        # What failed is of no interest any more when it was done in another way, or cannot be done any more.
        deed = incident.deed
        if deed.case is None:
            return done.case is None and done.process == deed.process
        case = self.cases[deed.case]
        if "wait" in deed.arguments:
            return case.wait(deed.arguments["wait"]) is None
        if "task" not in deed.arguments:
            return not case.is_active
        return all(task.key != deed.arguments["task"] for task in self.survey(case).opened)
