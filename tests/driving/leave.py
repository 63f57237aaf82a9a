"""A small procedure for tests of scenarios, and the shipped ones on a stage."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from engine.bpmn import SourceFile
from engine.scenarios.feature import Scenario
from engine.scenarios.memory.world import Stage
from engine.scenarios.reading import read_feature
from engine.scenarios.shelf import staging_of
from engine.scenarios.staging import Staging, build_stage

ROOT = Path(__file__).parents[2]
PROCESSES = ROOT / "processes"

DIAGRAM = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1">
<process id="Leave" name="请假" isExecutable="true" guiju:key="leave" guiju:titleEn="Leave" guiju:owner="LEGAL_OFFICE">
<startEvent id="Begun"><outgoing>a</outgoing></startEvent>
<userTask id="Ask" name="申请" guiju:performer="OFFICER_LEAD" guiju:form="ask"><incoming>a</incoming>
<outgoing>b</outgoing></userTask>
<exclusiveGateway id="Long" name="长假？" default="c"><incoming>b</incoming><outgoing>c</outgoing>
<outgoing>d</outgoing></exclusiveGateway>
<userTask id="Approve" name="批准" guiju:performer="SQUAD_LEADER" guiju:form="approve"><extensionElements>
<guiju:gate condition="days &lt; 30" reason="不得超过三十天" basis="规定 1"/></extensionElements>
<incoming>d</incoming><outgoing>e</outgoing></userTask>
<boundaryEvent id="Late" name="逾期" attachedToRef="Approve"><outgoing>g</outgoing><timerEventDefinition>
<timeDuration>P5D</timeDuration></timerEventDefinition></boundaryEvent>
<endEvent id="Noted" name="已登记"><incoming>c</incoming></endEvent>
<endEvent id="Granted" name="已批准"><incoming>e</incoming></endEvent>
<endEvent id="Lapsed" name="已失效"><incoming>g</incoming></endEvent>
<sequenceFlow id="a" sourceRef="Begun" targetRef="Ask"/><sequenceFlow id="b" sourceRef="Ask" targetRef="Long"/>
<sequenceFlow id="c" sourceRef="Long" targetRef="Noted"/>
<sequenceFlow id="d" sourceRef="Long" targetRef="Approve"><conditionExpression>kind = "LONG"</conditionExpression>
</sequenceFlow>
<sequenceFlow id="e" sourceRef="Approve" targetRef="Granted"/><sequenceFlow id="g" sourceRef="Late" targetRef="Lapsed"/>
</process></definitions>"""

FORM = """{"type": "default", "id": "ask", "schemaVersion": 18, "properties": {"title": "申请", "title.en": "Request"},
"components": [
 {"type": "number", "id": "f1", "key": "days", "label": "天数", "validate": {"required": true},
  "properties": {"label.en": "Days"}},
 {"type": "radio", "id": "f2", "key": "kind", "label": "种类", "validate": {"required": true},
  "values": [{"value": "SHORT", "label": "短假"}, {"value": "LONG", "label": "长假"}],
  "properties": {"label.en": "Kind", "option.SHORT.en": "short", "option.LONG.en": "long"}},
 {"type": "textfield", "id": "f3", "key": "why", "label": "理由", "conditional": {"hide": "=kind = \\"SHORT\\""},
  "properties": {"label.en": "Why"}}
]}"""

APPROVAL = """{"type": "default", "id": "approve", "schemaVersion": 18,
"properties": {"title": "批准", "title.en": "Approval"}, "components": [
 {"type": "textfield", "id": "f1", "key": "opinion", "label": "意见", "properties": {"label.en": "Opinion"}}]}"""

MANIFEST = """key = "leave"
title.zh = "请假"
title.en = "Leave"
owner = "LEGAL_OFFICE"
bpmn = "leave.bpmn"
forms = ["ask.form", "approve.form"]
"""

DEFAULTS = {"申请": {"办理人": "王强", "天数": "3", "种类": "短假"}, "批准": {"办理人": "马骏"}}


def written_to(folder: Path) -> Path:
    """Write the small procedure to a folder."""
    for name, text in {
        "leave.bpmn": DIAGRAM,
        "ask.form": FORM,
        "approve.form": APPROVAL,
        "procedure.toml": MANIFEST,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def scenarios(steps: str, *, name: str = "试") -> Sequence[Scenario]:
    """Return the scenarios of a feature with one scenario."""
    text = f"# language: zh-CN\n功能: 请假\n  场景: {name}\n{steps}\n"
    return read_feature(SourceFile("leave.feature", text.encode())).scenarios


@cache
def shipped_staging() -> Staging:
    """Everything that is shipped."""
    return staging_of(PROCESSES, beside=PROCESSES, defaults=[ROOT / "features/defaults.toml"])


@cache
def shipped_stage() -> Stage:
    """The stage of everything that is shipped."""
    return build_stage(shipped_staging())
