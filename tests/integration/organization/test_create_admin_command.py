"""`guiju create-admin` at the terminal: the first person of a real server."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from engine.commands.sign_in import sign_in
from engine.kernel.clock import TravelClock
from web.cli.main import main

PASSWORD = "three blind mice"


def run(monkeypatch: pytest.MonkeyPatch, owner_url: str, *, password: str = PASSWORD) -> Result:
    monkeypatch.setenv("GUIJU_MIGRATE_URL", owner_url)
    monkeypatch.setenv("GUIJU_LANGUAGE", "en")
    options = ["--tenant", "jinjiang", "--tenant-name", "锦江区", "--login", "admin", "--name", "管理员"]
    return CliRunner().invoke(main, ["create-admin", *options], input=f"{password}\n{password}\n")


def test_the_administrator_can_sign_in_and_the_password_was_not_shown(
    monkeypatch: pytest.MonkeyPatch, owner_url: str, database: Engine, clock: TravelClock
) -> None:
    result = run(monkeypatch, owner_url)
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert sign_in(database, clock, "admin@jinjiang", PASSWORD).actor.name == "管理员"


def test_a_weak_password_is_refused_with_its_faults_and_nothing_is_founded(
    monkeypatch: pytest.MonkeyPatch, owner_url: str
) -> None:
    refused = run(monkeypatch, owner_url, password="short")
    assert refused.exit_code == 1
    assert "10 to 200 characters" in refused.output
    assert run(monkeypatch, owner_url).exit_code == 0


def test_a_second_one_of_the_same_login_is_refused(monkeypatch: pytest.MonkeyPatch, owner_url: str) -> None:
    assert run(monkeypatch, owner_url).exit_code == 0
    again = run(monkeypatch, owner_url)
    assert again.exit_code == 1
    assert "admin" in again.output
