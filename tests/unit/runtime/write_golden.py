"""Writes a golden state for every kind of position a case can be in; what is written once is never rewritten.

Run by hand when a feature is new: `python -m tests.unit.runtime.write_golden`. Each file carries its diagrams, the
state and what must come of it, so that it stays readable when everything else has changed.
"""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.bpmn import SourceFile, read_model
from engine.runtime import (
    Environment,
    Outcome,
    Program,
    Snapshot,
    build_program,
    complete,
    deliver,
    fire,
    inspect,
    start,
)
from tests.unit.runtime.conftest import document, draw_scope

FOLDER = Path(__file__).parent / "golden"
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ENVIRONMENT = Environment(NOW, {"number": "1", "unit": "U1"})


def many(kind: str = "", **more: str) -> str:
    extra = "".join(f' guiju:{name}="{value}"' for name, value in more.items())
    return (
        f'<userTask id="M"><multiInstanceLoopCharacteristics {kind} guiju:collection="list" guiju:item="one"'
        f' guiju:outputCollection="out"{extra}/></userTask>'
    )


def inner(identifier: str, text: str, *, tag: str = "subProcess", attributes: str = "", more: str = "") -> str:
    body = draw_scope(text, prefix=identifier).replace("\n", "")
    return f'<{tag} id="{identifier}" {attributes}>{more}{body}</{tag}>'


TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
HANDLER = (
    f'<subProcess id="H" triggeredByEvent="true"><startEvent id="h" INTERRUPTING>{TIMER}</startEvent>'
    '<userTask id="HA"/><sequenceFlow id="hf" sourceRef="h" targetRef="HA"/></subProcess>'
)
UNDO = (
    '<userTask id="W"/><boundaryEvent id="WC" attachedToRef="W"><compensateEventDefinition/></boundaryEvent>'
    '<userTask id="UNDO" isForCompensation="true"/><association id="as" sourceRef="WC" targetRef="UNDO"/>'
    '<intermediateThrowEvent id="TH"><compensateEventDefinition/></intermediateThrowEvent>'
)
LOOP = (
    '<userTask id="L"><standardLoopCharacteristics><loopCondition>n &lt; 3</loopCondition>'
    "</standardLoopCharacteristics></userTask>"
)
CALL = '<callActivity id="C" calledElement="Q"><extensionElements><guiju:input name="x" value="x"/></extensionElements>'
CALL += "</callActivity>"
SUB = inner("U", "start s; user A; user B; end e\ns > A > B > e")
MANY_SUB = SUB.replace(
    '<subProcess id="U" >',
    '<subProcess id="U"><multiInstanceLoopCharacteristics guiju:collection="list" guiju:item="one"/>',
)
EVENTS = "start S; event G; catch M message m1; catch T timer PT1H; user A\nS > G; G > M > A; G > T > A"
MANY_EVENTS = inner("U", "start s; event G; catch M message m1; catch T timer PT1H; end e\ns > G; G > M > e; G > T > e")
MANY_EVENTS = MANY_EVENTS.replace(
    '<subProcess id="U" >',
    '<subProcess id="U"><multiInstanceLoopCharacteristics guiju:collection="list" guiju:item="one"/>',
)
AD_HOC = inner("U", "user A; user B", tag="adHocSubProcess")
BLOCK = "start S; and F; user A; user B; and J; user Z; end E\nS > F; F > A > J; F > B > J; J > Z > E"
CHOICE = (
    "start S; or F; user A; user B; or J; user Z; end E\nS > F; F > A [x > 0]; F > B [x > 1]; A > J; B > J; J > Z > E"
)
WATCH = "<intermediateCatchEvent id='V'><conditionalEventDefinition><condition>n = 1</condition>"
WATCH += "</conditionalEventDefinition></intermediateCatchEvent>"

COMPLEX = """start S; and F; user A; user B; user C; user Z
<complexGateway id="J"><activationCondition>activationCount >= 2</activationCondition></complexGateway>
S > F; F > A > J; F > B > J; F > C > J; J > Z"""
BOTH = "<intermediateCatchEvent id='V' parallelMultiple='true'><messageEventDefinition messageRef='m1'/>"
BOTH += "<messageEventDefinition messageRef='m2'/></intermediateCatchEvent>"

Case = tuple[list[str], dict[str, Any], list[str]]

CASES: dict[str, Case] = {
    # Processes (P first), data, and what is done before the state is kept: tasks, !timers, @messages.
    "user-task": (["start S; user A; user B; end E\nS > A > B > E"], {"x": 1}, []),
    "arrival-at-a-parallel-join": ([BLOCK], {}, ["A"]),
    "arrival-at-an-inclusive-join": ([CHOICE], {"x": 2}, ["A"]),
    "competing-events": ([EVENTS], {}, []),
    "correlated-message": (["start S; catch M message m1; user A\nS > M > A"], {}, []),
    "attached-timer": (["start S; user A; user X; boundary T A timer PT1H\nS > A; T > X"], {}, []),
    "attached-cycle-fired-once": (
        ["start S; user A; user X; boundary T A beside timer R3/PT1H\nS > A; T > X"],
        {},
        ["!T"],
    ),
    "condition-waited-for": ([f"start S; and F; user A\n{WATCH}\nS > F; F > A; F > V"], {}, []),
    "subprocess": ([f"start S; user Z\n{SUB}\nS > U > Z"], {}, ["A"]),
    "called-procedure": (
        [f"start S; user Z\n{CALL}\nS > C > Z", "start s; user A; user B\ns > A > B"],
        {"x": 7},
        ["A"],
    ),
    "tokens-that-gather": (
        ['start S; and F; user B; end E\n<userTask id="A" startQuantity="2"/>\nS > F; F > A; F > B > A; A > E'],
        {},
        [],
    ),
    "all-of-several-events-half-seen": ([f"start S; user A\n{BOTH}\nS > V > A"], {}, ["@V"]),
    "complex-join-after-its-first-token": ([COMPLEX], {}, ["A", "B"]),
    "parallel-items": ([f"start S; user Z\n{many()}\nS > M > Z"], {"list": [1, 2, 3]}, ["M"]),
    "sequential-items": (
        [f"start S; user Z\n{many('isSequential=' + chr(34) + 'true' + chr(34))}\nS > M > Z"],
        {"list": [1, 2, 3]},
        ["M"],
    ),
    "items-with-diagrams-inside": ([f"start S; user Z\n{MANY_SUB}\nS > U > Z"], {"list": [1, 2]}, ["A"]),
    "standard-loop": ([f"start S; user Z\n{LOOP}\nS > L > Z"], {"n": 1}, ["L"]),
    "event-subprocess-standing-by": (
        [f"start S; user A\n{HANDLER.replace('INTERRUPTING', '')}\nS > A"],
        {},
        [],
    ),
    "event-subprocess-running": ([f"start S; user A\n{HANDLER.replace('INTERRUPTING', '')}\nS > A"], {}, ["!h"]),
    "event-subprocess-beside": (
        [f"start S; user A\n{HANDLER.replace('INTERRUPTING', 'isInterrupting=' + chr(34) + 'false' + chr(34))}\nS > A"],
        {},
        ["!h"],
    ),
    "what-can-be-undone": ([f"start S; user A; end E\n{UNDO}\nS > W > A > TH > E"], {}, ["W"]),
    "undoing": ([f"start S; user A; end E\n{UNDO}\nS > W > A > TH > E"], {}, ["W", "A"]),
    "ad-hoc-work-on-offer": ([f"start S; user Z\n{AD_HOC}\nS > U > Z"], {}, []),
    # More items than a state keeps in one piece.
    "many-answers": ([f"start S; user Z\n{many()}\nS > M > Z"], {"list": list(range(40))}, ["M", "M"]),
    "many-diagrams-inside": ([f"start S; user Z\n{MANY_SUB}\nS > U > Z"], {"list": list(range(40))}, ["A"]),
    "many-messages-and-timers": ([f"start S; user Z\n{MANY_EVENTS}\nS > U > Z"], {"list": list(range(40))}, ["@M"]),
    "ended": (["start S; user A; end E\nS > A > E"], {}, ["A"]),
}


def program_of(processes: list[str]) -> Program:
    """Return the program of drawn processes: P, then Q."""
    drawn = [f'<process id="{name}">{text}</process>' for name, text in zip("PQ", processes, strict=False)]
    return build_program(read_model([SourceFile(f"{n}.bpmn", document(text)) for n, text in enumerate(drawn)]))


def drawn(processes: list[str]) -> list[str]:
    """Return the XML of processes drawn as text."""
    return [draw_scope(text, prefix="" if number == 0 else "Q") for number, text in enumerate(processes)]


def done(program: Program, case: Outcome, step: str) -> Outcome:
    """Return the case after a task was completed, a timer fired (behind a `!`) or a message came (behind a `@`)."""
    if step.startswith("!"):
        key = next(wait.key for wait in case.waits if wait.element == step[1:])
        return fire(program, case.snapshot, wait=key, environment=ENVIRONMENT)
    if step.startswith("@"):
        key = next(wait.key for wait in case.waits if wait.element == step[1:])
        return deliver(program, case.snapshot, wait=key, payload={}, environment=ENVIRONMENT)
    standing = inspect(program, case.snapshot, environment=ENVIRONMENT)
    key = next(task.key for task in standing.opened if task.element == step)
    return complete(program, case.snapshot, task=key, data={}, environment=ENVIRONMENT)


def told(program: Program, snapshot: Snapshot) -> dict[str, Any]:
    """Return what a state says of itself."""
    standing = inspect(program, snapshot, environment=ENVIRONMENT)
    return {
        "status": standing.status,
        "open": [[task.key, task.element, task.index, task.scope] for task in standing.opened],
        "waits": [
            [wait.key, wait.element, wait.event, wait.due.isoformat() if wait.due else None] for wait in standing.waits
        ],
    }


def outcomes(program: Program, snapshot: Snapshot) -> Iterator[list[Any]]:
    """Yield what comes of each open task when it is completed, and of each timer when it fires."""
    standing = inspect(program, snapshot, environment=ENVIRONMENT)
    deeds: list[tuple[str, Callable[..., Outcome], dict[str, Any]]] = [
        (task.key, complete, {"task": task.key, "data": {}}) for task in standing.opened
    ]
    deeds += [(wait.key, fire, {"wait": wait.key}) for wait in standing.waits if wait.event == "timer"]
    for key, operation, arguments in deeds:
        case = operation(program, snapshot, environment=ENVIRONMENT, **arguments)
        after = told(program, case.snapshot)
        # What follows is told by elements: how later tokens are numbered is nobody's promise.
        opened, waits = ([row[1] for row in after[name]] for name in ("open", "waits"))
        yield [key, after["status"], sorted(opened), sorted(waits)]


def write() -> None:
    """Write the golden files that are not there yet."""
    there = {path.stem for path in FOLDER.glob("v*/*.json")}
    for name, (texts, data, steps) in CASES.items():
        if name in there:
            continue
        processes = drawn(texts)
        program = program_of(processes)
        case = start(program, process="P", data=data, environment=ENVIRONMENT)
        for step in steps:
            case = done(program, case, step)
        golden = {
            "codec": case.codec,
            "processes": processes,
            "data": case.data,
            "state": base64.b64encode(case.state).decode(),
            "told": told(program, case.snapshot),
            "then": list(outcomes(program, case.snapshot)),
        }
        path = FOLDER / f"v{case.codec}" / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        indent = None if name.startswith("many-") else 1
        path.write_text(json.dumps(golden, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
