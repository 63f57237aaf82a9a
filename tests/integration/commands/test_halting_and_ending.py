"""Cases are halted, resumed and ended with a reason; a closed file takes nothing more."""

import pytest

from engine.cases.dossier import read_dossier
from engine.cases.errors import CaseEnded, CaseNotActive, CaseNotSuspended, ReasonMissing
from engine.cases.timeline import read_timeline
from engine.commands.add_comment import add_comment
from engine.commands.attach_file import attach_file
from engine.commands.cancel_case import cancel_case
from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.reassign_task import reassign_task
from engine.commands.release_task import release_task
from engine.commands.resume_case import resume_case
from engine.commands.save_draft import save_draft
from engine.commands.suspend_case import suspend_case
from engine.documents.errors import FileElsewhere, FileEmpty, FileKindRefused, FileTooLarge
from engine.kernel.errors import Forbidden, GuijuError, NotFound
from engine.organization.errors import MissingPermission
from engine.tasks.errors import TaskNotOpen
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.commands.conftest import Contents, Entered

PDF = b"%PDF-1.7 notes"


def test_a_suspended_case_refuses_all_work_until_it_is_resumed(
    district: District, queued: Casework, contents: Contents
) -> None:
    row = district.claim("wuqian", "查重")
    district.do("wuqian", suspend_case, case_id=queued.case_id, reason="等待鉴定")
    before = contents()
    for command, wish in (
        (complete_task, {"data": {}}),
        (release_task, {}),
        (claim_task, {}),
        (save_draft, {"data": {}, "revision": 0}),
        (reassign_task, {"login": "wuqian", "reason": "x"}),
    ):
        with pytest.raises(CaseNotActive) as refused:
            district.do("wuqian", command, task_id=row.id, **wish)
        assert "挂起" in refused.value.sentence("zh")
    with pytest.raises(CaseNotActive):
        district.do("wuqian", suspend_case, case_id=queued.case_id, reason="再次")
    assert contents() == before
    district.do("wuqian", resume_case, case_id=queued.case_id, reason="鉴定完毕")
    queued.do("查重")
    assert "判定职责归属" in queued.open_steps


def test_only_a_suspended_case_is_resumed(district: District, queued: Casework) -> None:
    with pytest.raises(CaseNotSuspended):
        district.do("wuqian", resume_case, case_id=queued.case_id, reason="恢复")


@pytest.mark.parametrize("command", [suspend_case, cancel_case])
@pytest.mark.parametrize(
    ("login", "reason", "refusal"),
    [
        # blanks are no reason
        ("wuqian", " \n", ReasonMissing),
        # a role without the right
        ("zhoumin", "不办了", MissingPermission),
        # supervision changes nothing
        ("penglei", "不办了", MissingPermission),
        # a squad leader has the right to suspend, but not in cases of others
        ("luojun", "不办了", GuijuError),
    ],
)
def test_halting_and_ending_have_their_conditions(
    district: District,
    queued: Casework,
    contents: Contents,
    command: object,
    login: str,
    reason: str,
    refusal: type[GuijuError],
) -> None:
    before = contents()
    with pytest.raises(refusal):
        district.do(login, command, case_id=queued.case_id, reason=reason)
    assert contents() == before


def test_a_cancelled_case_withdraws_its_tasks_and_is_closed(district: District, queued: Casework) -> None:
    row = district.claim("wuqian", "查重")
    district.do("wuqian", cancel_case, case_id=queued.case_id, reason="重复登记")
    assert (queued.status, queued.open_steps) == ("cancelled", {})
    assert row.id not in {each.id for each in district.tasks("wuqian", "mine")}
    with pytest.raises(TaskNotOpen) as refused:
        district.do("wuqian", complete_task, task_id=row.id, data={})
    assert "撤回" in refused.value.sentence("zh")
    for command in (cancel_case, suspend_case, resume_case):
        with pytest.raises(CaseEnded) as ended:
            district.do("wuqian", command, case_id=queued.case_id, reason="再次")
        assert "撤销" in ended.value.sentence("zh")
    with district.looking("wuqian") as ctx:
        told = read_timeline(ctx, queued.case_id).items
    assert ("case:cancel-ordered", "重复登记", "吴倩") in {(each.kind, each.reason, each.actor) for each in told}


def test_whoever_started_by_mistake_may_cancel_until_somebody_has_worked(district: District, intake: Casework) -> None:
    other = Casework.begun(district, "complaint-intake", by="周敏")
    district.do("zhoumin", cancel_case, case_id=other.case_id, reason="误登记")
    assert other.status == "cancelled"
    intake.do("登记诉求")
    with pytest.raises(MissingPermission):
        district.do("zhoumin", cancel_case, case_id=intake.case_id, reason="误登记")


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        # an executable under the name of a document
        ("证据.pdf", b"MZ\x90\x00", FileKindRefused),
        # a picture under the name of a document: name and content must agree
        ("证据.pdf", b"\x89PNG\r\n\x1a\n....", FileKindRefused),
        # a page that a browser would run
        ("证据.html", b"<script>alert(1)</script>", FileKindRefused),
        # no ending
        ("证据", PDF, FileKindRefused),
        # nothing in it
        ("证据.pdf", b"", FileEmpty),
        # one byte more than 20 MB
        ("证据.pdf", PDF + b" " * (20 * 1024 * 1024 + 1 - len(PDF)), FileTooLarge),
    ],
)
def test_a_file_is_what_it_says_and_not_too_large(
    district: District, intake: Casework, contents: Contents, name: str, content: bytes, refusal: type[GuijuError]
) -> None:
    before = contents()
    with pytest.raises(refusal):
        attach(district, "zhoumin", intake, name=name, content=content)
    assert contents() == before


def test_files_come_from_handlers_of_the_case_only(district: District, queued: Casework) -> None:
    for login, refusal in (("penglei", Forbidden), ("wangqiang", NotFound)):
        with pytest.raises(refusal):
            attach(district, login, queued)


def test_a_name_is_kept_without_the_folders_it_came_with(district: District, intake: Casework) -> None:
    for sent in ("../../etc/证据.pdf", "C:\\文书\\证据.pdf"):
        assert attach(district, "zhoumin", intake, name=sent).detail["name"] == "证据.pdf"


def test_a_form_names_attachments_of_its_own_case_only(
    district: District, intake: Casework, entered: Entered, contents: Contents
) -> None:
    other = Casework.begun(district, "complaint-intake", by="周敏")
    foreign = attach(district, "zhoumin", other).detail["attachment"]
    own = attach(district, "zhoumin", intake).detail["attachment"]
    before = contents()
    for named in (foreign, "01890000-0000-7000-8000-000000000000"):
        with pytest.raises(FileElsewhere):
            finish(district, intake, entered(intake, "zhoumin", "登记诉求", voice_files=[named]))
    assert contents() == before
    finish(district, intake, entered(intake, "zhoumin", "登记诉求", voice_files=[own]))


def test_a_closed_file_takes_neither_files_nor_remarks(district: District, intake: Casework) -> None:
    district.do("zhoumin", cancel_case, case_id=intake.case_id, reason="误登记")
    with pytest.raises(CaseEnded) as refused:
        attach(district, "zhoumin", intake)
    assert "第四十七条" in refused.value.sentence("zh")
    with pytest.raises(CaseEnded):
        district.do("zhoumin", add_comment, case_id=intake.case_id, body="补充")


def test_remarks_are_shown_to_all_who_may_read_the_case(district: District, queued: Casework) -> None:
    district.do("zhoumin", add_comment, case_id=queued.case_id, body="  <b>请尽快</b> ")
    with district.looking("wuqian") as ctx:
        [remark] = read_dossier(ctx, queued.case_id).comments
    assert (remark.person, remark.body) == ("周敏", "<b>请尽快</b>")
    for body in ("", "长" * 501):
        with pytest.raises(ReasonMissing):
            district.do("zhoumin", add_comment, case_id=queued.case_id, body=body)
    with pytest.raises(NotFound):
        district.do("songjie", add_comment, case_id=queued.case_id, body="看不到")


def attach(district: District, login: str, case: Casework, *, name: str = "证据.pdf", content: bytes = PDF) -> object:
    """Let a person attach a file."""
    return district.do(login, attach_file, files=district.edge.files, case_id=case.case_id, name=name, content=content)


def finish(district: District, case: Casework, data: dict[str, object]) -> None:
    """Let 周敏 complete the registration with raw values."""
    district.do("zhoumin", complete_task, task_id=case.open_steps["登记诉求"], data=data)
