"""What the law makes a precondition holds whatever path the diagram took, and what it allows once is done once."""

from collections.abc import Callable

import pytest

from engine.bpmn import SourceFile
from engine.cases.errors import ClaimedElsewhere
from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.perform import perform
from engine.definitions.folders import read_folder
from engine.kernel.actor import system_actor
from engine.kernel.ids import new_id
from engine.kernel.receipt import Receipt
from engine.tasks.errors import GateClosed
from tests.driving.bundles import unruled
from tests.driving.casework import ROOT, Casework
from tests.driving.district import District
from tests.integration.commands.conftest import Contents, Entered

DRAWING = "processes/ordinary-penalty/ordinary-penalty.bpmn"
SWAPPED = (
    # The two ways out of the proposed result change places: a penalty goes past the notice, no penalty gets one.
    ('sourceRef="ProposedResult" targetRef="HearingRight"', 'sourceRef="ProposedResult" targetRef="SWAP"'),
    ('sourceRef="ProposedResult" targetRef="ToDecision"', 'sourceRef="ProposedResult" targetRef="HearingRight"'),
    ('sourceRef="ProposedResult" targetRef="SWAP"', 'sourceRef="ProposedResult" targetRef="ToDecision"'),
    ("<incoming>Flow_ProposedResult_HearingRight</incoming>", "<incoming>SWAP</incoming>"),
    (
        "<incoming>Flow_ProposedResult_ToDecision</incoming>",
        "<incoming>Flow_ProposedResult_HearingRight</incoming>",
    ),
    ("<incoming>SWAP</incoming>", "<incoming>Flow_ProposedResult_ToDecision</incoming>"),
)


def redrawn(*changes: tuple[str, str]) -> list[SourceFile]:
    """Return the ordinary procedure with its diagram changed."""
    [files] = read_folder(ROOT / "processes/ordinary-penalty")
    return [
        SourceFile(file.name, replaced(file.content, changes) if file.name == DRAWING else file.content)
        for file in files
    ]


def replaced(content: bytes, changes: tuple[tuple[str, str], ...]) -> bytes:
    """Replace text of a diagram, each of which must be there."""
    drawing = content.decode()
    for old, new in changes:
        assert old in drawing, old
        drawing = drawing.replace(old, new)
    return drawing.encode()


@pytest.fixture
def deploy(district: District) -> Callable[[list[SourceFile]], Receipt]:
    """Deploys files for the operator of the machine."""

    def run(files: list[SourceFile]) -> Receipt:
        actor = system_actor(district.tenant_id)
        return perform(
            district.edge, actor, deploy_procedure, request_key=str(new_id()), files=unruled(files), note="改图"
        )

    return run


def test_a_diagram_that_goes_past_the_notice_still_reaches_no_decision(
    district: District, deploy: Callable[[list[SourceFile]], Receipt], entered: Entered, contents: Contents
) -> None:
    deploy(redrawn(*SWAPPED))
    case = Casework.begun(district, "ordinary-penalty", by="王强").to("作出处罚决定")
    task_id = case.open_steps["作出处罚决定"]
    district.do("chenjianguo", claim_task, task_id=task_id)
    data = entered(case, "chenjianguo", "作出处罚决定")
    before = contents()
    with pytest.raises(GateClosed) as refused:
        district.do("chenjianguo", complete_task, task_id=task_id, data=data)
    told = {(fault.where["rule"], fault.zh.startswith("尚未就本次调查结论")) for fault in refused.value.faults}
    assert ("《行政处罚法》第四十四条、第六十二条", True) in told
    assert len(refused.value.faults) > 1, "every closed gate is told at once"
    assert {fault.where["element"] for fault in refused.value.faults} == {"DecidePenalty"}
    assert contents() == before
    assert "作出处罚决定" in case.open_steps


def test_one_act_is_fined_once_over_all_cases(district: District, entered: Entered, contents: Contents) -> None:
    same_day = {"线索核查": {"违法行为发生（终了）之日": "2026-11-23"}}
    first = Casework.begun(district, "ordinary-penalty", by="王强").to("作出处罚决定", same_day)
    first.do("作出处罚决定")
    number = district.worksheet("wangqiang", first.open_steps["送达处罚决定书"]).case.number
    second = Casework.begun(district, "ordinary-penalty", by="王强").to("作出处罚决定", same_day)
    task_id = second.open_steps["作出处罚决定"]
    district.do("chenjianguo", claim_task, task_id=task_id)
    data = entered(second, "chenjianguo", "作出处罚决定")
    before = contents()
    with pytest.raises(ClaimedElsewhere) as refused:
        district.do("chenjianguo", complete_task, task_id=task_id, data=data)
    assert number in refused.value.sentence("zh")
    assert "may not be fined twice" in refused.value.sentence("en")
    assert contents() == before
