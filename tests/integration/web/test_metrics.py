"""A monitor with a token reads what waits, what is late and who works; nobody else does."""

from collections.abc import Callable

import pytest
from flask import Flask

from engine.commands.create_token import create_token
from engine.jobs.queue import enqueue
from engine.kernel.database import transaction
from engine.organization.tokens import new_token
from tests.driving.district import District
from tests.integration.web.conftest import Browser

Scrape = Callable[[str], tuple[int, str]]


@pytest.fixture
def scrape(app: Flask, district: District) -> Scrape:
    """Read the figures with a token of a person."""

    def read(login: str) -> tuple[int, str]:
        token = new_token()
        district.do(login, create_token, name="monitor", token_hash=token.hash, days=30)
        answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {token.secret}"})
        return answer.status_code, answer.text

    return read


def test_a_monitor_reads_figures(scrape: Scrape, district: District) -> None:
    district.start("zhoumin", "complaint-intake")
    with transaction(district.edge.database, district.tenant_id) as session:
        enqueue(session, "nothing")
    status, figures = scrape("chenjianguo")
    assert status == 200
    for line in (
        "# HELP guiju_tasks_open Open tasks",
        "# TYPE guiju_tasks_open gauge",
        "guiju_cases_active 1.0",
        "guiju_tasks_open 1.0",
        "guiju_tasks_overdue 0.0",
        "guiju_incidents_open 0.0",
        "guiju_messages_kept 0.0",
        "guiju_timers_late 0.0",
        "guiju_timer_lateness_seconds 0.0",
        "guiju_errands_open 0.0",
        'guiju_jobs{status="failed"} 0.0',
        "guiju_workers 0.0",
    ):
        assert line in figures.splitlines(), line
    [todo] = [line for line in figures.splitlines() if line.startswith('guiju_jobs{status="todo"}')]
    assert float(todo.split()[1]) >= 1


def test_whoever_may_not_read_figures_is_refused(
    scrape: Scrape, app: Flask, browsers: Callable[[str], Browser]
) -> None:
    assert scrape("zhoumin")[0] == 403
    assert app.test_client().get("/metrics").status_code == 302
    assert browsers("陈建国").open("/metrics").status == 200
