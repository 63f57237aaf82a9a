"""One evaluator everywhere: each place of a diagram reads the same FEEL, with the same functions."""

import ast
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.bpmn import SourceFile, read_model
from engine.decisions import read_decisions
from engine.kernel.errors import Conflict
from engine.runtime import Environment, Outcome, build_program, complete, start

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"

DIAGRAM = f"""<definitions xmlns="{MODEL}" xmlns:guiju="urn:guiju:bpmn:1" targetNamespace="t">
<message id="m" name="m"/>
<process id="P" isExecutable="true">
  <startEvent id="S"/><sequenceFlow id="f1" sourceRef="S" targetRef="Script"/>
  <scriptTask id="Script">
    <script>{{amount: 限额("script"), 名单: for n in 1..限额("items") return n}}</script></scriptTask>
  <sequenceFlow id="f2" sourceRef="Script" targetRef="Rule"/>
  <businessRuleTask id="Rule" guiju:decision="Enough" guiju:result="enough"/>
  <sequenceFlow id="f3" sourceRef="Rule" targetRef="Gate"/>
  <exclusiveGateway id="Gate" default="f5"/>
  <sequenceFlow id="f4" sourceRef="Gate" targetRef="Each">
    <conditionExpression>enough and amount &gt;= 限额("gateway")</conditionExpression></sequenceFlow>
  <sequenceFlow id="f5" sourceRef="Gate" targetRef="No"/><endEvent id="No"/>
  <userTask id="Each"><multiInstanceLoopCharacteristics isSequential="false" guiju:item="which"
    guiju:collection='名单[item &lt;= 限额("collection")]'/></userTask>
  <sequenceFlow id="f6" sourceRef="Each" targetRef="Wait"/>
  <eventBasedGateway id="Wait"/>
  <sequenceFlow id="f7" sourceRef="Wait" targetRef="Timer"/>
  <intermediateCatchEvent id="Timer"><timerEventDefinition>
    <timeDate>=date and time("2026-11-25T09:00:00+08:00") + duration("P" + string(限额("timer")) + "D")</timeDate>
  </timerEventDefinition></intermediateCatchEvent>
  <sequenceFlow id="f8" sourceRef="Wait" targetRef="Message"/>
  <intermediateCatchEvent id="Message">
    <extensionElements><guiju:correlation key='"k" + string(限额("correlation"))'/></extensionElements>
    <messageEventDefinition messageRef="m"/></intermediateCatchEvent>
  <sequenceFlow id="f9" sourceRef="Timer" targetRef="E1"/><endEvent id="E1"/>
  <sequenceFlow id="f10" sourceRef="Message" targetRef="E2"/><endEvent id="E2"/>
</process></definitions>"""

TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d">
<inputData id="i" name="amount"><variable id="v" name="amount" typeRef="number"/></inputData>
<decision id="Enough" name="Enough"><variable id="w" name="Enough"/>
<informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
<literalExpression id="l"><text>amount &gt;= 限额("decision")</text></literalExpression></decision></definitions>"""

AMOUNTS = {
    "script": 5, "items": 3, "decision": 5, "gateway": 5, "collection": 2, "timer": 1, "correlation": 7,
}  # fmt: skip


class Refused(Conflict):
    """Nothing applies."""

    code = "nothing-applies"
    zh = "没有可以适用的。"


def environment(**change: Any) -> tuple[Environment, list[str]]:
    """Return an environment that lends one function, and where it notes who asked."""
    asked: list[str] = []
    cited: list[Any] = []

    def limit(place: str) -> Decimal:
        asked.append(place)
        amount = {**AMOUNTS, **change}[place]
        if amount is None:
            raise Refused
        cited.append(place)
        return Decimal(amount)

    return Environment(now=NOW, functions={"限额": limit}, cited=cited), asked


def begun(lent: Environment) -> Outcome:
    """Start a case."""
    model = read_model([SourceFile("d.bpmn", DIAGRAM.encode())])
    program = build_program(model, decisions={"Enough": read_decisions(TABLE.encode(), file="d.dmn")})
    outcome = start(program, process="P", data={}, environment=lent)
    for task in outcome.opened:
        outcome = complete(program, outcome.snapshot, task=task.key, data={}, environment=lent)
    return outcome


def test_every_place_asks_the_same_function_in_the_same_language() -> None:
    lent, asked = environment()
    outcome = begun(lent)
    waits = {wait.event: wait for wait in outcome.waits}
    assert waits["timer"].due == datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
    assert waits["message"].correlation == {"key": "k7"}
    assert set(asked) == set(AMOUNTS)


def test_a_decision_takes_along_what_it_rests_on_and_the_step_all_of_it() -> None:
    lent, _ = environment()
    model = read_model([SourceFile("d.bpmn", DIAGRAM.encode())])
    program = build_program(model, decisions={"Enough": read_decisions(TABLE.encode(), file="d.dmn")})
    outcome = start(program, process="P", data={}, environment=lent)
    assert [made.cited for made in outcome.decided] == [("decision",)]
    assert set(outcome.cited) >= {"script", "items", "decision", "gateway", "collection"}
    assert len(outcome.opened) == 2


@pytest.mark.parametrize("place", ["script", "decision", "gateway", "collection", "timer", "correlation"])
def test_a_refusal_of_the_function_ends_the_step_wherever_it_is_called(place: str) -> None:
    """Null would quietly take the other way; a refusal leaves the case where it was."""
    with pytest.raises(Refused):
        begun(environment(**{place: None})[0])


def test_nothing_else_evaluates_what_people_write() -> None:
    """Neither Python nor a second reader of expressions: `eval` and its like occur nowhere in the product."""
    sources = [path for package in ("engine", "forms", "web") for path in (ROOT / package).rglob("*.py")]
    sources = [path for path in sources if "node_modules" not in path.parts]
    assert len(sources) > 200
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile"}
    ]
    assert found == []
