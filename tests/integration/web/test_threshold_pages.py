"""The pages of thresholds, as a legal officer uses them without a script."""

from collections.abc import Callable

import pytest

from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.web.conftest import Browser

Browsers = Callable[[str], Browser]
ENTRY = {
    "name": "较大数额罚款", "party": "ORGANISATION", "valid_from": "2026-11-01", "amount": "4,000", "unit": "元",
    "basis": "省规定第三条", "source": "公报", "confidence": "H",
}  # fmt: skip


@pytest.fixture
def officer(browsers: Browsers) -> Browser:
    """The head of the legal office, signed in."""
    return browsers("徐岚")


def test_the_menu_leads_there_only_for_those_who_may(browsers: Browsers) -> None:
    assert "数额标准" in browsers("徐岚").open("/cases").words
    other = browsers("王强")
    assert "数额标准" not in other.open("/cases").words
    assert other.open("/thresholds").status == 403
    assert browsers("李静").open("/thresholds").status == 200
    assert browsers("李静").open("/thresholds/new").status == 403


def test_the_list_shows_what_is_unverified_and_can_be_narrowed(officer: Browser) -> None:
    assert "待核实" in officer.open("/thresholds").words
    narrowed = officer.open("/thresholds?q=当场收缴&status=VERIFIED&domain=").words
    assert "当场收缴罚款上限" in narrowed
    assert "《行政强制法》" not in narrowed
    assert "没有符合条件的标准" in officer.open("/thresholds?q=没有这样的").words
    assert officer.open("/thresholds?status=rubbish&mark=").status == 200


def test_a_version_is_entered_confirmed_and_withdrawn(officer: Browser) -> None:
    officer.open("/thresholds/new")
    page = officer.send("/thresholds", ENTRY).follow()
    assert page.status == 200
    assert "4,000 元" in page.words
    assert "待核实" in page.words
    here = page.answer.request.path
    assert "此项必须填写" in officer.send(f"{here}/confirm", {"source": " "}).words
    confirmed = officer.send(f"{here}/confirm", {"source": "省公报"}).follow()
    assert "省公报" in confirmed.words
    assert officer.send(f"{here}/confirm", {"source": "省公报"}).status == 409
    assert "此项必须填写" in officer.send(f"{here}/withdraw", {"reason": ""}).words
    withdrawn = officer.send(f"{here}/withdraw", {"reason": "登记有误"}).follow()
    assert "登记有误" in withdrawn.words
    assert "历次标准" in withdrawn.words


def test_a_new_version_begins_with_what_the_last_one_said(officer: Browser) -> None:
    officer.open("/thresholds/new")
    here = officer.send("/thresholds", ENTRY).follow().answer.request.path
    form = officer.open(f"/thresholds/new?from={here.rsplit('/', 1)[-1]}").answer.get_data(as_text=True)
    assert 'value="省规定第三条"' in form
    assert 'value="2026-11-01"' not in form
    assert officer.open("/thresholds/new?from=rubbish").status == 404
    assert officer.open("/thresholds/00000000-0000-0000-0000-000000000001").status == 404


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(officer: Browser) -> None:
    officer.open("/thresholds/new")
    refused = officer.send("/thresholds", {**ENTRY, "amount": "许多", "jurisdiction": "四川", "unit": "<b>"})
    page = refused.answer.get_data(as_text=True)
    assert refused.status == 422
    assert 'id="error-amount"' in page
    assert 'id="error-jurisdiction"' in page
    assert 'value="许多"' in page
    assert "<b>" not in page
    officer.send("/thresholds", ENTRY)
    twice = officer.send("/thresholds", ENTRY)
    assert twice.status == 409
    assert 'id="error-valid_from"' in twice.answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/thresholds", "/thresholds/new"])
def test_the_pages_speak_english_too(officer: Browser, path: str) -> None:
    officer.open("/profile")
    officer.send("/language", {"language": "en", "next": path})
    page = officer.open(path).answer.get_data(as_text=True)
    assert "Threshold" in page
    assert "登记" not in page


def test_the_screens_of_a_case_mark_what_nobody_has_verified(district: District, browsers: Browsers) -> None:
    case = Casework.begun(district, "ordinary-penalty", by="王强")
    case.to("制作事先告知书", {})
    done = case.newest("法制审核")
    case.to("送达事先告知书", {})
    paper = case.newest("制作事先告知书")
    officer = browsers("王强")
    for path in (
        f"/tasks/{case.open_steps['送达事先告知书']}",
        f"/tasks/{case.open_steps['送达事先告知书']}?tab=timeline",
        f"/cases/{case.case_id}",
        f"/cases/{case.case_id}?tab=timeline",
        f"/cases/{case.case_id}/forms/{paper}",
    ):
        words = officer.open(path).words
        assert "较大数额罚款" in words, path
        assert "待核实" in words, path
        assert "暂用市场监管听证规定的数额" in words, path
    assert done is not None
