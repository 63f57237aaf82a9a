"""What people see of a task that a machine does."""

from collections.abc import Callable

from tests.driving.district import District
from tests.integration.errands.conftest import Finish, Machine
from tests.integration.errands.test_errands import begun
from tests.integration.messages.conftest import Deploy
from tests.integration.web.conftest import Browser, app, browsers

__all__ = ["app", "browsers"]


def test_a_case_shows_what_a_machine_is_at_and_has_done(
    district: District, deploy: Deploy, machine: Machine, browsers: Callable[[str], Browser], work: Finish
) -> None:
    case = begun(district, deploy)
    task_id = case.open_steps["查询"]
    browser = browsers("王强")
    page = browser.open(f"/cases/{case.case_id}")
    assert page.status == 200
    assert "查询" in page.words
    assert "系统办理" in page.words
    assert "None" not in page.words
    sheet = browser.open(f"/tasks/{task_id}")
    assert (sheet.status, "查询" in sheet.words) == (200, True)
    assert not sheet.find("button[formaction*='complete']")
    work()
    assert "系统办结“查询”" in browser.open(f"/cases/{case.case_id}?tab=timeline").words
    assert browser.open(f"/cases/{case.case_id}").status == 200
    assert browser.open(f"/tasks/{task_id}").status == 200
