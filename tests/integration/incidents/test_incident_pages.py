"""Incidents on pages and for programs: told to whoever handed in, listed for whoever deals with them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.incidents.test_incidents import FAILING, incident, states
from tests.integration.messages.conftest import Deploy
from tests.integration.web.conftest import Browser

Ask = Callable[..., list[Any]]


@pytest.fixture
def handed_in(browsers: Callable[[str], Browser], district: District, deploy: Deploy) -> tuple[Browser, Casework]:
    """The answer to a form that the diagram could not go on with."""
    deploy("failing", FAILING)
    case = Casework.begun(district, "failing", by="王强")
    browser = browsers("王强")
    path = f"/tasks/{case.open_steps['询问']}"
    browser.open(path).send(f"{path}/complete", {"note": "0"})
    return browser, case


def test_whoever_hands_in_is_told_in_words_and_keeps_what_was_typed(
    handed_in: tuple[Browser, Casework], ask: Ask
) -> None:
    browser, case = handed_in
    assert browser.status == 409
    assert "已记录并通知规程管理员处理，您填写的内容已保存为草稿" in browser.words
    assert browser.find("input[name='note'][value='0']")
    notice = browser.open(f"/cases/{case.case_id}")
    assert "流程无法在“计算”继续" in notice.words
    assert "处理异常" not in notice.words
    assert "无法在“计算”继续，等待处理" in browser.open(f"/cases/{case.case_id}?tab=timeline").words
    assert browser.open("/incidents").status == 403


def test_whoever_runs_the_procedure_lists_reads_and_skips(
    handed_in: tuple[Browser, Casework], browsers: Callable[[str], Browser], district: District, ask: Ask
) -> None:
    _, case = handed_in
    browser = browsers("田野")
    browser.open("/incidents").send("/language", {"language": "zh"})
    assert "计算" in browser.open("/incidents?key=failing").words
    assert "没有异常" in browser.open("/incidents?status=skipped").words
    path = f"/incidents/{incident(ask)}"
    page = browser.open(path)
    assert "100 / number(note)" in page.words
    browser.send(f"{path}/skip", {"reason": "按全额", "values": "share 100"})
    assert browser.status == 422
    browser.open(path).send(f"{path}/skip", {"reason": "按全额", "values": "share = 100"})
    assert browser.status == 302
    assert "正在处理" in browser.open(path).words
    district.work_off()
    assert "跳过" in browser.open(path).words
    assert list(case.open_steps) == ["阅读"]
    assert case.document["share"] == 100


def test_whoever_runs_the_procedure_retries_or_closes(
    handed_in: tuple[Browser, Casework], browsers: Callable[[str], Browser], district: District, ask: Ask
) -> None:
    browser = browsers("田野")
    path = f"/incidents/{incident(ask)}"
    browser.open(path).send(f"{path}/retry", {"reason": "", "field": ""})
    assert browser.status == 302
    district.work_off()
    assert states(ask) == [("Sum", "script", "open", 2)]
    browser.open(path).send(f"{path}/withdraw", {"reason": "由办理人更正"})
    assert browser.status == 302
    assert states(ask) == [("Sum", "script", "withdrawn", 2)]
    browser.send(f"{path}/withdraw", {"reason": "再次"})
    assert browser.status == 409
