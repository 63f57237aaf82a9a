"""Cases to try commands on, and a way to see whether anything at all was written."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import text

from engine.kernel.database import transaction
from tests.driving.casework import Casework, defaults
from tests.driving.district import District

TABLES = "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id'"

Contents = Callable[[], Mapping[str, str]]
Entered = Callable[..., dict[str, Any]]


@pytest.fixture
def intake(district: District) -> Casework:
    """A complaint that 周敏 has just begun to register; the first step is in her name."""
    return Casework.begun(district, "complaint-intake", by="周敏")


@pytest.fixture
def queued(intake: Casework) -> Casework:
    """A complaint that is classified; checking it for duplicates waits in the queue of the dispatchers."""
    return intake.to("查重")


@pytest.fixture
def penalty(district: District) -> Casework:
    """A penalty case that 王强 has just begun."""
    return Casework.begun(district, "ordinary-penalty", by="王强")


@pytest.fixture
def contents(district: District) -> Contents:
    """Tells what every table of the tenant holds, as a digest by table: equal digests, nothing written."""

    def digests() -> Mapping[str, str]:
        with transaction(district.edge.database, district.tenant_id) as session:
            names = sorted(set(session.scalars(text(TABLES))))
            assert len(names) > 15
            return {name: str(session.scalar(text(digest(name)))) for name in names}

    return digests


@pytest.fixture
def entered(district: District) -> Entered:
    """Tells what a person's form of an open step submits by default, with some raw values changed."""

    def raw(case: Casework, login: str, step: str, **changed: Any) -> dict[str, Any]:
        values = case.filled(login, case.open_steps[step], defaults()[step])
        return {**values, **changed}

    return raw


def digest(table: str) -> str:
    """Return the statement that digests a table, whatever the order of its rows."""
    return f"select md5(coalesce(string_agg(r::text, '|' order by r::text), '')) from \"{table}\" r"
