"""Thresholds as a legal officer keeps them: entered, confirmed, withdrawn, and what cases make of them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from engine.cases.dossier import read_dossier
from engine.cases.timeline import read_timeline
from engine.commands.add_threshold import add_threshold
from engine.commands.confirm_threshold import confirm_threshold
from engine.commands.load_thresholds import load_thresholds
from engine.commands.perform import perform
from engine.commands.withdraw_threshold import withdraw_threshold
from engine.kernel.actor import system_actor
from engine.kernel.clock import TravelClock
from engine.kernel.ids import new_id
from engine.organization.errors import MissingPermission
from engine.registers.directory import list_thresholds, read_history, terms_in_use
from engine.registers.errors import (
    ThresholdAmbiguous,
    ThresholdExists,
    ThresholdMissing,
    ThresholdRefused,
    ThresholdSettled,
    ThresholdsRefused,
    ThresholdUnknown,
)
from tests.driving.casework import Casework
from tests.driving.district import District
from web.cli.demo import content_folder

OFFICER = "xulan"
"""The head of the legal office, who keeps the thresholds."""

ENTRY = {
    "name": "较大数额罚款", "party": "ORGANISATION", "valid_from": "2026-11-01", "amount": "4000", "unit": "元",
    "basis": "省规定第三条", "source": "公报", "confidence": "H",
}  # fmt: skip


def entered(district: District, **change: str) -> UUID:
    """Let the legal officer enter a version."""
    receipt = district.do(OFFICER, add_threshold, entry={**ENTRY, **change})
    return UUID(str(receipt.detail["threshold"]))


def case_at(district: District, task: str) -> Casework:
    """Take a new penalty case to a task, letting an hour pass after the investigation."""
    case = Casework.begun(district, "ordinary-penalty", by="王强")
    case.to("调查终结报告", {})
    clock = district.edge.clock
    assert isinstance(clock, TravelClock)
    clock.travel(timedelta(hours=1))
    case.to(task, {})
    return case


NOTICE = "制作事先告知书"
"""The task that comes after the right to a hearing was decided."""


def test_a_new_version_applies_to_acts_from_its_day_without_a_deployment(district: District) -> None:
    before = case_at(district, NOTICE)
    assert before.document["hearing_need"]["granted"] is False
    entered(district)
    after = case_at(district, NOTICE)
    assert after.document["hearing_need"] == {"granted": True, "reasons": ["较大数额罚款"]}


def test_a_version_that_begins_after_the_act_changes_nothing(district: District) -> None:
    entered(district, valid_from="2026-11-24")
    assert case_at(district, NOTICE).document["hearing_need"]["granted"] is False


def test_every_screen_of_the_case_is_told_what_it_rests_on_and_that_nobody_confirmed_it(district: District) -> None:
    case = case_at(district, NOTICE)
    with district.looking(OFFICER) as ctx:
        page = list_thresholds(ctx, name="较大数额罚款")
        assert {version.status for version in page.items} == {"UNVERIFIED"}
    with district.looking("wangqiang") as ctx:
        dossier, timeline = read_dossier(ctx, case.case_id), read_timeline(ctx, case.case_id)
    used = {each.version.name: each for each in dossier.thresholds}
    assert used["较大数额罚款"].element == "HearingRight"
    assert used["较大数额罚款"].version.is_unverified
    assert used["较大数额罚款"].version.amount == Decimal(100000)
    told = [threshold for entry in timeline.items for threshold in entry.thresholds]
    assert {(each["name"], each["status"]) for each in told} >= {("较大数额罚款", "UNVERIFIED")}
    sheet = district.worksheet("wangqiang", case.open_steps[NOTICE])
    assert "较大数额罚款" in {each.version.name for each in sheet.thresholds}
    done = case.newest("线索核查")
    assert done is not None
    assert district.worksheet("wangqiang", done).thresholds == (), "nothing was used when that paper was written"


def test_a_case_keeps_what_it_rested_on_when_the_version_is_confirmed(district: District) -> None:
    case = case_at(district, NOTICE)
    with district.looking(OFFICER) as ctx:
        dossier = read_dossier(ctx, case.case_id)
    version = next(each.version for each in dossier.thresholds if each.version.name == "较大数额罚款")
    district.do(OFFICER, confirm_threshold, threshold_id=version.id, source="省公报 2026 年第 3 期")
    with district.looking("wangqiang") as ctx:
        now = {each.version.id: each.version for each in read_dossier(ctx, case.case_id).thresholds}[version.id]
        told = [each for entry in read_timeline(ctx, case.case_id).items for each in entry.thresholds]
    assert (now.status, now.source) == ("VERIFIED", "省公报 2026 年第 3 期")
    assert {each["status"] for each in told if each["threshold"] == str(version.id)} == {"UNVERIFIED"}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        # Nothing applies any more: no decision is made by an amount that is not there.
        (None, ThresholdMissing),
        # Two apply, one for the party and one for the field: none is chosen by chance.
        ({"party": "", "domain": "urban"}, ThresholdAmbiguous),
    ],
)
def test_nothing_is_decided_without_exactly_one_version(district: District, change: Any, refusal: Any) -> None:
    case = case_at(district, "法制审核")
    if change is None:
        with district.looking(OFFICER) as ctx:
            versions = list_thresholds(ctx, name="较大数额罚款").items
        for version in versions:
            district.do(OFFICER, withdraw_threshold, threshold_id=version.id, reason="登记有误")
    else:
        entered(district, **change)
    before = case.seq
    with pytest.raises(refusal) as caught:
        case.to(NOTICE, {})
    assert "较大数额罚款" in caught.value.sentence("zh")
    assert case.seq == before, "the refused step has left nothing behind"
    assert "法制审核" in case.open_steps


def test_who_may_not_edit_may_not_enter_confirm_or_withdraw(district: District) -> None:
    with pytest.raises(MissingPermission):
        district.do("lijing", add_threshold, entry=ENTRY)
    threshold_id = entered(district)
    for command, arguments in (
        (confirm_threshold, {"source": "x"}),
        (withdraw_threshold, {"reason": "x"}),
    ):
        with pytest.raises(MissingPermission):
            district.do("wangqiang", command, threshold_id=threshold_id, **arguments)


def test_history_is_never_edited(district: District) -> None:
    first = entered(district)
    with pytest.raises(ThresholdExists):
        entered(district, amount="5000")
    second = entered(district, amount="5000", valid_from="2026-12-01")
    with district.looking(OFFICER) as ctx:
        version, history = read_history(ctx, second)
    assert [each.id for each in history[:2]] == [second, first]
    assert version.valid_from == date(2026, 12, 1)
    district.do(OFFICER, withdraw_threshold, threshold_id=first, reason="登记有误")
    with pytest.raises(ThresholdSettled):
        district.do(OFFICER, confirm_threshold, threshold_id=first, source="x")
    with pytest.raises(ThresholdSettled):
        district.do(OFFICER, withdraw_threshold, threshold_id=first, reason="x")
    entered(district, amount="6000")


def test_wrong_entries_and_unknown_versions_are_refused(district: District) -> None:
    with pytest.raises(ThresholdRefused) as caught:
        district.do(OFFICER, add_threshold, entry={})
    assert {"name", "amount", "valid_from"} <= {fault.where["field"] for fault in caught.value.faults}
    with pytest.raises(ThresholdUnknown):
        district.do(OFFICER, confirm_threshold, threshold_id=new_id(), source="x")
    with district.looking(OFFICER) as ctx, pytest.raises(ThresholdUnknown):
        read_history(ctx, new_id())


def test_loading_again_leaves_alone_what_an_officer_has_edited(district: District) -> None:
    content = (content_folder() / "thresholds.toml").read_bytes()
    with district.looking(OFFICER) as ctx:
        version = next(v for v in list_thresholds(ctx, name="法制审核罚款").items if v.party == "PERSON")
    district.do(OFFICER, withdraw_threshold, threshold_id=version.id, reason="登记有误")
    actor = system_actor(district.tenant_id)
    receipt = perform(
        district.edge, actor, load_thresholds, request_key=str(new_id()), content=content, file="thresholds.toml"
    )
    assert receipt.detail["thresholds"] == 0
    more = (
        content
        + (
            '\n[[threshold]]\nname = "新标准"\nvalid_from = 2026-01-01\namount = 1\nunit = "元"\n'
            'basis = "x"\nconfidence = "D"\nverified = false\n'
        ).encode()
    )
    receipt = perform(district.edge, actor, load_thresholds, request_key=str(new_id()), content=more, file="t.toml")
    assert receipt.detail["thresholds"] == 1


@pytest.mark.parametrize("content", [b"\xff", b"threshold = 1", b"[[threshold]]\nname = 'x'", b"not toml ["])
def test_a_file_with_faults_is_refused_whole_with_their_rows(district: District, content: bytes) -> None:
    actor = system_actor(district.tenant_id)
    with pytest.raises(ThresholdsRefused) as caught:
        perform(district.edge, actor, load_thresholds, request_key=str(new_id()), content=content, file="t.toml")
    assert all(fault.where["file"] == "t.toml" for fault in caught.value.faults)


def test_the_list_is_paged_and_filtered(district: District) -> None:
    with district.looking(OFFICER) as ctx:
        everything = list_thresholds(ctx, limit=100).items
        first = list_thresholds(ctx, limit=5)
        rest = list_thresholds(ctx, limit=100, mark=first.next)
        assert [each.id for each in [*first.items, *rest.items]] == [each.id for each in everything]
        assert {each.domain for each in list_thresholds(ctx, domain="market").items} == {"market"}
        assert {each.status for each in list_thresholds(ctx, status="VERIFIED").items} == {"VERIFIED"}
        assert "元" in terms_in_use(ctx)["unit"]
