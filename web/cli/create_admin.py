"""`guiju create-admin`: the first person of a real server, and the tenant if it is not there yet."""

import os

import click

from engine.commands.create_admin import TenantWish, create_admin
from engine.kernel.clock import SystemClock
from engine.kernel.database import create_database
from engine.organization.chart import read_rules
from web.cli.demo import content_folder
from web.cli.settings import read_settings
from web.cli.speech import say


@click.command()
@click.option("--tenant", required=True, help="Code of the district, such as wuhou; it is founded if it is not there.")
@click.option("--tenant-name", default="", help="Chinese name of a district to be founded; its code if left out.")
@click.option("--tenant-name-en", default="", help="English name of a district to be founded; its code if left out.")
@click.option("--login", required=True, help="What the administrator signs in with.")
@click.option("--name", required=True, help="The administrator's own name.")
@click.option(
    "--password",
    envvar="GUIJU_ADMIN_PASSWORD",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="Asked for at the terminal, or taken from GUIJU_ADMIN_PASSWORD; better not given as an argument.",
)
def command(*, tenant: str, tenant_name: str, tenant_name_en: str, login: str, name: str, password: str) -> None:
    """Create an administrator, connecting as the role that owns the tables (GUIJU_MIGRATE_URL)."""
    rules = read_rules((content_folder() / "separation.toml").read_bytes(), file="separation.toml")
    wish = TenantWish(tenant, tenant_name or tenant, tenant_name_en or tenant)
    owner = create_database(read_settings(os.environ).owner_url, pool_size=1)
    try:
        create_admin(owner, SystemClock(), tenant=wish, rules=rules, login=login, name=name, password=password)
    finally:
        owner.dispose()
    say(f"已创建管理员 {login}@{tenant}。", f"The administrator {login}@{tenant} is there.")
