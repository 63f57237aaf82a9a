"""Diagrams of ten thousand elements are read and made ready in seconds, whatever they are made of."""

import time
from datetime import UTC, datetime

import pytest

from engine.bpmn import SourceFile, read_model
from engine.runtime import Environment, build_program, start

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
BUDGET_SECONDS = 8.0
"""Of processor time; a tenth of it is what it takes, and quadratic work would take minutes."""


def document(process: str) -> bytes:
    return f"{HEAD}{process}</definitions>".encode()


def flow(number: int, source: str, target: str) -> str:
    return f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"/>'


def chain(count: int) -> str:
    tasks = "".join(f'<scriptTask id="t{number}"/>' for number in range(count))
    return tasks + "".join(flow(number, f"t{number}", f"t{number + 1}") for number in range(count - 1))


def subprocesses(count: int) -> str:
    return "".join(f'<subProcess id="s{number}"><task id="a{number}"/></subProcess>' for number in range(count // 2))


def inclusive_blocks(count: int) -> str:
    parts, previous = ['<startEvent id="s"/>'], "s"
    for number in range(count // 4):
        split, left, right, join = (f"{name}{number}" for name in "xaby")
        parts.append(f'<inclusiveGateway id="{split}"/><task id="{left}"/><task id="{right}"/>')
        parts.append(f'<inclusiveGateway id="{join}"/>')
        ends = [(previous, split), (split, left), (split, right), (left, join), (right, join)]
        parts += [flow(5 * number + which, *pair) for which, pair in enumerate(ends)]
        previous = join
    return "".join(parts)


def links(count: int) -> str:
    return "".join(
        f'<{kind} id="{kind}{number}"><linkEventDefinition name="{number}"/></{kind}>'
        for number in range(count // 2)
        for kind in ("intermediateThrowEvent", "intermediateCatchEvent")
    )


def compensations(count: int) -> str:
    return "".join(
        f'<task id="t{number}"/><boundaryEvent id="b{number}" attachedToRef="t{number}"><compensateEventDefinition/>'
        f'</boundaryEvent><task id="h{number}" isForCompensation="true"/>'
        f'<association id="x{number}" sourceRef="b{number}" targetRef="h{number}"/>'
        for number in range(count // 3)
    )


def lanes(count: int) -> str:
    listed = "".join(f'<lane id="l{number}"><flowNodeRef>t{number}</flowNodeRef></lane>' for number in range(count))
    return f'<laneSet id="ls">{listed}</laneSet>' + "".join(f'<task id="t{number}"/>' for number in range(count))


@pytest.mark.parametrize("drawn", [chain, subprocesses, inclusive_blocks, links, compensations, lanes])
def test_ten_thousand_elements_take_seconds(drawn):
    content = document(f'<process id="P">{drawn(10_000)}</process>')
    began = time.process_time()
    program = build_program(read_model([SourceFile("large.bpmn", content)]))
    assert time.process_time() - began < BUDGET_SECONDS
    assert len(program.model.processes["P"].elements) > 9_000


def test_a_case_on_a_large_diagram_costs_what_it_passes():
    program = build_program(read_model([SourceFile("l.bpmn", document(f'<process id="P">{chain(9_000)}</process>'))]))
    began = time.process_time()
    outcome = start(program, process="P", data={}, environment=Environment(NOW))
    assert time.process_time() - began < BUDGET_SECONDS
    assert (outcome.status, len(outcome.passed)) == ("completed", 9_000)
