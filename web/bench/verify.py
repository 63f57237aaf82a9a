"""`guiju bench verify`: what proving costs, from shipped procedures to diagrams no person would draw."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from engine.bpmn import SourceFile, read_model
from engine.definitions.bundle import read_bundle
from engine.definitions.folders import read_folder
from engine.definitions.procedure import Procedure, called_processes, compile_procedure
from engine.definitions.proving import prove
from engine.verification.verify import PROVED, UNKNOWN, verify
from web.bench.measuring import calibration_ms

ROUNDS = 5
PROCESSES = Path(__file__).resolve().parents[2] / "processes"
BRANCHES, BLOCKS, DECISIONS, REMINDERS = 20, 500, 10, 22
_AT_BUDGET = (
    "import json, resource; from web.bench.verify import reminders, spend;"
    " spend(reminders()); print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))"
)


def measure() -> dict[str, object]:
    """Return the figures, reading included: medians of rounds, in milliseconds of processor time."""
    return {
        "shipped_max_ms": round(max(_milliseconds(partial(_prove, each)) for each in _shipped()), 2),
        "parallel20_ms": round(_milliseconds(lambda: _require_proved(parallel())), 2),
        "blocks500_ms": round(_milliseconds(lambda: _require_proved(blocks())), 2),
        "decisions10_ms": round(_milliseconds(lambda: _require_proved(decisions())), 2),
        "peak_mb": round(_peak_megabytes(), 1),
        "calibration_ms": round(calibration_ms(), 2),
    }


def _milliseconds(work: Callable[[], object]) -> float:
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        rounds.append((time.process_time() - began) * 1000)
    return median(rounds)


def _shipped() -> list[Procedure]:
    compiled: dict[str, Procedure] = {}
    for files in read_folder(PROCESSES):
        bundle = read_bundle(files)
        called = [compiled[name] for name in called_processes(bundle)]
        procedure = compile_procedure(bundle, called, roles=None)
        compiled[procedure.process.id] = procedure
    return list(compiled.values())


def _prove(procedure: Procedure) -> None:
    drawings = {process.file for process in procedure.model.processes.values()}
    contents = {file: content for each in _with_called(procedure) for file, content in each.bundle.files.items()}
    read_model([SourceFile(file, contents[file]) for file in sorted(drawings)])
    assert prove(procedure).verdict == PROVED


def _with_called(procedure: Procedure) -> Iterator[Procedure]:
    yield procedure
    for called in procedure.called:
        yield from _with_called(called)


def _require_proved(content: bytes) -> None:
    [report] = verify([SourceFile("bench.bpmn", content)])
    assert report.verdict == PROVED, report.findings[:3]


def spend(content: bytes) -> None:
    """Look at states until the budget is spent."""
    [report] = verify([SourceFile("bench.bpmn", content)])
    assert report.verdict == UNKNOWN


def _peak_megabytes() -> float:
    """Return the memory that a process has used when it gives up, its libraries included."""
    command = [sys.executable, "-c", _AT_BUDGET]
    found = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own interpreter
    return float(json.loads(found.stdout))


def parallel() -> bytes:
    """Return twenty branches that go on at once."""
    nodes = ['<startEvent id="s"/><parallelGateway id="k"/><parallelGateway id="j"/><endEvent id="e"/>']
    nodes += [f'<task id="t{number}"/>' for number in range(BRANCHES)]
    pairs = [("s", "k"), ("j", "e")]
    pairs += [pair for number in range(BRANCHES) for pair in (("k", f"t{number}"), (f"t{number}", "j"))]
    return _document(nodes, [(*pair, "") for pair in pairs])


def blocks() -> bytes:
    """Return five hundred blocks of eight elements, by turns exclusive and parallel."""
    nodes, flows, last = ['<startEvent id="s"/>'], [], "s"
    for number in range(BLOCKS):
        kind = ("exclusiveGateway", "parallelGateway")[number % 2]
        names = {letter: f"{letter}{number}" for letter in "agbcdhjz"}
        nodes += [f'<task id="{names[letter]}"/>' for letter in "abcdhz"]
        nodes += [f'<{kind} id="{names[letter]}"/>' for letter in "gj"]
        ways = ("ag", "gb", "gc", "bd", "ch", "dj", "hj", "jz")
        flows += [(last, names["a"], ""), *((names[way[0]], names[way[1]], "") for way in ways)]
        last = names["z"]
    return _document([*nodes, '<endEvent id="e"/>'], [*flows, (last, "e", "")])


def decisions() -> bytes:
    """Return ten decisions with three outcomes each, one after the other."""
    nodes, last = ['<startEvent id="s"/>'], "s"
    flows: list[tuple[str, str, str]] = []
    for number in range(DECISIONS):
        asked = [(f"g{number}", f"{letter}{number}", f'd{number} = "{letter}"') for letter in "abc"]
        nodes += [f'<userTask id="t{number}"/>', f'<exclusiveGateway id="g{number}" default="F{len(flows) + 4}"/>']
        nodes += [f'<task id="{letter}{number}"/>' for letter in "abc"] + [f'<exclusiveGateway id="j{number}"/>']
        flows += [(last, f"t{number}", ""), (f"t{number}", f"g{number}", ""), *asked[:2], (*asked[2][:2], "")]
        flows += [(f"{letter}{number}", f"j{number}", "") for letter in "abc"]
        last = f"j{number}"
    return _document([*nodes, '<endEvent id="e"/>'], [*flows, (last, "e", "")])


def reminders() -> bytes:
    """Return steps with a reminder each, which is too much: whether it came is told apart for every one of them."""
    nodes, flows, last = ['<startEvent id="s"/><endEvent id="e"/>'], [], "s"
    for number in range(REMINDERS):
        timer = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
        border = f'<boundaryEvent id="b{number}" attachedToRef="t{number}" cancelActivity="false">'
        nodes.append(f'<userTask id="t{number}"/>{border}{timer}</boundaryEvent><endEvent id="n{number}"/>')
        flows += [(last, f"t{number}", ""), (f"b{number}", f"n{number}", "")]
        last = f"t{number}"
    return _document(nodes, [*flows, (last, "e", "")])


def _document(nodes: Iterable[str], flows: Iterable[tuple[str, str, str]]) -> bytes:
    drawn = []
    for number, (source, target, condition) in enumerate(flows):
        told = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        drawn.append(f'<sequenceFlow id="F{number}" sourceRef="{source}" targetRef="{target}">{told}</sequenceFlow>')
    space = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    body = f'<process id="P" isExecutable="true">{"".join(nodes)}{"".join(drawn)}</process>'
    return f'<definitions xmlns="{space}" targetNamespace="t">{body}</definitions>'.encode()
