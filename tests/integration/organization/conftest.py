"""A founded tenant: the demo organisation, with the rules the tests speak about."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine

from engine.commands.found_tenant import found_tenant
from engine.kernel.clock import TravelClock
from engine.kernel.context import Context
from engine.kernel.database import create_database, transaction
from engine.organization.accounts import find_person_by_login, load_actor
from engine.organization.chart import Chart, read_chart
from engine.organization.duties import Rule, RuleKind

PROCESSES = Path(__file__).parents[3] / "processes"
PASSWORD = "three blind mice"
RULES = (
    Rule("SOD-02", RuleKind.CERTIFIED, frozenset({"investigate"}), frozenset(), "处罚法 42", "须持证。", "Certified."),
    Rule("SOD-07", RuleKind.QUALIFIED, frozenset({"review"}), frozenset(), "处罚法 58", "须有资格。", "Qualified."),
)


@pytest.fixture
def chart() -> Chart:
    """The demo organisation as described."""
    return read_chart((PROCESSES / "demo-organisation.toml").read_bytes(), file="demo-organisation.toml")


@pytest.fixture
def owner(owner_url: str) -> Iterator[Engine]:
    """The test's database as the role that owns the tables."""
    engine = create_database(owner_url)
    yield engine
    engine.dispose()


@pytest.fixture
def tenant_id(owner: Engine, clock: TravelClock, chart: Chart) -> UUID:
    """The demo tenant, founded."""
    return found_tenant(owner, clock, chart=chart, rules=RULES, password=PASSWORD, demo=True)


@pytest.fixture
def acting(database: Engine, clock: TravelClock, tenant_id: UUID) -> "Acting":
    """Opens contexts of people by login."""
    return Acting(database, clock, tenant_id)


class Acting:
    """Hands a test the context of a person, in a transaction that the with-block ends."""

    def __init__(self, database: Engine, clock: TravelClock, tenant_id: UUID) -> None:
        self.database, self.clock, self.tenant_id = database, clock, tenant_id

    def id_of(self, login: str) -> UUID:
        with transaction(self.database, self.tenant_id) as session:
            found = find_person_by_login(session, login)
        assert found is not None
        return found

    def context(self, login: str) -> "Opened":
        return Opened(self, login)


class Opened:
    """The with-block of one context."""

    def __init__(self, acting: Acting, login: str) -> None:
        self.acting, self.person_id = acting, acting.id_of(login)

    def __enter__(self) -> Context:
        self.transaction = transaction(self.acting.database, self.acting.tenant_id)
        session = self.transaction.__enter__()
        return Context(session=session, actor=load_actor(session, self.person_id), clock=self.acting.clock)

    def __exit__(self, *failure: object) -> None:
        self.transaction.__exit__(*failure)  # type: ignore[arg-type]
