"""A request that is sent twice happens once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from engine.commands.add_comment import add_comment
from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.errors import RequestKeyMissing, RequestKeyReused
from engine.commands.perform import perform
from engine.commands.start_case import start_case
from engine.kernel.database import transaction
from engine.kernel.receipt import Receipt
from engine.tasks.errors import NotYourQueue, TaskNotOpen
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.commands.conftest import Contents, Entered


def test_a_repeated_request_gets_the_first_receipt_and_writes_once(
    district: District, intake: Casework, contents: Contents
) -> None:
    wish = {"case_id": intake.case_id, "body": "请先核对地址。"}
    first = district.do("zhoumin", add_comment, request_key="same", **wish)
    before = contents()
    assert district.do("zhoumin", add_comment, request_key="same", **wish) == first
    assert contents() == before


def test_a_repeated_completion_is_answered_although_the_task_is_closed(
    district: District, intake: Casework, entered: Entered, contents: Contents
) -> None:
    task_id = intake.open_steps["登记诉求"]
    wish = {"task_id": task_id, "data": entered(intake, "zhoumin", "登记诉求")}
    first = district.do("zhoumin", complete_task, request_key="same", **wish)
    before = contents()
    assert district.do("zhoumin", complete_task, request_key="same", **wish) == first
    assert contents() == before
    with pytest.raises(TaskNotOpen) as refused:
        district.do("zhoumin", complete_task, request_key="another", **wish)
    assert "周敏" in refused.value.sentence("zh")


def test_of_two_equal_requests_at_once_one_writes_and_both_get_its_receipt(district: District) -> None:
    actor, gate = district.actor("zhoumin"), Barrier(2)

    def send(_: int) -> Receipt:
        gate.wait(10)
        return perform(district.edge, actor, start_case, request_key="same", key="complaint-intake")

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(send, range(2))
    assert first == second
    with transaction(district.edge.database, district.tenant_id) as session:
        assert session.scalar(text('select count(*) from "case"')) == 1
        assert session.scalar(text("select count(*) from request_key where key = 'same'")) == 1


@pytest.mark.parametrize(
    ("login", "command"),
    [
        # the same person, but for something else
        ("zhoumin", add_comment),
        # somebody else, for the same thing
        ("wuqian", start_case),
    ],
)
def test_a_key_serves_one_person_for_one_command(
    district: District, intake: Casework, contents: Contents, login: str, command: object
) -> None:
    district.start("zhoumin", "complaint-intake", request_key="taken")
    wish = {"case_id": intake.case_id, "body": "x"} if command is add_comment else {"key": "complaint-intake"}
    before = contents()
    with pytest.raises(RequestKeyReused):
        district.do(login, command, request_key="taken", **wish)
    assert contents() == before


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_has_one_to_two_hundred_characters(district: District, intake: Casework, key: str) -> None:
    with pytest.raises(RequestKeyMissing):
        perform(
            district.edge,
            district.actor("zhoumin"),
            claim_task,
            request_key=key,
            task_id=intake.open_steps["登记诉求"],
        )


def test_a_refused_request_leaves_its_key_free(district: District, queued: Casework) -> None:
    task_id = queued.open_steps["查重"]
    for login in ("zhoumin", "zhengli"):
        with pytest.raises(NotYourQueue):
            district.do(login, claim_task, request_key="retry", task_id=task_id)
    assert district.do("wuqian", claim_task, request_key="retry", task_id=task_id).task_id == task_id
