"""What expressions of a procedure may see besides the case document: case, record, today, and the unit tree."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.calendar.directory import load_calendars
from engine.calendar.expressions import calendar_functions
from engine.cases.lookup import ThresholdLookup, lookup_of
from engine.cases.values import LockedCase
from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.runtime import Environment


def environment_of(ctx: Context, case: LockedCase) -> Environment:
    """Return the environment that the runtime steps a case in; what the functions rest on is noted in `cited`."""
    lookup = lookup_of(ctx, case)
    return Environment(
        now=ctx.clock.now(),
        case=case_facts(case),
        record=case.record,
        functions=functions(ctx, lookup),
        cited=lookup.cited,
        skips=ctx.skips,
    )


def expression_context(ctx: Context, case: LockedCase, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the names that a gate, a form rule or a unit formula may use over a scope's document.

    The calendar's functions are among them, because rules of forms are handed names only.
    """
    return {
        **_counting(ctx, case),
        **document,
        "case": case_facts(case),
        "record": case.record,
        "today": legal_day(ctx.clock.now()),
    }


def case_facts(case: LockedCase) -> dict[str, Any]:
    """Return what `case` stands for in an expression."""
    return {
        "number": case.number,
        "unit": case.unit,
        "title": case.title,
        "started_on": legal_day(case.started_at),
    }


def functions(ctx: Context, lookup: ThresholdLookup) -> Mapping[str, Callable[..., Any]]:
    """Return the functions that calendar and organisation lend to expressions; rows are read when one is called."""

    def superior(code: Any) -> str | None:
        row = (
            driver(ctx.session)
            .execute(
                b"select s.code from unit u join unit s on s.tenant_id = u.tenant_id and s.id = u.superior_id"
                b" where u.tenant_id = %s and u.code = %s",
                (ctx.actor.tenant_id, str(code)),
            )
            .fetchone()
        )
        return str(row[0]) if row else None

    return {**_counting(ctx, lookup.case), "superior": superior, "threshold": lookup}


def _counting(ctx: Context, case: LockedCase) -> Mapping[str, Callable[..., Any]]:
    """Return the functions that count workdays by the calendar of the unit in charge, read when one is called."""
    return calendar_functions(lambda: load_calendars(ctx).of_unit(case.unit).calendar)
