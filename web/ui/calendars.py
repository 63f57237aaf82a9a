"""The calendars that pages tell remaining workdays by: kept for a minute, so that a list does not ask for them."""

import time

from flask import current_app
from flask_login import current_user

from engine.calendar.directory import Calendars, load_calendars
from engine.calendar.notices import shipped_calendar
from engine.calendar.workdays import Calendar
from web.edge import reading

KEPT_SECONDS = 60.0
"""A notice that was just loaded shows on pages after at most so long."""


def present_calendars() -> Calendars | None:
    """Return the calendars of the tenant of whoever looks; None for somebody who is not signed in."""
    if not current_user or not current_user.is_authenticated:
        return None
    kept: dict[object, tuple[float, Calendars]] = current_app.extensions.setdefault("guiju_calendars", {})
    tenant = current_user.actor.tenant_id
    known = kept.get(tenant)
    if known is None or time.monotonic() - known[0] > KEPT_SECONDS:
        with reading() as ctx:
            known = time.monotonic(), load_calendars(ctx)
        kept[tenant] = known
    return known[1]


def present_calendar(code: str | None = None) -> Calendar:
    """Return a calendar by its code, else the one for all units of the tenant of whoever looks."""
    calendars = present_calendars()
    return shipped_calendar() if calendars is None else calendars.of_code(code).calendar
