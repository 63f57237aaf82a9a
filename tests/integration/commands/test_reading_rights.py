"""Who may read a case is data, and who reported it is withheld from everybody but its handlers."""

import pytest

from engine.cases.directory import list_cases
from engine.cases.dossier import read_dossier, read_protected
from engine.cases.timeline import read_timeline
from engine.commands.attach_file import attach_file
from engine.commands.cancel_case import cancel_case
from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.reassign_task import reassign_task
from engine.commands.release_task import release_task
from engine.commands.reveal_reporter import reveal_reporter
from engine.commands.save_diagram import save_diagram
from engine.commands.save_draft import save_draft
from engine.commands.start_case import start_case
from engine.commands.suspend_case import suspend_case
from engine.kernel.errors import Conflict, Forbidden, NotFound
from engine.organization.errors import MissingPermission
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.commands.conftest import Contents

NAME, TELEPHONE = "黄女士", "13800000000"


@pytest.fixture
def dispatched(intake: Casework) -> Casework:
    """A complaint that was sent to the squad of the sub-district, with the reporter's name in it."""
    return intake.to("现场核查")


@pytest.mark.parametrize(
    ("login", "reads"),
    [
        # the centre that took the report
        ("wuqian", True),
        # the squad that handles it
        ("majun", True),
        # supervision
        ("penglei", True),
        # the bureau above the squad
        ("liuzhiyuan", True),
        # another squad
        ("songjie", False),
        # a market station
        ("yuhui", False),
        # the process owner draws and reads no case but those of units below the own one
        ("xieyun", False),
    ],
)
def test_a_case_is_read_by_its_units_and_those_above(
    district: District, dispatched: Casework, login: str, reads: bool
) -> None:
    with district.looking(login) as ctx:
        listed = {row.id for row in list_cases(ctx).items}
        if reads:
            assert read_dossier(ctx, dispatched.case_id).case.id == dispatched.case_id
            assert read_timeline(ctx, dispatched.case_id).items
        else:
            for read in (read_dossier, read_timeline, read_protected):
                with pytest.raises(NotFound):
                    read(ctx, dispatched.case_id)
    assert (dispatched.case_id in listed) is reads
    if not reads:
        with pytest.raises(NotFound):
            district.worksheet(login, dispatched.open_steps["现场核查"])


def test_supervision_reads_everything_and_changes_nothing(
    district: District, dispatched: Casework, contents: Contents
) -> None:
    task, case = {"task_id": dispatched.open_steps["现场核查"]}, {"case_id": dispatched.case_id}
    before = contents()
    for command, wish in (
        (claim_task, task),
        (release_task, task),
        (complete_task, {**task, "data": {}}),
        (save_draft, {**task, "data": {}, "revision": 0}),
        (reassign_task, {**task, "login": "zhaolei", "reason": "督办"}),
        (cancel_case, {**case, "reason": "督办"}),
        (suspend_case, {**case, "reason": "督办"}),
        (attach_file, {**case, "files": district.edge.files, "name": "a.pdf", "content": b"%PDF-"}),
        (reveal_reporter, case),
        (start_case, {"key": "complaint-intake"}),
        (save_diagram, {"key": "complaint-intake", "revision": 0, "bpmn": b""}),
    ):
        with pytest.raises(Forbidden):
            district.do("penglei", command, **wish)
    assert contents() == before


@pytest.mark.parametrize("login", ["zhoumin", "penglei", "majun", "liuzhiyuan"])
def test_a_case_shows_nobody_who_reported(district: District, dispatched: Casework, login: str) -> None:
    """Neither the dossier nor the timeline nor the list, not even to those who typed it in."""
    with district.looking(login) as ctx:
        dossier = read_dossier(ctx, dispatched.case_id)
        shown = repr((dossier.facts, dossier.sections, dossier.comments, dossier.attachments))
        shown += repr(read_timeline(ctx, dispatched.case_id).items) + repr(list_cases(ctx).items)
        found = [row.id for row in list_cases(ctx, search=NAME).items + list_cases(ctx, search=TELEPHONE).items]
    assert NAME not in shown
    assert TELEPHONE not in shown
    assert found == []
    assert any(value.is_withheld for section in dossier.sections for value in section.values)


def test_a_handler_sees_who_reported_and_each_look_is_on_record(district: District, dispatched: Casework) -> None:
    for times in (1, 2):
        district.do("zhoumin", reveal_reporter, case_id=dispatched.case_id)
        with district.looking("zhoumin") as ctx:
            assert NAME in {value.value for value in read_protected(ctx, dispatched.case_id)}
            looks = [each for each in read_timeline(ctx, dispatched.case_id).items if each.kind == "reporter:read"]
        assert [each.actor for each in looks] == ["周敏"] * times


@pytest.mark.parametrize(
    ("login", "refusal"),
    [
        # supervision reads the case, but not this
        ("penglei", MissingPermission),
        # the squad leader handled it, but his role is not given the right
        ("majun", MissingPermission),
        # the centre's quality officer has the right, but has not handled this case
        ("zhengli", Forbidden),
    ],
)
def test_who_reported_is_for_handlers_with_the_right(
    district: District, dispatched: Casework, contents: Contents, login: str, refusal: type[Forbidden]
) -> None:
    before = contents()
    with pytest.raises(refusal):
        district.do(login, reveal_reporter, case_id=dispatched.case_id)
    if refusal is not MissingPermission:
        with district.looking(login) as ctx, pytest.raises(Forbidden):
            read_protected(ctx, dispatched.case_id)
    assert contents() == before


def test_a_worksheet_withholds_who_reported_from_those_who_do_not_handle_the_case(
    district: District, intake: Casework
) -> None:
    task_id = intake.open_steps["登记诉求"]
    assert district.worksheet("wuqian", task_id).withheld
    assert not district.worksheet("zhoumin", task_id).withheld


def test_a_start_needs_the_seat_that_does_the_first_step(district: District, contents: Contents) -> None:
    before = contents()
    for login, wish, refusal in (
        ("zhoumin", {"key": "ordinary-penalty"}, Conflict),
        ("wangqiang", {"key": "ordinary-penalty", "unit": "SQUAD_02"}, Conflict),
        ("wangqiang", {"key": "legal-review"}, Conflict),
        ("wangqiang", {"key": "no-such-procedure"}, NotFound),
    ):
        with pytest.raises(refusal):
            district.do(login, start_case, **wish)
    assert contents() == before
