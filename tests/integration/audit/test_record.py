"""The record shows whatever was done to it, even by the superuser of the database."""

from uuid import UUID

import psycopg
import pytest
from sqlalchemy import make_url

from engine.audit.verification import Verified, verify_tenant
from engine.commands.attach_file import attach_file
from engine.kernel.database import driver, transaction
from engine.kernel.postgres.supervisor import EmbeddedPostgres
from tests.driving.casework import Casework
from tests.driving.district import District

PDF = b"%PDF-1.7 a photograph of tables on the pavement"


@pytest.fixture
def case(district: District) -> Casework:
    """A case with some steps, personal data and a file on record."""
    begun = Casework.begun(district, "complaint-intake", by="周敏")
    district.do("zhoumin", attach_file, files=district.edge.files, case_id=begun.case_id, name="a.pdf", content=PDF)
    return begun.to("派单")


def verified(district: District) -> Verified:
    with transaction(district.edge.database, district.tenant_id) as session:
        return verify_tenant(driver(session), district.tenant_id, is_intact=district.edge.files.is_intact)


def as_superuser(server: EmbeddedPostgres, name: str, statement: str, case_id: UUID) -> None:
    address = make_url(server.url(role="postgres", database=name)).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        connection.execute(b"set session_replication_role = replica")
        connection.execute(statement.encode(), {"case": case_id})


def test_an_untouched_record_is_sound(district: District, case: Casework) -> None:
    result = verified(district)
    assert result.is_sound
    assert result.events > 5
    assert result.files == 1
    assert case.open_steps


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        # the content of an event is changed
        (
            "update event set body = overlay(body placing '!!'::bytea from 3) where case_id = %(case)s and seq = 2",
            "hash",
        ),
        # the time of an event is changed in its column only
        ("update event set at = at - interval '1 day' where case_id = %(case)s and seq = 2", "column"),
        # who did it is changed in its column only
        ("update event set actor_id = gen_random_uuid() where case_id = %(case)s and seq = 3", "column"),
        # one event is taken out of the middle
        ("delete from event where case_id = %(case)s and seq = 2", "gap"),
        # the last events are cut off
        ("delete from event where case_id = %(case)s and seq >= 4", "head"),
        # what the reporter said is replaced
        ("update private_value set value = '\"x\"' where case_id = %(case)s", "private"),
        # the case disappears, its events stay
        ('delete from "case" where id = %(case)s', "orphan"),
    ],
)
def test_whatever_the_superuser_does_is_found(
    server: EmbeddedPostgres, district: District, district_name: str, case: Casework, statement: str, code: str
) -> None:
    as_superuser(server, district_name, statement, case.case_id)
    findings = verified(district).findings
    assert code in {finding.code for finding in findings}
    assert {finding.chain_id for finding in findings} == {case.case_id}


def test_deleting_personal_data_leaves_the_chain_sound(
    server: EmbeddedPostgres, district: District, district_name: str, case: Casework
) -> None:
    as_superuser(server, district_name, "delete from private_value where case_id = %(case)s", case.case_id)
    assert verified(district).is_sound


def test_a_file_that_was_changed_on_the_disk_is_found(district: District, case: Casework) -> None:
    (stored,) = [path for path in district.edge.files.folder.rglob("*") if path.is_file()]
    stored.write_bytes(b"%PDF-1.7 something else")
    assert [finding.code for finding in verified(district).findings] == ["file"]
    assert case.status == "active"


def test_the_reporter_is_not_in_the_chained_events(district: District, case: Casework) -> None:
    with transaction(district.edge.database, district.tenant_id) as session:
        rows = driver(session).execute(b"select body from event where case_id = %s", (case.case_id,)).fetchall()
    assert not any("黄女士".encode() in row[0] or b"13800000000" in row[0] for row in rows)
