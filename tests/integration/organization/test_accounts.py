"""What an actor is made of, and how much it costs to read one."""

from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Engine, text

from engine.kernel.context import Seat
from engine.kernel.database import driver, transaction
from engine.kernel.errors import NotFound
from engine.organization.accounts import find_person_by_login, load_actor
from engine.organization.directory import names_of, people_with_roles, units_by_code, units_of_kind
from engine.organization.permissions import Permission


class CountingCursor(psycopg.Cursor[tuple[object, ...]]):
    """Counts what is sent to the server."""

    sent = 0

    def execute(self, *args, **kwargs):
        CountingCursor.sent += 1
        return super().execute(*args, **kwargs)


def test_an_actor_has_the_seats_and_permissions_of_all_roles(acting) -> None:
    with acting.context("linfeng") as ctx:
        assert ctx.actor.seats == (Seat("LEGAL_REVIEWER", "LEGAL_OFFICE"), Seat("OFFICER_CO", "SQUAD_01"))
        assert ctx.actor.queues == ("LEGAL_REVIEWER@LEGAL_OFFICE", "OFFICER_CO@SQUAD_01")
        assert Permission.TASK_WORK in ctx.actor.permissions
        assert Permission.CASE_READ_ALL not in ctx.actor.permissions


@pytest.mark.parametrize(
    ("login", "within", "beyond"),
    [
        # An officer reaches his squad, not the squad next door nor the bureau above.
        ("wangqiang", {"SQUAD_01"}, {"SQUAD_02", "BUREAU_HQ"}),
        # The head's office reaches every unit of the bureau, through two levels.
        (
            "chenjianguo",
            {"BUREAU_HQ", "SQUAD_01", "MARKET_STATION_13", "INTAKE_CENTRE"},
            {"DISTRICT_GOV", "JUSTICE_BUREAU"},
        ),
        # The market brigade reaches its stations.
        ("caoyu", {"MARKET_BRIGADE", "MARKET_STATION_01"}, {"SQUAD_01"}),
        # The sub-district office is above nobody.
        ("xieyun", {"SUBDISTRICT_01"}, {"SQUAD_01"}),
    ],
)
def test_a_superior_unit_reaches_what_lies_below_it(acting, login: str, within: set[str], beyond: set[str]) -> None:
    with acting.context(login) as ctx:
        ids = {code: unit.id for code, unit in units_by_code(ctx).items()}
        assert ctx.actor.person_id in ctx.actor.scope
        assert {ids[code] for code in within} <= set(ctx.actor.scope)
        assert not {ids[code] for code in beyond} & set(ctx.actor.scope)


def test_units_wired_in_a_circle_do_not_hang_the_reader(acting) -> None:
    circle = "update unit set superior_id = (select id from unit where code = 'SQUAD_01') where code = 'DISTRICT_GOV'"
    with acting.context("liangwei") as ctx:
        ctx.session.execute(text(circle))
        assert len(load_actor(ctx.session, ctx.actor.person_id).scope) == 67


def test_reading_an_actor_is_one_statement(acting, database: Engine, tenant_id: UUID) -> None:
    person_id = acting.id_of("hewenbin")
    with transaction(database, tenant_id) as session:
        driver(session).cursor_factory = CountingCursor
        CountingCursor.sent = 0
        load_actor(session, person_id)
    assert CountingCursor.sent == 1


def test_a_person_of_another_tenant_is_not_there(acting, database: Engine) -> None:
    stranger = acting.id_of("wangqiang")
    with transaction(database, UUID(int=7)) as session, pytest.raises(NotFound):
        load_actor(session, stranger)
    with transaction(database, UUID(int=7)) as session:
        assert find_person_by_login(session, "wangqiang") is None


def test_pickers_offer_people_by_role_and_units_by_kind(acting) -> None:
    with acting.context("majun") as ctx:
        officers = people_with_roles(ctx, ["OFFICER_LEAD", "OFFICER_CO"], units=["SQUAD_02"])
        assert [officer.login for officer in officers] == ["dingning", "songjie"]
        assert officers[0].label("zh") == "丁宁（望江路街道综合执法中队）"
        assert officers[0].label("en") == "丁宁 (Wangjianglu sub-district squad)"
        assert len(people_with_roles(ctx, ["HEAD"])) == 2
        squads = units_of_kind(ctx, "SQUAD")
        assert [squads[0].code, len(squads), squads[0].superior] == ["SQUAD_01", 13, "BUREAU_HQ"]
        assert squads[0].name("en") == "Jiangxijie sub-district squad"
        assert names_of(ctx, [officers[0].id]) == {officers[0].id: "丁宁"}
