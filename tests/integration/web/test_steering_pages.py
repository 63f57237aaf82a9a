"""The page of interventions: chosen by name, told before, confirmed with a reason, refused at a gate."""

from collections.abc import Callable

import pytest

from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.web.conftest import Browser

Browsers = Callable[[str], Browser]


@pytest.fixture
def penalty(district: District) -> Casework:
    """A penalty case whose report is being written."""
    return Casework.begun(district, "ordinary-penalty", by="王强").to("调查终结报告")


def looked_at(browser: Browser, case: Casework, **query: str) -> Browser:
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return browser.open(f"/cases/{case.case_id}/steer?{words}")


def test_a_case_is_moved_after_its_effects_were_shown(browsers: Browsers, penalty: Casework) -> None:
    browser = browsers("陈建国").open(f"/cases/{penalty.case_id}")
    assert browser.find("a[href$='/steer']")
    looked_at(browser, penalty)
    names = [option.text_content() for option in browser.find("#steer-token option")]
    assert names == ["调查终结报告"]
    token = browser.find("#steer-token option")[0].get("value")
    looked_at(browser, penalty, action="move", token=token, to="CollectEvidence")
    assert "撤回“调查终结报告”（王强正在办理）" in browser.words
    assert "打开任务“调查取证”" in browser.words
    fields = browser.fields("#told form")
    browser.send(f"/cases/{penalty.case_id}/steer", {**fields, "reason": "证据不足"}).follow()
    assert "已按您的决定调整案件" in browser.words
    assert list(penalty.open_steps) == ["调查取证"]


@pytest.mark.parametrize(("language", "words"), [("zh", "第五十八条第一款"), ("en", "has not been done in this round")])
def test_a_gate_refuses_in_both_languages(browsers: Browsers, penalty: Casework, language: str, words: str) -> None:
    browser = browsers("陈建国").open("/inbox")
    browser.send("/language", {"language": language})
    looked_at(browser, penalty)
    token = browser.find("#steer-token option")[0].get("value")
    looked_at(browser, penalty, action="move", token=token, to="DecidePenalty")
    assert words in browser.words
    assert not browser.find("#told form")
    sent = {"action": "move", "token": token, "to": "DecidePenalty", "reason": "赶时间", "seq": penalty.seq}
    browser.send(f"/cases/{penalty.case_id}/steer", sent)
    assert browser.status == 409
    assert list(penalty.open_steps) == ["调查终结报告"]


def test_a_value_is_corrected(browsers: Browsers, penalty: Casework) -> None:
    browser = browsers("陈建国")
    looked_at(browser, penalty, field="act_place")
    fields = browser.fields("form[action$='/steer/data']")
    browser.send(f"/cases/{penalty.case_id}/steer/data", {**fields, "value": "武侯区一环路 1 号", "reason": "笔误"})
    assert browser.status == 302, browser.words
    assert penalty.document["act_place"] == "武侯区一环路 1 号"


def test_whoever_has_not_the_permission_sees_no_page(browsers: Browsers, penalty: Casework) -> None:
    browser = looked_at(browsers("王强"), penalty)
    assert browser.status == 403
    assert not browser.open(f"/cases/{penalty.case_id}").find("a[href$='/steer']")
