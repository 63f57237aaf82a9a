"""Two people who do the same at the same time: one does it, the other is told by whom it was done."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.perform import perform
from engine.commands.release_task import release_task
from engine.kernel.errors import GuijuError
from engine.kernel.ids import new_id
from engine.kernel.receipt import Receipt
from engine.tasks.errors import TaskNotOpen, TaskNotYours, TaskTaken
from tests.driving.casework import Casework, defaults
from tests.driving.district import District
from tests.integration.commands.conftest import Entered

Wish = tuple[str, Any, dict[str, Any]]


def at_once(district: District, wishes: Sequence[Wish]) -> tuple[list[Receipt], list[GuijuError]]:
    """Run commands in threads of their own, each with a connection, and return receipts and refusals."""
    gate = Barrier(len(wishes))
    prepared = [(district.actor(login), command, wish) for login, command, wish in wishes]

    def run(one: tuple[Any, Any, dict[str, Any]]) -> Receipt | GuijuError:
        actor, command, wish = one
        gate.wait(10)
        try:
            return perform(district.edge, actor, command, request_key=str(new_id()), **wish)
        except GuijuError as refusal:
            return refusal

    with ThreadPoolExecutor(len(wishes)) as threads:
        answers = list(threads.map(run, prepared))
    receipts = [each for each in answers if isinstance(each, Receipt)]
    return receipts, [each for each in answers if isinstance(each, GuijuError)]


@pytest.mark.parametrize("_round", range(3))
def test_of_two_who_claim_one_gets_it_and_the_other_is_told_who(
    district: District, penalty: Casework, _round: int
) -> None:
    penalty.to("线索核查")
    task_id = penalty.open_steps["线索核查"]
    held = penalty.district.worksheet("wangqiang", task_id).assignee_name
    if held:
        district.do("wangqiang", release_task, task_id=task_id)
    wish = {"task_id": task_id}
    receipts, refusals = at_once(district, [("wangqiang", claim_task, wish), ("zhaolei", claim_task, wish)])
    assert len(receipts) == 1
    [refusal] = refusals
    assert isinstance(refusal, TaskTaken)
    holder = district.worksheet("wangqiang", task_id).assignee_name
    assert holder in {"王强", "赵磊"}
    assert holder in refusal.sentence("zh")


def test_a_person_who_completes_twice_at_once_completes_once(
    district: District, intake: Casework, entered: Entered
) -> None:
    task_id = intake.open_steps["登记诉求"]
    wish = {"task_id": task_id, "data": entered(intake, "zhoumin", "登记诉求")}
    receipts, refusals = at_once(district, [("zhoumin", complete_task, wish)] * 2)
    assert len(receipts) == 1
    assert [type(each) for each in refusals] == [TaskNotOpen]
    assert "周敏" in refusals[0].sentence("zh")
    assert list(intake.open_steps) == ["诉求分类"]


def test_of_two_people_who_complete_one_wins_and_the_other_is_told_by_whom(
    district: District, penalty: Casework
) -> None:
    penalty.to("线索核查")
    task_id = penalty.open_steps["线索核查"]
    district.do("wangqiang", claim_task, task_id=task_id)
    wish = {"task_id": task_id, "data": penalty.filled("wangqiang", task_id, defaults()["线索核查"])}
    receipts, refusals = at_once(district, [("wangqiang", complete_task, wish), ("zhaolei", complete_task, wish)])
    assert len(receipts) == 1
    [refusal] = refusals
    # Told who holds it if asked before, by whom it was done if asked after.
    assert isinstance(refusal, TaskNotYours | TaskNotOpen)
    assert "王强" in refusal.sentence("zh")
    assert penalty.performer(task_id) == "wangqiang"


def test_one_submission_sent_twice_at_once_is_answered_twice_and_done_once(
    district: District, intake: Casework, entered: Entered
) -> None:
    task_id = intake.open_steps["登记诉求"]
    data, key, gate = entered(intake, "zhoumin", "登记诉求"), str(new_id()), Barrier(2)
    actor = district.actor("zhoumin")

    def submit(_: int) -> Receipt:
        gate.wait(10)
        return perform(district.edge, actor, complete_task, request_key=key, task_id=task_id, data=data)

    before = intake.seq
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(submit, range(2))
    assert first == second
    assert intake.seq == before + 1


def test_parallel_steps_completed_at_once_both_count_and_meet(district: District, penalty: Casework) -> None:
    """Two branches written at the same time keep each other's data: the case has one document, under one lock."""
    penalty.to("公示处罚决定")
    steps = penalty.open_steps
    assert {"公示处罚决定", "登记缴款"} <= steps.keys()
    wishes = []
    for name, login in (("公示处罚决定", "wangqiang"), ("登记缴款", "fengxuemei")):
        district.do(login, claim_task, task_id=steps[name])
        data = penalty.filled(login, steps[name], defaults()[name])
        wishes.append((login, complete_task, {"task_id": steps[name], "data": data}))
    receipts, refusals = at_once(district, wishes)
    assert refusals == []
    assert len(receipts) == 2
    assert list(penalty.open_steps) == ["结案呈批"]
    data = district.worksheet("wangqiang", penalty.open_steps["结案呈批"]).case.data
    hidden = {"exempt_reason"}
    assert {key for _, _, wish in wishes for key in wish["data"]} - data.keys() == hidden
