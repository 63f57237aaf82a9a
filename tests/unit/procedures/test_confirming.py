"""Counterexamples played on the runtime: confirmed where it goes that way, not where a gate or the data forbid it."""

import pytest

from engine.bpmn import SourceFile, examine_model
from engine.definitions.confirming import confirm
from engine.runtime import build_program
from engine.verification.compliance.rule import Line
from engine.verification.compliance.witness import Seen
from engine.verification.judging import Surroundings, judge_rules

DOCUMENT = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1"
 targetNamespace="t"><process id="P" isExecutable="true"><startEvent id="s0"/><endEvent id="e9"/><endEvent id="e8"/>
<userTask id="t1" name="审核"/><userTask id="t2" name="决定"><extensionElements>{gate}</extensionElements></userTask>
<exclusiveGateway id="x1" default="f3"/><sequenceFlow id="f1" sourceRef="s0" targetRef="t1"/>
<sequenceFlow id="f2" sourceRef="t1" targetRef="x1"/><sequenceFlow id="f3" sourceRef="x1" targetRef="e8"/>
<sequenceFlow id="f4" sourceRef="x1" targetRef="t2"><conditionExpression>opinion = "AMEND"</conditionExpression>
</sequenceFlow><sequenceFlow id="f5" sourceRef="t2" targetRef="e9"/></process></definitions>"""


def model(gate: str = ""):
    return examine_model([SourceFile("p.bpmn", DOCUMENT.format(gate=gate).encode())]).model


def test_a_counterexample_is_confirmed_by_the_runtime() -> None:
    drawn = model()
    (found,) = judge_rules(drawn, ["P"], [Line("不得有「决定」")], known=Surroundings()).verdicts
    assert found.verdict == "VIOLATED"
    assert confirm(build_program(drawn), found.path)


@pytest.mark.parametrize(
    "path",
    [
        # Nothing to play.
        (),
        # The data lead another way.
        (Seen(("s0",)), Seen(("t1",), {"opinion": "AGREE"}), Seen(("x1",)), Seen(("t2",))),
        # The diagram has no such order.
        (Seen(("s0",)), Seen(("t2",))),
    ],
)
def test_what_the_runtime_would_not_do_is_not_confirmed(path) -> None:
    assert not confirm(build_program(model()), path)


def test_a_gate_of_the_diagram_counts() -> None:
    drawn = model('<guiju:gate condition="today &lt; date(&quot;2020-01-01&quot;)"/>')
    (found,) = judge_rules(drawn, ["P"], [Line("不得有「决定」")], known=Surroundings()).verdicts
    # The proof does not read days: it takes the gate for open, and the runtime tells.
    assert found.verdict == "VIOLATED"
    assert not confirm(build_program(drawn), found.path)
