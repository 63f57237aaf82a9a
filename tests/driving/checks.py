"""A procedure with an ad-hoc subprocess, as small as it can be: some checks, as often as it takes."""

from engine.bpmn import SourceFile
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.perform import perform
from engine.kernel.actor import system_actor
from engine.kernel.ids import new_id
from tests.driving.casework import Casework
from tests.driving.district import District

FORM = b"""{"type": "default", "id": "note", "schemaVersion": 19, "properties": {"title": "x", "title.en": "x"},
"components": [{"type": "textfield", "id": "f_note", "key": "note", "label": "x", "properties": {"label.en": "x"}}]}"""
MANIFEST = b"""key = "checks"
title.zh = "x"
title.en = "x"
owner = "x"
bpmn = "c/c.bpmn"
forms = ["c/c.form"]
"""
DIAGRAM = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1"
  targetNamespace="urn:test">
  <process id="Checks" isExecutable="true" guiju:key="checks">
    <startEvent id="Begin"/>
    <sequenceFlow id="f0" sourceRef="Begin" targetRef="Ask"/>
    <userTask id="Ask" name="询问" guiju:performer="OFFICER_LEAD" guiju:unit='"SQUAD_01"' guiju:form="note"/>
    <sequenceFlow id="f1" sourceRef="Ask" targetRef="Checks1"/>
    <adHocSubProcess id="Checks1" name="补充调查" guiju:performer="SQUAD_LEADER" guiju:unit='"SQUAD_01"'>
      <userTask id="Visit" name="走访" guiju:performer="OFFICER_LEAD" guiju:unit='"SQUAD_01"' guiju:form="note"/>
      <userTask id="Opinion" name="法律意见" guiju:performer="LEGAL_REVIEWER" guiju:unit='"LEGAL_OFFICE"'
        guiju:form="note"/>
      <userTask id="Again" name="复核" guiju:performer="OFFICER_LEAD" guiju:unit='"SQUAD_01"' guiju:form="note">
        <extensionElements><guiju:exclude performerOf="Ask"/></extensionElements></userTask>
      <scriptTask id="Count" name="计数"><script>{counted: true}</script></scriptTask>
    </adHocSubProcess>
    <sequenceFlow id="f2" sourceRef="Checks1" targetRef="Close"/>
    <userTask id="Close" name="收尾" guiju:performer="OFFICER_LEAD" guiju:unit='"SQUAD_01"' guiju:form="note"/>
    <sequenceFlow id="f3" sourceRef="Close" targetRef="End"/>
    <endEvent id="End"/>
  </process>
</definitions>"""


def deploy_checks(district: District, diagram: str = DIAGRAM) -> None:
    """Publish the procedure, with another diagram if one is given."""
    files = [
        SourceFile("c/procedure.toml", MANIFEST),
        SourceFile("c/c.bpmn", diagram.encode()),
        SourceFile("c/c.form", FORM),
    ]
    actor = system_actor(district.tenant_id)
    perform(district.edge, actor, deploy_procedure, request_key=str(new_id()), files=files, note="x")


def checks_opened(district: District) -> Casework:
    """Return a case whose ad-hoc subprocess has just opened."""
    deploy_checks(district)
    case = Casework.begun(district, "checks", by="王强")
    case.do("询问", {"x": "x"}, by="王强")
    return case
