"""The demo organisation comes into an empty database once, and never into a district's own."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.commands.create_admin import TenantWish, create_admin
from engine.commands.sign_in import sign_in
from engine.kernel.clock import TravelClock
from web.cli.demo import DEMO_PASSWORD, content_folder, fill_if_empty
from web.cli.settings import Settings


@pytest.fixture
def settings(owner_url: str, tmp_path: Path) -> Settings:
    return Settings(port=8000, data=tmp_path, database_url=None, migrate_url=owner_url, pg_bin=None)


def test_everybody_of_the_demo_can_sign_in_with_what_is_printed(
    settings: Settings, database: Engine, clock: TravelClock
) -> None:
    accounts = fill_if_empty(settings)
    hotline = next(account for account in accounts if account.login == "zhoumin")
    assert (hotline.name, hotline.roles_zh, hotline.roles_en) == ("周敏", "受理员", "Hotline operator")
    assert {account.password for account in accounts} == {DEMO_PASSWORD}
    assert sign_in(database, clock, hotline.login, hotline.password).actor.name == "周敏"


def test_filling_again_changes_nothing_and_tells_the_accounts_again(settings: Settings) -> None:
    assert fill_if_empty(settings) == fill_if_empty(settings)


def test_a_district_of_its_own_gets_no_demo_accounts(settings: Settings, owner: Engine, clock: TravelClock) -> None:
    wish = TenantWish("wuhou", "武侯区", "Wuhou")
    create_admin(owner, clock, tenant=wish, rules=(), login="admin", name="管理员", password="three blind mice")
    assert fill_if_empty(settings) == []


def test_the_shipped_content_is_where_it_is_looked_for() -> None:
    assert (content_folder() / "demo-organisation.toml").is_file()
