"""A case whose next step waits for data: the page of the case says so, in both languages."""

from collections.abc import Callable

from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from tests.driving.casework import Casework, logins
from tests.driving.district import District
from tests.integration.messages.conftest import Deploy, line, task
from tests.integration.web.conftest import Browser

ASKS = """<ioSpecification><dataInput id="in_note" name="said"/><inputSet>
<dataInputRefs>in_note</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation>
<sourceRef>note</sourceRef><targetRef>in_note</targetRef>
</dataInputAssociation>"""


def test_the_page_of_a_case_says_what_it_waits_for(
    district: District, deploy: Deploy, browsers: Callable[[str], Browser]
) -> None:
    read = task("Read", "阅读").replace("/>", f">{ASKS}</userTask>")
    deploy("asking", line('<startEvent id="S"/>', task("Ask", "询问"), read, '<endEvent id="E"/>'))
    case = Casework.begun(district, "asking", by="王强")
    login, task_id = logins()["王强"], case.open_steps["询问"]
    district.do(login, claim_task, task_id=task_id)
    district.do(login, complete_task, task_id=task_id, data={})
    assert case.open_steps == {}
    browser = browsers("王强")
    # The label of the field stands for its name.
    assert "“阅读”尚未开始，等待数据：x。" in browser.open(f"/cases/{case.case_id}").words
    browser.send("/language", {"language": "en"})
    assert "'阅读' has not begun: it waits for x." in browser.open(f"/cases/{case.case_id}").words
