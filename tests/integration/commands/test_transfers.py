"""Running cases are taken to a new version: what survives, what is refused, and how an order is halted."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.bpmn import SourceFile
from engine.cases.timeline import read_timeline
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.pause_transfer import pause_transfer
from engine.commands.perform import perform
from engine.commands.resume_transfer import resume_transfer
from engine.commands.save_draft import save_draft
from engine.commands.start_transfer import start_transfer
from engine.commands.stop_transfer import stop_transfer
from engine.commands.transfer_case import transfer_case
from engine.definitions.folders import read_folder
from engine.kernel.actor import system_actor
from engine.kernel.database import transaction
from engine.kernel.ids import new_id
from engine.organization.errors import MissingPermission
from engine.transfer.errors import MappingRefused, NothingToTransfer, SameVersion, TransferNotThere, VersionUnknown
from engine.transfer.progress import propose_mapping, read_transfer, try_out
from tests.driving.bundles import unruled
from tests.driving.casework import ROOT, Casework
from tests.driving.district import District

KEY = "ordinary-penalty"
DRAWING = "processes/ordinary-penalty/ordinary-penalty.bpmn"
REVIEW = "《行政处罚法》第五十八条第一款"


def redraw(district: District, *changes: tuple[str, str]) -> None:
    """Deploy the ordinary procedure with its diagram changed."""
    [files] = read_folder(ROOT / "processes/ordinary-penalty")
    drawing = next(file for file in files if file.name == DRAWING).content.decode()
    for old, new in changes:
        assert old in drawing, old
        drawing = drawing.replace(old, new)
    changed = [SourceFile(file.name, drawing.encode() if file.name == DRAWING else file.content) for file in files]
    actor = system_actor(district.tenant_id)
    perform(district.edge, actor, deploy_procedure, request_key=str(new_id()), files=unruled(changed), note="改图")


RENAMED = (('"CollectEvidence"', '"GatherEvidence"'), (">CollectEvidence<", ">GatherEvidence<"))
NUMBER = 'select v.number from "case" c join definition_version v on v.id = c.definition_version_id where c.id = :case'
TITLED = (('name="调查取证"', 'name="调查与取证"'),)


@pytest.fixture
def owner(district: District) -> str:
    """The login of somebody who may take cases to another version."""
    statement = text(
        "select p.login from person p join seat s on s.tenant_id = p.tenant_id and s.person_id = p.id"
        " where s.role in ('PROCESS_OWNER', 'ADMINISTRATOR') order by p.login"
    )
    with transaction(district.edge.database, district.tenant_id) as session:
        found = session.scalar(statement)
    assert found is not None
    return str(found)


def rows(case: Casework, statement: str) -> list[Any]:
    with transaction(case.district.edge.database, case.district.tenant_id) as session:
        return [tuple(row) for row in session.execute(text(statement), {"case": case.case_id})]


OPEN = (
    "select id, key, assignee_id, due_at, draft, unit from task where case_id = :case and status = 'open' order by id"
)


def order(district: District, owner: str, **more: Any) -> UUID:
    arguments = {"key": KEY, "from_number": 1, "to_number": 2, "reason": "修订规程", **more}
    return UUID(district.do(owner, start_transfer, **arguments).detail["transfer"])


def test_tasks_keep_their_id_holder_draft_and_due_instant(penalty: Casework, district: District, owner: str) -> None:
    case = penalty.to("调查终结报告")
    task = case.open_steps["调查终结报告"]
    district.do("wangqiang", save_draft, task_id=task, data={"facts_established": "占道经营"}, revision=0)
    before = rows(case, OPEN)
    redraw(district, ('name="调查终结报告"', 'name="调查终结"'))
    transfer = order(district, owner)
    district.work_off()
    with district.looking(owner) as ctx:
        view = read_transfer(ctx, transfer)
    assert (view.status, view.counts["moved"]) == ("finished", 1)
    assert rows(case, OPEN) == before
    assert list(case.open_steps) == ["调查终结"]
    with district.looking("chenjianguo") as ctx:
        entry = read_timeline(ctx, case.case_id).items[0]
    assert (entry.kind, entry.sentence_zh, entry.reason) == ("case:migrated", "转到规程第 2 版", "修订规程")


def test_a_renamed_step_is_found_again_by_its_likeness(penalty: Casework, district: District, owner: str) -> None:
    case = penalty.to("调查取证")
    redraw(district, *RENAMED, *TITLED)
    with district.looking(owner) as ctx:
        pairs = {pair.source: pair for pair in propose_mapping(ctx, KEY, from_number=1, to_number=2)}
        [trial] = try_out(ctx, KEY, from_number=1, to_number=2, mapping=None)
        [unmapped] = try_out(ctx, KEY, from_number=1, to_number=2, mapping={})
    assert (pairs["CollectEvidence"].target, pairs["CollectEvidence"].how) == ("GatherEvidence", "renamed")
    assert (trial.would_move, ("CollectEvidence", "GatherEvidence") in trial.places) == (True, True)
    assert "元素“CollectEvidence”在新版本中不存在且未映射" in [fault.zh for fault in unmapped.refusals]
    order(district, owner)
    district.work_off()
    assert list(case.open_steps) == ["调查与取证"]


def test_a_version_without_the_gate_takes_no_case_that_has_it_before_it(
    penalty: Casework, district: District, owner: str
) -> None:
    case = penalty.to("调查取证")
    condition = "review_need.needed != true or (review_passed"
    redraw(district, (f'basis="{REVIEW}"', 'basis="无"'), (condition, "true or (review_passed"))
    transfer = order(district, owner)
    district.work_off()
    with district.looking(owner) as ctx:
        view = read_transfer(ctx, transfer)
    assert view.counts["refused"] == 1
    assert any(REVIEW in told["zh"] for told in view.items[0].told)
    assert rows(case, NUMBER) == [(1,)]
    assert case.to("调查终结报告").open_steps


def test_a_case_is_not_taken_behind_a_gate_by_a_mapping(penalty: Casework, district: District, owner: str) -> None:
    case = penalty.to("调查取证")
    redraw(district, *RENAMED)
    with district.looking(owner) as ctx:
        [trial] = try_out(ctx, KEY, from_number=1, to_number=2, mapping={"CollectEvidence": "GatherEvidence"})
        assert trial.would_move
        with pytest.raises(MappingRefused) as refused:
            try_out(ctx, KEY, from_number=1, to_number=2, mapping={"CollectEvidence": "ServeDecision"})
    assert refused.value.faults[0].where["element"] == "CollectEvidence"
    redraw(district, *RENAMED, ('"ServeDecision"', '"DeliverDecision"'), (">ServeDecision<", ">DeliverDecision<"))
    with district.looking(owner) as ctx:
        [trial] = try_out(ctx, KEY, from_number=1, to_number=3, mapping={"CollectEvidence": "DeliverDecision"})
    assert REVIEW in {fault.where.get("rule") for fault in trial.refusals}
    assert case.open_steps


def test_an_order_is_paused_resumed_and_stopped(district: District, owner: str) -> None:
    cases = [Casework.begun(district, KEY, by="王强") for _ in range(3)]
    redraw(district, *TITLED)
    transfer = order(district, owner)
    machine = system_actor(district.tenant_id)
    perform(
        district.edge, machine, transfer_case, request_key=str(new_id()), transfer_id=transfer, case_id=cases[0].case_id
    )
    district.do(owner, pause_transfer, transfer_id=transfer)
    district.work_off()
    with district.looking(owner) as ctx:
        view = read_transfer(ctx, transfer)
    assert (view.status, view.counts) == ("paused", {"waiting": 2, "moved": 1, "refused": 0, "passed_over": 0})
    with pytest.raises(TransferNotThere):
        district.do(owner, pause_transfer, transfer_id=transfer)
    # A case that went on meanwhile is simply looked at again.
    cases[1].advance(next(iter(cases[1].open_steps)))
    district.do(owner, resume_transfer, transfer_id=transfer)
    district.work_off()
    with district.looking(owner) as ctx:
        assert read_transfer(ctx, transfer).counts["moved"] == 3
    with pytest.raises(TransferNotThere):
        district.do(owner, stop_transfer, transfer_id=transfer)


def test_a_case_that_is_taken_elsewhere_is_passed_over(penalty: Casework, district: District, owner: str) -> None:
    redraw(district, *TITLED)
    first, second = order(district, owner), order(district, owner)
    district.work_off()
    with district.looking(owner) as ctx:
        counts = [read_transfer(ctx, transfer).counts for transfer in (first, second)]
    assert [(each["moved"], each["passed_over"]) for each in counts] == [(1, 0), (0, 1)]
    assert penalty.open_steps


def test_what_cannot_be_ordered_is_refused(penalty: Casework, district: District, owner: str) -> None:
    assert penalty.open_steps
    with pytest.raises(VersionUnknown):
        order(district, owner)
    redraw(district, *TITLED)
    for more, error in (
        ({"from_number": 2}, SameVersion),
        ({"from_number": 2, "to_number": 1}, NothingToTransfer),
        ({"mapping": {"Nobody": "CollectEvidence"}}, MappingRefused),
        ({"mapping": {"CollectEvidence": "LegalReviewNeed"}}, MappingRefused),
    ):
        with pytest.raises(error):
            order(district, owner, **more)
    with pytest.raises(MissingPermission):
        order(district, "wangqiang")
