"""Another district's cases, tasks, files, versions and people are not there, whatever id is asked for."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.cases.access import can_read
from engine.cases.directory import list_cases
from engine.cases.dossier import read_dossier, read_protected
from engine.cases.timeline import read_timeline
from engine.commands.add_comment import add_comment
from engine.commands.attach_file import attach_file
from engine.commands.cancel_case import cancel_case
from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.deliver_message import deliver_message
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.fire_timer import fire_timer
from engine.commands.found_tenant import found_tenant
from engine.commands.perform import perform
from engine.commands.reassign_task import reassign_task
from engine.commands.release_task import release_task
from engine.commands.resume_case import resume_case
from engine.commands.reveal_reporter import reveal_reporter
from engine.commands.revoke_token import revoke_token
from engine.commands.save_diagram import save_diagram
from engine.commands.save_draft import save_draft
from engine.commands.start_case import start_case
from engine.commands.suspend_case import suspend_case
from engine.definitions.catalogue import list_definitions, read_diagram, read_draft
from engine.definitions.folders import read_folder
from engine.definitions.store import load_procedure
from engine.documents.errors import FileElsewhere
from engine.documents.reading import read_attachment
from engine.kernel.actor import system_actor
from engine.kernel.context import Context
from engine.kernel.database import create_database, driver, transaction
from engine.kernel.errors import NotFound
from engine.kernel.ids import new_id
from engine.organization.chart import read_chart
from engine.tasks.inbox import list_tasks
from engine.tasks.worksheet import read_worksheet
from tests.driving.bundles import unruled
from tests.driving.casework import ROOT, Casework, defaults
from tests.driving.district import District
from tests.integration.commands.conftest import Contents
from tests.integration.commands.test_halting_and_ending import attach
from web.cli.settings import Settings

OWN_TASK = "诉求分类"


@pytest.fixture
def neighbour(district: District, settings: Settings) -> District:
    """A second district with people of the same names and one procedure."""
    chart = read_chart((ROOT / "processes/demo-organisation.toml").read_bytes(), file="demo-organisation.toml")
    owner = create_database(settings.owner_url, pool_size=1)
    tenant = found_tenant(
        owner, district.edge.clock, chart=replace(chart, code="jinjiang"), rules=(), password="x" * 12, demo=False
    )
    owner.dispose()
    [files] = read_folder(ROOT / "processes/complaint-intake")
    perform(
        district.edge, system_actor(tenant), deploy_procedure, request_key=str(new_id()), files=unruled(files), note=""
    )
    return District(district.edge, code="jinjiang")


@pytest.fixture
def ids(district: District, intake: Casework) -> dict[str, UUID]:
    """Ids of everything that one case of the home district consists of."""
    attached = attach(district, "zhoumin", intake)
    intake.to(OWN_TASK)
    with transaction(district.edge.database, district.tenant_id) as session:
        version = session.scalar(text('select definition_version_id from "case"'))
    return {
        "case_id": intake.case_id,
        "task_id": intake.open_steps[OWN_TASK],
        "attachment_id": UUID(attached.detail["attachment"]),
        "version_id": version,
    }


@pytest.mark.parametrize(
    ("login", "command", "wish"),
    [
        ("zhoumin", claim_task, {}),
        ("zhoumin", release_task, {}),
        ("zhoumin", complete_task, {"data": {}}),
        ("zhoumin", save_draft, {"data": {}, "revision": 0}),
        ("liuzhiyuan", reassign_task, {"login": "zhoumin", "reason": "转办"}),
        ("zhoumin", add_comment, {"body": "看不到"}),
        ("wuqian", cancel_case, {"reason": "撤销"}),
        ("wuqian", suspend_case, {"reason": "中止"}),
        ("wuqian", resume_case, {"reason": "恢复"}),
        ("wuqian", reveal_reporter, {}),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_no_command_touches_a_neighbours_case(
    neighbour: District, ids: dict[str, UUID], contents: Contents, login: str, command: Any, wish: dict[str, Any]
) -> None:
    asked = ids["task_id"] if "task_id" in command.__annotations__ else ids["case_id"]
    name = "task_id" if "task_id" in command.__annotations__ else "case_id"
    before = contents()
    with pytest.raises(NotFound):
        neighbour.do(login, command, **{name: asked}, **wish)
    assert contents() == before


def test_no_file_is_attached_to_a_neighbours_case_nor_named_from_there(
    neighbour: District, ids: dict[str, UUID], contents: Contents
) -> None:
    before = contents()
    with pytest.raises(NotFound):
        neighbour.do(
            "zhoumin", attach_file, files=neighbour.edge.files, case_id=ids["case_id"], name="a.pdf", content=b"%PDF-"
        )
    own = Casework(neighbour, neighbour.start("zhoumin", "complaint-intake").case_id)  # type: ignore[arg-type]
    task_id = own.open_steps["登记诉求"]
    data = own.filled("zhoumin", task_id, defaults()["登记诉求"])
    with pytest.raises(FileElsewhere):
        neighbour.do(
            "zhoumin", complete_task, task_id=task_id, data={**data, "voice_files": [str(ids["attachment_id"])]}
        )
    assert contents() == before


@pytest.mark.parametrize(
    ("read", "asked"),
    [
        (read_worksheet, "task_id"),
        (read_dossier, "case_id"),
        (read_timeline, "case_id"),
        (read_protected, "case_id"),
        (read_attachment, "attachment_id"),
        (read_diagram, "version_id"),
        (load_procedure, "version_id"),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
@pytest.mark.parametrize("login", ["zhoumin", "penglei"])
def test_no_query_shows_what_is_a_neighbours(
    neighbour: District, ids: dict[str, UUID], read: Any, asked: str, login: str
) -> None:
    """彭磊 supervises his own district, and reads everything there, but only there."""
    with neighbour.looking(login) as ctx, pytest.raises(NotFound):
        read(ctx, ids[asked])


def test_lists_hold_what_is_ones_own(neighbour: District, ids: dict[str, UUID]) -> None:
    own = neighbour.start("zhoumin", "complaint-intake")
    with neighbour.looking("penglei") as ctx:
        assert [row.id for row in list_cases(ctx).items] == [own.case_id]
        assert [row.key for row in list_definitions(ctx)] == ["complaint-intake"]
        assert not can_read(ctx, ids["case_id"])
    with neighbour.looking("zhoumin") as ctx:
        assert [row.case_id for view in ("mine", "claimable", "done") for row in list_tasks(ctx, view).items] == [  # type: ignore[arg-type]
            own.case_id
        ]


def test_a_procedure_of_a_neighbour_is_neither_started_nor_drawn(neighbour: District, contents: Contents) -> None:
    before = contents()
    with pytest.raises(NotFound):
        neighbour.do("wangqiang", start_case, key="ordinary-penalty")
    with pytest.raises(NotFound):
        neighbour.do("tianye", save_diagram, key="ordinary-penalty", revision=0, bpmn=b"<x/>")
    with neighbour.looking("tianye") as ctx, pytest.raises(NotFound):
        read_draft(ctx, "ordinary-penalty")
    with pytest.raises(NotFound):
        neighbour.do("zhoumin", revoke_token, token_id=new_id())
    assert contents() == before


def test_jobs_find_no_timer_and_no_message_of_a_neighbour(
    district: District, neighbour: District, contents: Contents
) -> None:
    case = Casework.begun(district, "complaint-intake", by="周敏").to("答复诉求人")
    with transaction(district.edge.database, district.tenant_id) as session:
        messages = list(session.scalars(text("select id from message_in")))
        timers = list(session.scalars(text("select id from timer")))
    assert messages, case.case_id
    before = contents()
    actor = system_actor(neighbour.tenant_id)
    for message_id in messages:
        receipt = perform(neighbour.edge, actor, deliver_message, request_key=str(new_id()), message_id=message_id)
        assert receipt.case_id is None
    for timer_id in [*timers, new_id()]:
        receipt = perform(neighbour.edge, actor, fire_timer, request_key=str(new_id()), timer_id=timer_id)
        assert receipt.case_id is None
    assert contents() == before


def test_row_level_security_hides_a_neighbours_rows_even_from_a_bare_statement(
    district: District, neighbour: District, ids: dict[str, UUID]
) -> None:
    """The second wall: a statement that forgets the tenant still finds nothing."""
    bare = b'select id from "case" union all select id from task union all select id from attachment'
    with transaction(district.edge.database, neighbour.tenant_id) as session:
        assert driver(session).execute(bare).fetchall() == []
    with transaction(district.edge.database, None) as session:
        assert driver(session).execute(bare).fetchall() == []
    with transaction(district.edge.database, district.tenant_id) as session:
        ctx = Context(session, district.actor("zhoumin"), district.edge.clock)
        assert can_read(ctx, ids["case_id"])
        assert len(driver(session).execute(bare).fetchall()) > 3
