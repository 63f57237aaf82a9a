"""The page of a task: claim first, fill in, lose nothing, hand in, go on."""

from collections.abc import Callable

import pytest

from tests.driving.casework import Casework, defaults
from tests.driving.district import District
from tests.integration.web.conftest import Browser

Browsers = Callable[[str], Browser]


@pytest.fixture
def duplicate_check(district: District) -> str:
    """The address of a task that waits in the dispatchers' queue."""
    casework = Casework.begun(district, "complaint-intake", by="周敏").to("查重")
    return f"/tasks/{casework.open_steps['查重']}"


@pytest.fixture
def registration(district: District) -> tuple[Casework, str]:
    """A case at its first step, which lies with 周敏, and the address of that task."""
    casework = Casework.begun(district, "complaint-intake", by="周敏")
    return casework, f"/tasks/{casework.open_steps['登记诉求']}"


def test_a_form_is_for_reading_until_its_task_is_claimed(browsers: Browsers, duplicate_check: str) -> None:
    browser = browsers("吴倩").open(duplicate_check)
    assert "领取之后才能填写" in browser.words
    assert not browser.find("#gj-form")
    browser.send(f"{duplicate_check}/claim").follow()
    assert browser.find("#gj-form")


def test_a_task_held_by_somebody_else_says_by_whom(browsers: Browsers, duplicate_check: str) -> None:
    browsers("吴倩").open(duplicate_check).send(f"{duplicate_check}/claim")
    other = browsers("周敏").open(duplicate_check)
    assert "此任务由吴倩办理" in other.words
    other.send(f"{duplicate_check}/claim")
    assert other.status in (403, 409)
    assert other.find("a[href='/']")


def test_a_refused_form_comes_back_whole_with_each_fault_linked(
    browsers: Browsers, registration: tuple[Casework, str]
) -> None:
    _, address = registration
    browser = browsers("周敏").open(address)
    browser.send(f"{address}/complete", {**browser.fields(), "complaint_title": "沿街商铺占道经营"})
    assert browser.status == 422
    assert browser.find("title")[0].text.startswith("有误：")
    targets = [link.get("href").removeprefix("#") for link in browser.find(".gj-error-summary a")]
    assert len(targets) > 3
    assert all(browser.page.get_element_by_id(target) is not None for target in targets)
    assert browser.fields()["complaint_title"] == "沿街商铺占道经营"


def test_handing_in_leads_to_the_next_step_of_the_same_case(
    browsers: Browsers, district: District, registration: tuple[Casework, str]
) -> None:
    casework, address = registration
    task_id = casework.open_steps["登记诉求"]
    browser = browsers("周敏").open(address)
    filled = casework.filled("zhoumin", task_id, defaults()["登记诉求"])
    browser.send(f"{address}/complete", filled).follow()
    assert "这是同一案件的下一步" in browser.words
    assert browser.find("h1")[0].text_content() == "诉求分类"


def test_a_task_that_goes_to_others_leads_back_to_the_inbox(browsers: Browsers, duplicate_check: str) -> None:
    browser = browsers("吴倩").open(duplicate_check)
    browser.send(f"{duplicate_check}/claim").follow()
    browser.send(f"{duplicate_check}/complete", {"duplicate": "no"}).follow()
    assert browser.find("h1")[0].text_content() in ("判定职责归属", "待办")


def test_typing_saves_a_draft_that_is_there_on_the_next_visit(
    browsers: Browsers, registration: tuple[Casework, str]
) -> None:
    _, address = registration
    browser = browsers("周敏").open(address)
    browser.send(f"{address}/draft", {**browser.fields(), "complaint_title": "夜间施工"}, Accept="application/json")
    assert browser.answer.get_json() == {"revision": 1, "time": "09:00"}
    browser.open(address)
    assert browser.fields()["complaint_title"] == "夜间施工"
    assert "草稿保存于" in browser.words


def test_two_windows_never_overwrite_each_other(browsers: Browsers, registration: tuple[Casework, str]) -> None:
    _, address = registration
    here, there = browsers("周敏").open(address), browsers("周敏").open(address)
    there.send(f"{address}/draft", {**there.fields(), "complaint_title": "夜间施工"})
    here.send(f"{address}/draft", {**here.fields(), "complaint_title": "占道经营"})
    assert here.status == 409
    [row] = here.find("tbody tr")
    assert [cell.text_content() for cell in row] == ["诉求标题", "占道经营", "夜间施工"]
    [keep] = here.find("form[action$='/draft']")
    here.send(keep.get("action"), here.fields("form[action$='/draft']")).follow()
    assert here.fields()["complaint_title"] == "占道经营"


def test_a_script_learns_of_the_other_draft_in_json(browsers: Browsers, registration: tuple[Casework, str]) -> None:
    _, address = registration
    here, there = browsers("周敏").open(address), browsers("周敏").open(address)
    there.send(f"{address}/draft", there.fields())
    here.send(f"{address}/draft", here.fields(), Accept="application/json")
    assert here.status == 409
    assert "另存为第 1 稿" in here.answer.get_json()["message"]


def test_rows_are_added_and_removed_without_script(browsers: Browsers, district: District) -> None:
    complaint = Casework.begun(district, "complaint-intake", by="周敏").to("现场核查")
    complaint.do("现场核查")
    penalty = complaint.next_case().to("线索核查")
    address = f"/tasks/{penalty.open_steps['线索核查']}"
    browser = browsers("王强").open(address)
    browser.send(f"{address}/claim").follow()
    rows = len(browser.find(".gj-row"))
    [add] = browser.find("button[name='_add']")
    browser.send(f"{address}/complete", {**browser.fields(), "_add": add.get("value"), "party_name": "某公司"})
    assert browser.status == 200
    assert len(browser.find(".gj-row")) == rows + 1
    assert browser.fields()["party_name"] == "某公司"


def test_the_form_is_drawn_anew_for_a_script(browsers: Browsers, registration: tuple[Casework, str]) -> None:
    _, address = registration
    browser = browsers("周敏").open(address)
    before = set(browser.fields())
    browser.send(f"{address}/redraw", {**browser.fields(), "real_name_report": "yes"}, HX_Request="true")
    assert browser.find("#gj-form-body")
    names = {element.get("name") for element in browser.find("[name]")}
    assert "reporter_name" in names - before


def test_a_task_is_given_back(browsers: Browsers, duplicate_check: str) -> None:
    browser = browsers("吴倩").open(duplicate_check)
    browser.send(f"{duplicate_check}/claim").follow()
    browser.send(f"{duplicate_check}/release").follow()
    assert "已释放" in browser.words
    assert "领取之后才能填写" in browser.open(duplicate_check).words


def test_handing_over_takes_a_person_and_a_reason(browsers: Browsers, registration: tuple[Casework, str]) -> None:
    _, address = registration
    browser = browsers("周敏").open(address)
    assert browser.find("#reassign-dialog textarea[required]")
    browser.send(f"{address}/reassign", {"login": "zhoumin", "reason": ""})
    assert browser.status == 422
    assert "请填写理由" in browser.words


@pytest.mark.parametrize("tab", ["diagram", "timeline"])
def test_the_other_tabs_show_where_the_case_stands(
    browsers: Browsers, registration: tuple[Casework, str], tab: str
) -> None:
    _, address = registration
    browser = browsers("周敏").open(f"{address}?tab={tab}")
    assert browser.status == 200
    assert ("登记诉求" if tab == "diagram" else "发起案件") in browser.words


def test_a_task_of_others_is_not_found(browsers: Browsers, registration: tuple[Casework, str]) -> None:
    _, address = registration
    browser = browsers("马骏").open(address)
    assert browser.status == 404
    assert "您无权查看" in browser.words
