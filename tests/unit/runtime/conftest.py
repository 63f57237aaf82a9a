"""Draws diagrams from short texts and plays cases on them, restoring each from its saved state before every step."""

import copy
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

import pytest

from engine.bpmn import Model, SourceFile, read_model
from engine.runtime import (
    Environment,
    OpenTask,
    Outcome,
    Program,
    Snapshot,
    Wait,
    build_program,
    cancel,
    complete,
    deliver,
    fire,
    inspect,
    start,
    throw_error,
)

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
KINDS = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "manual": "manualTask",
    "task": "task",
    "script": "scriptTask",
    "service": "serviceTask",
    "send": "sendTask",
    "receive": "receiveTask",
    "rule": "businessRuleTask",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "event": "eventBasedGateway",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent",
    "call": "callActivity",
}
ROOTS = """<message id="m1" name="m1"/><message id="m2" name="m2"/><signal id="s1" name="s1"/>
<error id="E1" errorCode="E1"/><error id="E2" errorCode="E2"/><escalation id="X1" escalationCode="X1"/>"""


def _event(words: list[str]) -> str:
    if not words:
        return ""
    kind, *rest = words
    name = rest[0] if rest else ""
    if kind == "timer":
        form = "timeCycle" if name.startswith("R") else "timeDate" if name[:4].isdigit() else "timeDuration"
        return f"<timerEventDefinition><{form}>{escape(' '.join(rest))}</{form}></timerEventDefinition>"
    if kind == "link":
        return f'<linkEventDefinition name="{name}"/>'
    if kind == "compensate":
        return f"<compensateEventDefinition {f'activityRef={name!r}' if name else ''}/>"
    reference = f'{kind}Ref="{name}"' if name else ""
    return f"<{kind}EventDefinition {reference}/>"


def _node(text: str) -> str:
    kind, identifier, *words = text.split()
    tag, attributes, inside = KINDS[kind], "", ""
    if kind == "script":
        inside = f"<script>{escape(' '.join(words))}</script>"
    elif kind == "call":
        attributes = f'calledElement="{words[0]}"'
    elif kind in ("receive", "send") and words:
        attributes = f'messageRef="{words[0]}"'
    elif kind == "boundary":
        host, *words = words
        attributes = f'attachedToRef="{host}"'
        if words[0] == "beside":
            attributes, words = f'{attributes} cancelActivity="false"', words[1:]
        inside = _event(words)
    else:
        inside = _event(words)
    return f'<{tag} id="{identifier}" {attributes}>{inside}</{tag}>'


def _flow(number: str, source: str, target: str, condition: str | None) -> str:
    inside = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{number}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


def draw_scope(text: str, prefix: str = "") -> str:
    """Return the XML of a scope: lines of nodes (`user A`), flows (`A > B [x > 1]`, `A > C *`) and plain XML."""
    nodes, flows, defaults = [], [], {}
    for line in (line.strip() for line in text.strip().splitlines()):
        if line.startswith("<"):
            nodes.append(line)
            continue
        for item in (item.strip() for item in line.split(";")):
            parts = re.split(r"\s*>\s*(?![^\[]*\])", item)
            if len(parts) == 1:
                nodes.extend([_node(item)] if item else [])
                continue
            for left, right in pairwise(parts):
                found = re.fullmatch(r"(\S+)(?:\s+\[(.*)\])?(\s+\*)?", right)
                source = left.split()[0]
                number = f"{prefix}f{len(flows)}"
                flows.append(_flow(number, source, found[1], found[2]))
                if found[3]:
                    defaults[source] = number
    body = "\n".join(nodes)
    for source, number in defaults.items():
        body = re.sub(rf'(id="{source}")', rf'\1 default="{number}"', body, count=1)
    return body + "".join(flows)


def document(process: str) -> bytes:
    """Return a file with one process."""
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1">'
        f"{ROOTS}{process}</definitions>"
    ).encode()


@pytest.fixture
def draw() -> Callable[..., Model]:
    """Return a function that draws process P, and further processes by name."""

    def draw_text(text: str, **others: str) -> Model:
        processes = [f'<process id="P">{draw_scope(text)}</process>']
        processes += [
            f'<process id="{name}">{draw_scope(inner, prefix=name)}</process>' for name, inner in others.items()
        ]
        return read_model([SourceFile(f"{number}.bpmn", document(text)) for number, text in enumerate(processes)])

    return draw_text


@pytest.fixture
def inner() -> Callable[..., str]:
    """Return a function that draws an embedded subprocess as one line of XML."""

    def draw_inner(identifier: str, text: str, *, more: str = "") -> str:
        body = draw_scope(text, prefix=identifier).replace("\n", "")
        return f'<subProcess id="{identifier}">{more}{body}</subProcess>'

    return draw_inner


class Case:
    """A case that is saved after every step, and forgotten."""

    def __init__(self, build: Callable[[], Program], environment: Environment) -> None:
        self.build = build
        self.environment = environment
        self.outcome: Outcome | None = None
        self.passed: list[str] = []
        self.thrown: list[Any] = []
        self.record: dict[str, Any] = {}

    def step(self, operation: Callable[..., Outcome], **arguments: Any) -> "Case":
        environment = Environment(
            self.environment.now, {"number": "1", "unit": "U1"}, copy.deepcopy(self.record), self.environment.functions
        )
        if self.outcome is None:
            outcome = operation(self.build(), environment=environment, **arguments)
        else:
            before = Snapshot(self.outcome.state, self.outcome.codec, copy.deepcopy(self.outcome.data))
            data = copy.deepcopy(before.data)
            outcome = operation(self.build(), before, environment=environment, **arguments)
            assert before.data == data, "a step must not change the snapshot it starts from"
            again = operation(self.build(), before, environment=environment, **arguments)
            assert again == outcome, "a step must be deterministic"
        self.outcome = outcome
        self.passed += [passed.element for passed in outcome.passed]
        self.thrown += outcome.thrown
        for passed in outcome.passed:
            self.note(passed.element)
        return self

    def note(self, element: str) -> None:
        before = self.record.get(element, {"times": 0})
        sequence = 1 + max((entry["seq"] for entry in self.record.values()), default=0)
        self.record[element] = {"seq": sequence, "times": before["times"] + 1, "by": None, "people": [], "on": None}

    @property
    def standing(self) -> Outcome:
        assert self.outcome is not None
        return inspect(self.build(), self.outcome.snapshot, environment=self.environment)

    @property
    def open(self) -> list[str]:
        return [task.element for task in self.standing.opened]

    @property
    def waiting(self) -> list[str]:
        assert self.standing.waits == self.outcome.waits
        return [wait.element for wait in self.outcome.waits]

    @property
    def status(self) -> str:
        return self.outcome.status

    @property
    def data(self) -> dict[str, Any]:
        return self.outcome.data

    def task(self, element: str, index: int = 0) -> OpenTask:
        found = [task for task in self.standing.opened if task.element == element]
        assert found, f"{element} is not open; open: {self.open}"
        return found[index]

    def wait(self, element: str) -> Wait:
        found = [wait for wait in self.outcome.waits if wait.element == element]
        assert found, f"{element} is not waited for; waiting: {self.waiting}"
        return found[0]

    def do(self, *elements: str, **data: Any) -> "Case":
        for element in elements:
            self.step(complete, task=self.task(element).key, data=data)
        return self

    def do_item(self, element: str, index: int, **data: Any) -> "Case":
        key = next(task.key for task in self.standing.opened if (task.element, task.index) == (element, index))
        return self.step(complete, task=key, data=data)

    def get(self, element: str, **payload: Any) -> "Case":
        return self.step(deliver, wait=self.wait(element).key, payload=payload)

    def fire(self, element: str) -> "Case":
        return self.step(fire, wait=self.wait(element).key)

    def fail(self, element: str, code: str) -> "Case":
        return self.step(throw_error, task=self.task(element).key, code=code)

    def cancel(self) -> "Case":
        return self.step(cancel)

    def travel(self, **span: float) -> "Case":
        self.environment = Environment(self.environment.now + timedelta(**span))
        return self


@pytest.fixture(params=["one program", "a program built anew before every step"])
def play(request: pytest.FixtureRequest) -> Callable[..., Case]:
    """Return a function that starts a case of process P."""

    def begin(
        model: Model,
        *,
        decisions: Mapping[str, Any] | None = None,
        functions: Mapping[str, Callable[..., Any]] | None = None,
        event: str | None = None,
        payload: Mapping[str, Any] | None = None,
        **data: Any,
    ) -> Case:
        def build() -> Program:
            return build_program(model, decisions=decisions)

        program = build()
        fresh = "anew" in request.param
        case = Case(build if fresh else lambda: program, Environment(NOW, functions=functions or {}))
        return case.step(start, process="P", data=data, start_event=event, payload=payload)

    return begin
