"""The page of a case, what changes it from outside, and its files."""

import io
from collections.abc import Callable

import pytest
from flask import Flask

from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.web.conftest import Browser

Browsers = Callable[[str], Browser]
TABS = ("overview", "diagram", "timeline", "materials", "data", "audit")
PDF = b"%PDF-1.7 evidence"


@pytest.fixture
def penalty(district: District) -> Casework:
    """A penalty case that is being investigated."""
    complaint = Casework.begun(district, "complaint-intake", by="周敏").to("现场核查")
    complaint.do("现场核查")
    return complaint.next_case().to("调查取证")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_tab_shows_the_case_in_both_languages(browsers: Browsers, penalty: Casework, language: str) -> None:
    browser = browsers("王强").open("/inbox")
    browser.send("/language", {"language": language})
    for tab in TABS:
        browser.open(f"/cases/{penalty.case_id}?tab={tab}")
        assert browser.status == 200, tab
        assert browser.find("a.gj-tab[aria-current='page']"), tab


def test_the_data_stand_as_words_not_as_codes(browsers: Browsers, penalty: Casework) -> None:
    browser = browsers("王强").open(f"/cases/{penalty.case_id}?tab=data")
    assert "建议立案" in browser.words
    overview = browser.open(f"/cases/{penalty.case_id}").find("main")[0].text_content()
    assert "王强（浆洗街街道综合执法中队）" in overview
    assert "wangqiang" not in overview


def test_a_completed_form_is_printed_as_a_paper(browsers: Browsers, penalty: Casework) -> None:
    browser = browsers("王强").open(f"/cases/{penalty.case_id}")
    [paper, *_] = browser.find("a[href*='/forms/']")
    browser.open(paper.get("href"))
    assert browser.find("article.gj-paper table")
    assert "线索核查" in browser.words


def test_cases_are_found_by_number_and_status(browsers: Browsers, penalty: Casework) -> None:
    browser = browsers("王强").open("/cases?q=川武执罚&status=active")
    assert len(browser.find("tr[data-row]")) == 1
    assert not browser.open("/cases?q=川武执罚&status=completed").find("tr[data-row]")
    assert "没有符合条件的案件" in browser.words


def test_a_case_of_others_is_not_found(browsers: Browsers, penalty: Casework) -> None:
    for path in (f"/cases/{penalty.case_id}", "/cases/01a20c26-5f6a-7f67-a8f3-92db5a602409"):
        browser = browsers("曹宇").open(path)
        assert browser.status == 404
        assert "没有这样的案件，或者您无权查看" in browser.words


def test_a_case_is_suspended_and_resumed_with_reasons(browsers: Browsers, penalty: Casework) -> None:
    address = f"/cases/{penalty.case_id}"
    browser = browsers("马骏").open(address)
    browser.send(f"{address}/suspend", {"reason": "等待鉴定意见"}).follow()
    assert "案件已挂起" in browser.words
    assert "等待鉴定意见" in browser.words
    task = browsers("王强").open(f"/tasks/{penalty.open_steps['调查取证']}")
    assert not task.find("#gj-form")
    browser.send(f"{address}/resume", {"reason": "鉴定意见已收到"}).follow()
    assert "案件已恢复办理" in browser.words


def test_an_intervention_without_a_reason_is_refused(browsers: Browsers, penalty: Casework) -> None:
    browser = browsers("马骏").open(f"/cases/{penalty.case_id}")
    browser.send(f"/cases/{penalty.case_id}/suspend", {"reason": " "})
    assert browser.status == 422
    assert "请填写理由" in browser.words


def test_buttons_are_shown_to_those_alone_who_may_press_them(browsers: Browsers, penalty: Casework) -> None:
    assert not browsers("王强").open(f"/cases/{penalty.case_id}").find("[data-dialog-open]")
    browser = browsers("何文斌").open(f"/cases/{penalty.case_id}")
    openers = {link.get("data-dialog-open") for link in browser.find("[data-dialog-open]")}
    assert openers == {"suspend-dialog", "cancel-dialog"}
    assert openers == {dialog.get("id") for dialog in browser.find("dialog")}


def test_an_unlawful_press_is_refused_by_the_guard(browsers: Browsers, penalty: Casework) -> None:
    browser = browsers("王强").open(f"/cases/{penalty.case_id}")
    browser.send(f"/cases/{penalty.case_id}/suspend", {"reason": "x"})
    assert browser.status == 403
    assert "case.suspend" in browser.words


def test_a_remark_is_shown_with_its_author(browsers: Browsers, penalty: Casework) -> None:
    browser = browsers("王强").open(f"/cases/{penalty.case_id}")
    browser.send(f"/cases/{penalty.case_id}/comments", {"body": "<b>尽快</b>补充照片"}).follow()
    assert "<b>尽快</b>补充照片" in browser.find("#comments .gj-timeline__note")[0].text_content()


def test_the_reporter_is_withheld_until_a_handler_looks_and_the_look_is_recorded(
    browsers: Browsers, district: District
) -> None:
    complaint = Casework.begun(district, "complaint-intake", by="周敏").to("回访评价")
    address = f"/cases/{complaint.case_id}"
    browser = browsers("周敏").open(f"{address}?tab=data")
    name = district.worksheet("zhoumin", complaint.open_steps["回访评价"]).case.data["reporter_name"]
    assert name not in browser.words
    browser.send(f"{address}/reporter")
    assert name in browser.words
    assert "查看受保护的举报人信息" in browser.open(f"{address}?tab=timeline").words


def test_a_file_is_attached_and_comes_back_as_a_download(browsers: Browsers, penalty: Casework) -> None:
    address = f"/cases/{penalty.case_id}"
    browser = browsers("王强").open(f"{address}?tab=materials")
    browser.send(f"{address}/files", {"file": (io.BytesIO(PDF), "检查笔录.pdf")}).follow()
    [link] = browser.find("a[href^='/files/']")
    answer = browser.open(link.get("href")).answer
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert browsers("曹宇").open(link.get("href")).status == 404


def test_a_file_is_refused_for_what_it_is_not_for_what_it_says(browsers: Browsers, penalty: Casework) -> None:
    address = f"/cases/{penalty.case_id}"
    browser = browsers("王强").open(f"{address}?tab=materials")
    browser.send(f"{address}/files", {"file": (io.BytesIO(b"<script>"), "photo.jpg")})
    assert browser.status == 422
    assert "photo.jpg" in browser.words
    browser.send(f"{address}/files")
    assert "请先选择文件" in browser.words


def test_a_body_over_the_limit_is_refused_with_the_limit(app: Flask, browsers: Browsers) -> None:
    browser = browsers("王强").open("/inbox")
    app.config["MAX_CONTENT_LENGTH"] = 1000
    browser.send("/cases/01a20c26-5f6a-7f67-a8f3-92db5a602409/files", {"file": (io.BytesIO(bytes(2000)), "large.pdf")})
    assert browser.status == 413
    assert "20 MB" in browser.words


def test_files_chosen_in_a_form_are_attached_when_it_is_drawn_anew(browsers: Browsers, penalty: Casework) -> None:
    address = f"/tasks/{penalty.open_steps['调查取证']}"
    browser = browsers("王强").open(address)
    picker = browser.find("#gj-form input[type='file']")[0].get("name")
    browser.send(
        f"{address}/redraw", {**browser.fields(), picker: (io.BytesIO(PDF), "照片说明.pdf")}, HX_Request="true"
    )
    assert "照片说明.pdf" in browser.words
    field = picker.removeprefix("_file-")
    assert browser.find(f"input[name='{field}'][checked]")


def test_a_file_that_is_refused_leaves_the_form_as_it_was(browsers: Browsers, penalty: Casework) -> None:
    address = f"/tasks/{penalty.open_steps['调查取证']}"
    browser = browsers("王强").open(address)
    picker = browser.find("#gj-form input[type='file']")[0].get("name")
    browser.send(f"{address}/complete", {**browser.fields(), picker: (io.BytesIO(b"<script>"), "photo.jpg")})
    assert browser.status == 422
    assert "photo.jpg" in browser.find(".gj-error-summary")[0].text_content()
    assert browser.find("#gj-form")


def test_the_same_file_sent_twice_is_attached_once(browsers: Browsers, penalty: Casework) -> None:
    address = f"/tasks/{penalty.open_steps['调查取证']}"
    browser = browsers("王强").open(address)
    picker = browser.find("#gj-form input[type='file']")[0].get("name")
    fields = browser.fields()
    for _ in range(2):
        files = {picker: (io.BytesIO(PDF), "照片说明.pdf")}
        browser.send(f"{address}/redraw", {**fields, "_request_key": "one", **files}, HX_Request="true")
    browser.open(f"/cases/{penalty.case_id}?tab=materials")
    assert len(browser.find("tr[data-row]")) == 1
