"""A call is bound to the live version, to a numbered one, or always to the latest; cases keep what they began with."""

import pytest

from engine.bpmn import SourceFile
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.perform import perform
from engine.definitions.catalogue import list_definitions
from engine.definitions.errors import BundleRefused
from engine.kernel.actor import system_actor
from engine.kernel.ids import new_id
from tests.driving.casework import Casework
from tests.driving.district import District

FORM = """{"type": "default", "id": "%s", "schemaVersion": 19, "properties": {"title": "x", "title.en": "x"},
"components": [{"type": "textfield", "id": "f_note", "key": "note", "label": "x", "properties": {"label.en": "x"}}]}"""
HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1"
  targetNamespace="urn:test"><process id="{process}" isExecutable="true" guiju:key="{key}">"""
TASK = """<startEvent id="S{key}"/><sequenceFlow id="f{key}" sourceRef="S{key}" targetRef="T{key}"/>
<userTask id="T{key}" name="{name}" guiju:performer="OFFICER_LEAD" guiju:unit='"SQUAD_01"' guiju:form="{key}"/>"""


def deploy(district: District, key: str, body: str) -> int:
    text = HEAD.format(process=key.title(), key=key) + body + "</process></definitions>"
    manifest = (
        f'key = "{key}"\ntitle.zh = "x"\ntitle.en = "x"\nowner = "x"\nbpmn = "{key}/d.bpmn"\nforms = ["{key}/f.form"]'
    )
    files = [
        SourceFile(f"{key}/procedure.toml", manifest.encode()),
        SourceFile(f"{key}/d.bpmn", text.encode()),
        SourceFile(f"{key}/f.form", (FORM % key).encode()),
    ]
    actor = system_actor(district.tenant_id)
    receipt = perform(district.edge, actor, deploy_procedure, request_key=str(new_id()), files=files, note="x")
    return int(str(receipt.number))


def deploy_called(district: District, name: str) -> int:
    return deploy(district, "inner", TASK.format(key="inner", name=name))


def deploy_caller(district: District, binding: str, *, key: str = "outer", called: str = "Inner") -> int:
    task = TASK.format(key=key, name="先办")
    call = f'<callActivity id="C{key}" calledElement="{called}" {binding}/>'
    flow = f'<sequenceFlow id="g{key}" sourceRef="T{key}" targetRef="C{key}"/>'
    return deploy(district, key, task + flow + call)


def begun(district: District, *, key: str = "outer") -> Casework:
    return Casework.begun(district, key, by="王强")


def called_step(case: Casework) -> list[str]:
    case.do("先办", {"x": "x"}, by="王强")
    return list(case.open_steps)


@pytest.mark.parametrize("binding", ["", 'guiju:binding="deployment"'])
def test_a_call_stays_with_the_version_that_was_live_when_it_was_published(district: District, binding: str) -> None:
    deploy_called(district, "旧")
    deploy_caller(district, binding)
    deploy_called(district, "新")
    assert called_step(begun(district)) == ["旧"]


def test_a_call_may_name_a_version(district: District) -> None:
    for name in ("一", "二", "三"):
        deploy_called(district, name)
    deploy_caller(district, 'guiju:binding="2"')
    assert called_step(begun(district)) == ["二"]


def test_a_call_of_the_latest_follows_it_but_not_in_cases_that_have_begun(district: District) -> None:
    deploy_called(district, "旧")
    assert deploy_caller(district, 'guiju:binding="latest"') == 1
    before = begun(district)
    assert deploy_called(district, "新") == 2
    after = begun(district)
    assert (called_step(before), called_step(after)) == (["旧"], ["新"])
    with district.looking("liuzhiyuan") as ctx:
        assert {row.key: row.number for row in list_definitions(ctx)}["outer"] == 2


def test_what_calls_a_follower_follows_too(district: District) -> None:
    deploy_called(district, "旧")
    deploy_caller(district, 'guiju:binding="latest"')
    deploy_caller(district, 'guiju:binding="latest"', key="outermost", called="Outer")
    deploy_called(district, "新")
    case = begun(district, key="outermost")
    case.do("先办", {"x": "x"}, by="王强")
    assert called_step(case) == ["新"]


REFUSED = [
    # A version that was never published.
    ('guiju:binding="7"', "called-version-missing"),
    # A policy there is not.
    ('guiju:binding="newest"', "bad-binding"),
    ('guiju:binding="0"', "bad-binding"),
]


@pytest.mark.parametrize(("binding", "code"), REFUSED)
def test_a_binding_to_nothing_is_refused_where_it_stands(district: District, binding: str, code: str) -> None:
    deploy_called(district, "一")
    with pytest.raises(BundleRefused) as caught:
        deploy_caller(district, binding)
    assert (code, "Couter") in [(fault.code, fault.where.get("element")) for fault in caught.value.faults]


def test_a_process_that_nobody_has_published_cannot_be_called(district: District) -> None:
    with pytest.raises(BundleRefused) as caught:
        deploy_caller(district, "", called="Nobody")
    assert [fault.code for fault in caught.value.faults] == ["called-process-missing"]


def test_one_process_is_not_called_in_two_versions(district: District) -> None:
    deploy_called(district, "一")
    deploy_caller(district, "")
    deploy_called(district, "二")
    calls = '<callActivity id="A" calledElement="Inner"/><callActivity id="B" calledElement="Inner" guiju:binding="1"/>'
    with pytest.raises(BundleRefused) as caught:
        deploy(district, "both", calls)
    assert [(fault.code, fault.where["element"]) for fault in caught.value.faults] == [("binding-conflict", "B")]
    calls = '<callActivity id="A" calledElement="Inner"/><callActivity id="B" calledElement="Outer"/>'
    with pytest.raises(BundleRefused) as caught:
        deploy(district, "both", calls)
    assert "called-in-two-versions" in [fault.code for fault in caught.value.faults]


def test_procedures_that_call_each_other_are_refused(district: District) -> None:
    deploy_called(district, "一")
    deploy_caller(district, "")
    with pytest.raises(BundleRefused) as caught:
        deploy(district, "inner", '<callActivity id="C" calledElement="Outer"/>')
    assert {fault.code for fault in caught.value.faults} & {"call-cycle", "called-in-two-versions"}
