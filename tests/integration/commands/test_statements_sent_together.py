"""Statements that are sent together still end as one: each answer is there, each refusal of the server is raised."""

import psycopg
import pytest
from sqlalchemy import select, text

from engine.kernel.database import driver, sent_together, transaction
from engine.organization.models import Unit
from tests.driving.district import District


def test_the_orm_has_its_answers_among_statements_of_the_driver(district: District) -> None:
    with sent_together(district.edge.database, district.tenant_id) as session:
        driver(session).execute(b"update unit set name_en = 'First' where code = 'SQUAD_01'")
        unit = session.scalars(select(Unit).where(Unit.code == "SQUAD_01")).one()
        assert unit.name_en == "First"
        unit.name_en = "Second"
        session.flush()
        told = driver(session).execute(b"select name_en from unit where code = 'SQUAD_01'")
        assert told.fetchone() == ("Second",)


def test_a_refusal_of_the_server_is_raised_and_nothing_stays(district: District) -> None:
    def write_twice() -> None:
        with sent_together(district.edge.database, district.tenant_id) as session:
            for _ in range(2):
                driver(session).execute(
                    b"insert into number_series (tenant_id, prefix, year, last) values (current_tenant(), 'X', 2026, 1)"
                )

    with pytest.raises(psycopg.errors.UniqueViolation):
        write_twice()
    with transaction(district.edge.database, district.tenant_id) as session:
        assert session.scalar(text("select count(*) from number_series where prefix = 'X'")) == 0


def test_row_counts_are_known_after_the_block(district: District) -> None:
    with sent_together(district.edge.database, district.tenant_id) as session:
        told = driver(session).execute(b"update unit set name_en = name_en")
    assert told.rowcount > 1
