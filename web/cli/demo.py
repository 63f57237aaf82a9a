"""The organisation for trying out: founded in an empty database by `guiju run`, never by anything else."""

from dataclasses import dataclass
from pathlib import Path

import engine
from engine.commands.found_tenant import found_tenant
from engine.kernel.clock import SystemClock
from engine.kernel.database import create_database, transaction
from engine.organization.chart import Chart, PersonEntry, read_chart, read_rules
from engine.organization.founding import has_tenants, is_demo
from web.cli.settings import Settings

DEMO_PASSWORD = "guiju-demo"  # noqa: S105 - printed on the screen of whoever tries Guiju out
"""The password of everybody in the demo organisation; no other tenant ever gets it."""


@dataclass(frozen=True)
class DemoAccount:
    """An account to sign in with; `roles_zh` and `roles_en` say what the person does."""

    login: str
    password: str
    name: str
    roles_zh: str
    roles_en: str


def fill_if_empty(settings: Settings) -> list[DemoAccount]:
    """Found the demo organisation if the database holds no tenant, and return its accounts.

    Returns no accounts for a database with tenants of its own: there is nothing in it that everybody may know.
    """
    chart = read_chart((content_folder() / "demo-organisation.toml").read_bytes(), file="demo-organisation.toml")
    owner = create_database(settings.owner_url, pool_size=1)
    try:
        with transaction(owner, None) as session:
            empty, demo = not has_tenants(session), is_demo(session, chart.code)
        if empty:
            rules = read_rules((content_folder() / "separation.toml").read_bytes(), file="separation.toml")
            found_tenant(owner, SystemClock(), chart=chart, rules=rules, password=DEMO_PASSWORD, demo=True)
    finally:
        owner.dispose()
    return [_account(person, chart) for person in chart.people] if empty or demo else []


def content_folder() -> Path:
    """Return the folder of shipped procedures: inside the package where it is installed, else in the source tree."""
    package = Path(engine.__file__).parent
    installed = package / "content" / "processes"
    return installed if installed.is_dir() else package.parent / "processes"


def _account(person: PersonEntry, chart: Chart) -> DemoAccount:
    titles = [chart.roles[role] for role in dict.fromkeys(seat.role for seat in person.seats)]
    return DemoAccount(
        login=person.login,
        password=DEMO_PASSWORD,
        name=person.name,
        roles_zh="、".join(zh for zh, _ in titles),
        roles_en=", ".join(en for _, en in titles),
    )
