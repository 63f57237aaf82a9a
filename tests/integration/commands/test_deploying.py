"""A procedure is checked whole before it is live, says where it is wrong, and leaves running cases alone."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import text

from engine.bpmn import SourceFile
from engine.cases.errors import ReasonMissing
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.perform import perform
from engine.commands.publish_diagram import publish_diagram
from engine.commands.save_diagram import save_diagram
from engine.definitions.catalogue import check_diagram, read_diagram, read_draft
from engine.definitions.errors import BundleRefused, NothingChanged, NothingToPublish, ProcedureUnknown, StaleDraft
from engine.definitions.folders import read_folder
from engine.kernel.actor import system_actor
from engine.kernel.database import transaction
from engine.kernel.errors import GuijuError, Invalid
from engine.kernel.ids import new_id
from engine.kernel.receipt import Receipt
from engine.organization.errors import MissingPermission
from tests.driving.casework import ROOT, Casework
from tests.driving.district import District
from tests.integration.commands.conftest import Contents

KEY = "complaint-intake"
DRAWING = f"processes/{KEY}/{KEY}.bpmn"
LIVE = (ROOT / DRAWING).read_bytes()
RENAMED = LIVE.replace('name="查重"'.encode(), 'name="查找重复件"'.encode())
REDRAWN = LIVE.replace('name="收到诉求"'.encode(), 'name="诉求来到"'.encode())
"""The same with another name of what no rule speaks of."""
BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D"><process id="P" name="&c;"/></definitions>"""
THIEF = b"""<?xml version="1.0"?>
<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D"><process id="P" name="&x;"/></definitions>"""
SCRIPT = b'<scriptTask id="Py" scriptFormat="python"><script>import os</script></scriptTask>'
TASK = b'<userTask id="CheckDuplicate"'

Deploy = Callable[[bytes], Receipt]


@pytest.fixture
def deploy(district: District) -> Deploy:
    """Deploys the intake procedure with another diagram."""
    actor = system_actor(district.tenant_id)
    [files] = read_folder(ROOT / "processes" / KEY)

    def run(drawing: bytes) -> Receipt:
        # A rule names the steps it speaks of, so that a step and its rules are renamed together.
        names = ("「查重」".encode(), "「查找重复件」".encode()) if drawing == RENAMED else (b"", b"")
        changed = [
            SourceFile(each.name, drawing if each.name == DRAWING else each.content.replace(*names)) for each in files
        ]
        return perform(district.edge, actor, deploy_procedure, request_key=str(new_id()), files=changed, note="改图")

    return run


@pytest.mark.parametrize(
    ("drawing", "where", "words"),
    [
        # cut off in the middle
        (LIVE[:9000], {"line"}, ""),
        # not XML at all
        (b"PK\x03\x04", {"line"}, ""),
        # nothing
        (b"", set(), ""),
        # entities that grow
        (BOMB, set(), ""),
        # entities that read files of the server
        (THIEF, set(), ""),
        # an element that BPMN does not have
        (LIVE.replace(TASK, b'<magicTask id="Magic"/>' + TASK), {"line"}, "magicTask"),
        # code instead of an expression
        (
            LIVE.replace(TASK, SCRIPT + TASK),
            {"line", "element"},
            "python",
        ),
        # a form that the bundle does not have
        (LIVE.replace(b'"check-duplicate"', b'"no-such-form"'), {"line", "element"}, "no-such-form"),
        # a role that nobody can hold
        (LIVE.replace(b'performer="QA_CALLER"', b'performer="WIZARD"'), {"line", "element"}, "WIZARD"),
        # an expression that is none
        (LIVE.replace(b"unit='\"INTAKE_CENTRE\"'", b"unit='if then'", 1), {"line", "element"}, ""),
        # a flow that leads nowhere
        (LIVE.replace(b'targetRef="ClassifyComplaint"', b'targetRef="Nowhere"'), {"line", "element"}, "Nowhere"),
        # two elements of one id
        (
            LIVE.replace(b'<userTask id="CheckDuplicate"', b'<userTask id="ClassifyComplaint"'),
            {"line"},
            "ClassifyComplaint",
        ),
    ],
)
def test_a_diagram_with_a_fault_is_refused_whole_and_says_where(
    deploy: Deploy, contents: Contents, drawing: bytes, where: set[str], words: str
) -> None:
    assert drawing != LIVE
    before = contents()
    with pytest.raises(Invalid) as refused:
        deploy(drawing)
    faults = refused.value.faults
    assert faults
    located = [fault for fault in faults if where <= fault.where.keys() and words in fault.zh and words in fault.en]
    assert located, faults
    assert all(fault.where["file"] == DRAWING for fault in located)
    assert all(re.search(r"[\u4e00-\u9fff]", fault.zh) for fault in faults), faults
    assert contents() == before


def test_the_same_bundle_is_not_deployed_again(deploy: Deploy, contents: Contents) -> None:
    before = contents()
    with pytest.raises(NothingChanged):
        deploy(LIVE)
    assert contents() == before


def test_running_cases_stay_on_their_version_and_new_ones_take_the_new(
    district: District, deploy: Deploy, intake: Casework
) -> None:
    deploy(RENAMED)
    intake.to("查重")
    fresh = Casework.begun(district, KEY, by="周敏")
    for step in ("登记诉求", "诉求分类"):
        fresh.do(step)
    assert list(fresh.open_steps) == ["查找重复件"]
    intake.do("查重")
    assert list(intake.open_steps) == ["判定职责归属"]
    with transaction(district.edge.database, district.tenant_id) as session:
        found = session.execute(text('select definition_version_id from "case" order by id')).scalars().all()
    assert len(set(found)) == 2
    with district.looking("tianye") as ctx:
        assert [read_diagram(ctx, version_id) for version_id in found] == [LIVE, RENAMED]


def test_a_draft_is_drawn_checked_and_published_by_the_process_owner(district: District, intake: Casework) -> None:
    saved = district.do("tianye", save_diagram, key=KEY, revision=0, bpmn=REDRAWN)
    assert saved.detail["revision"] == 1
    with district.looking("tianye") as ctx:
        assert (read_draft(ctx, KEY).bpmn, read_draft(ctx, KEY).revision) == (REDRAWN, 1)
        assert check_diagram(ctx, KEY, REDRAWN) == ()
        assert check_diagram(ctx, KEY, b"<broken") != ()
    published = district.do("tianye", publish_diagram, key=KEY, revision=1, note="改名")
    assert published.number == "2"
    with district.looking("tianye") as ctx:
        assert (read_draft(ctx, KEY).bpmn, read_draft(ctx, KEY).revision) == (REDRAWN, 0)
    assert "查重" in intake.to("查重").open_steps


def test_of_two_owners_neither_overwrites_the_other(district: District, contents: Contents) -> None:
    district.do("tianye", save_diagram, key=KEY, revision=0, bpmn=RENAMED)
    before = contents()
    with pytest.raises(StaleDraft) as refused:
        district.do("tianye", save_diagram, key=KEY, revision=0, bpmn=LIVE)
    assert "田野" in refused.value.sentence("zh")
    with pytest.raises(StaleDraft):
        district.do("tianye", publish_diagram, key=KEY, revision=2, note="改名")
    with pytest.raises(StaleDraft):
        district.do("tianye", save_diagram, key=KEY, revision=7, bpmn=LIVE)
    assert contents() == before


@pytest.mark.parametrize(
    ("login", "command", "wish", "refusal"),
    [
        # drawing and publishing are the process owner's
        ("wangqiang", save_diagram, {"key": KEY, "revision": 0, "bpmn": LIVE}, MissingPermission),
        ("wangqiang", publish_diagram, {"key": KEY, "revision": 0, "note": "改名"}, MissingPermission),
        # there is no draft
        ("tianye", publish_diagram, {"key": KEY, "revision": 1, "note": "改名"}, NothingToPublish),
        # what changed must be said
        ("tianye", publish_diagram, {"key": KEY, "revision": 1, "note": ""}, ReasonMissing),
        # there is no such procedure
        ("tianye", save_diagram, {"key": "nothing", "revision": 0, "bpmn": LIVE}, ProcedureUnknown),
    ],
)
def test_drawing_has_its_conditions(
    district: District,
    contents: Contents,
    login: str,
    command: object,
    wish: dict[str, object],
    refusal: type[GuijuError],
) -> None:
    before = contents()
    with pytest.raises(refusal):
        district.do(login, command, **wish)
    assert contents() == before


def test_a_draft_may_be_unsound_but_is_not_published_then(district: District, contents: Contents) -> None:
    district.do("tianye", save_diagram, key=KEY, revision=0, bpmn=LIVE[:9000])
    before = contents()
    with pytest.raises(BundleRefused):
        district.do("tianye", publish_diagram, key=KEY, revision=1, note="试试")
    assert contents() == before
    district.do("tianye", save_diagram, key=KEY, revision=1, bpmn=LIVE)
    with pytest.raises(NothingChanged):
        district.do("tianye", publish_diagram, key=KEY, revision=2, note="试试")
