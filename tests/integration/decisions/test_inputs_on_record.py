"""What a rule looked at stays on the record: openly, or kept apart where it may be personal."""

import pytest
from sqlalchemy import text

from engine.audit.verification import verify_tenant
from engine.bpmn import SourceFile
from engine.cases.timeline import TimelineEntry, read_timeline
from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.perform import perform
from engine.kernel.actor import system_actor
from engine.kernel.database import driver, transaction
from engine.kernel.ids import new_id
from tests.driving.casework import Casework, logins
from tests.driving.district import District

MANIFEST = b"""key = "graded"
title.zh = "x"
title.en = "x"
owner = "x"
bpmn = "g/g.bpmn"
forms = ["g/g.form"]
dmn = ["g/g.dmn"]
"""
FORM = """{"type": "default", "id": "facts", "schemaVersion": 19, "properties": {"title": "x", "title.en": "x"},
"components": [
 {"type": "number", "id": "f1", "key": "amount", "label": "金额", "properties": {"label.en": "x"}},
 {"type": "textfield", "id": "f2", "key": "who", "label": "姓名", "properties": {"label.en": "x", "personal": "true"}}
]}""".encode()
DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:g">
<inputData id="a" name="amount"><variable name="amount" typeRef="number"/></inputData>
<inputData id="w" name="party"><variable name="party" typeRef="string"/></inputData>
<decision id="Grade" name="分级"><informationRequirement><requiredInput href="#a"/></informationRequirement>
<informationRequirement><requiredInput href="#w"/></informationRequirement><decisionTable hitPolicy="FIRST">
<input label="金额"><inputExpression><text>amount</text></inputExpression></input>
<input label="当事人"><inputExpression><text>party</text></inputExpression></input><output name="grade"/>
<rule><inputEntry><text>&lt; 100</text></inputEntry><inputEntry><text>-</text></inputEntry>
<outputEntry><text>"轻微"</text></outputEntry><annotationEntry><text>第三条</text></annotationEntry></rule>
<rule><inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry>
<outputEntry><text>"一般"</text></outputEntry></rule></decisionTable></decision></definitions>""".encode()
DIAGRAM = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1"
  targetNamespace="urn:test">
  <process id="Graded" isExecutable="true" guiju:key="graded">
    <startEvent id="Begin"/><sequenceFlow id="f0" sourceRef="Begin" targetRef="Facts"/>
    <userTask id="Facts" name="登记" guiju:performer="OFFICER_LEAD" guiju:unit='"SQUAD_01"' guiju:form="facts"/>
    <sequenceFlow id="f1" sourceRef="Facts" targetRef="Copy"/>
    <scriptTask id="Copy"><script>{party: upper case(who)}</script></scriptTask>
    <sequenceFlow id="f2" sourceRef="Copy" targetRef="Judge"/>
    <businessRuleTask id="Judge" name="分级" guiju:decision="Grade" guiju:result="grade"/>
    <sequenceFlow id="f3" sourceRef="Judge" targetRef="Close"/>
    <userTask id="Close" name="收尾" guiju:performer="OFFICER_LEAD" guiju:unit='"SQUAD_01"' guiju:form="facts"/>
    <sequenceFlow id="f4" sourceRef="Close" targetRef="End"/><endEvent id="End"/>
  </process>
</definitions>""".encode()


@pytest.fixture
def case(district: District) -> Casework:
    """A case that was graded on an amount and on a name that a script has copied."""
    files = {"procedure.toml": MANIFEST, "g.form": FORM, "g.dmn": DMN, "g.bpmn": DIAGRAM}
    sources = [SourceFile(f"g/{name}", content) for name, content in files.items()]
    actor = system_actor(district.tenant_id)
    perform(district.edge, actor, deploy_procedure, request_key=str(new_id()), files=sources, note="x")
    begun = Casework.begun(district, "graded", by="王强")
    task_id = begun.open_steps["登记"]
    district.do(logins()["王强"], claim_task, task_id=task_id)
    district.do(logins()["王强"], complete_task, task_id=task_id, data={"amount": 20, "who": "zhang san"})
    return begun


def graded(district: District, case: Casework) -> TimelineEntry:
    with district.looking(logins()["王强"]) as ctx:
        entries = read_timeline(ctx, case.case_id).items
    return next(entry for entry in entries if entry.rules)


def private_values(district: District, case: Casework) -> dict[str, str]:
    with transaction(district.edge.database, district.tenant_id) as session:
        rows = session.execute(text("select name, value from private_value where case_id = :c"), {"c": case.case_id})
        return {name: bytes(value).decode() for name, value in rows}


def test_an_open_input_stands_in_the_event_and_a_personal_one_beside_it(district: District, case: Casework) -> None:
    (made,) = graded(district, case).detail["decided"]
    (rule,) = made["fired"]
    assert rule["inputs"].keys() == {"金额"}
    assert rule["private"] == ["当事人"]
    assert "ZHANG" not in str(graded(district, case).detail)
    assert "ZHANG SAN" in private_values(district, case)["decided.0.fired.0.当事人"]


def test_the_timeline_says_on_what_the_rule_fired(district: District, case: Casework) -> None:
    assert graded(district, case).rule_sentences("zh-CN") == (
        "决策表“分级”第1条规则命中：金额 = 20，当事人（个人信息，另存） → grade = 轻微（第三条）",
    )


def test_the_record_with_values_kept_apart_is_sound(district: District, case: Casework) -> None:
    assert case.status == "active"
    with transaction(district.edge.database, district.tenant_id) as session:
        result = verify_tenant(driver(session), district.tenant_id, is_intact=district.edge.files.is_intact)
    assert result.is_sound
