"""What every template may use: icons, chips, instants, request keys, the settings that pages show."""

import json
from datetime import datetime
from typing import Any

from flask import Flask, request
from flask_babel import gettext as _
from jinja2 import Environment

from web.config import Settings
from web.i18n.languages import in_language
from web.i18n.moments import DueChip, day_words, due_chip, instant_words, short_instant_words
from web.ui.arithmetic import arithmetic_of
from web.ui.calendars import present_calendar
from web.ui.keys import form_keys
from web.ui.links import own_path

COUNT_CAP = 99
"""Counts above this are shown as 99+; the query stops counting there."""


def install_pieces(app: Flask, settings: Settings) -> None:
    """Offer the pieces to all templates."""
    environment = app.jinja_env
    environment.trim_blocks = True
    environment.lstrip_blocks = True

    def chip_of(due_at: datetime | None, started_at: datetime | None = None) -> DueChip:
        """Return the chip of a due instant at the application's present."""
        return due_chip(due_at, settings.clock.now(), present_calendar(), started_at=started_at)

    environment.globals.update(
        settings=settings,
        form_keys=form_keys,
        here_path=here_path,
        due_chip=chip_of,
        arithmetic_of=arithmetic_of,
        capped=capped,
        status_words=status_words,
        size_words=size_words,
        named=named,
        entry_tone=entry_tone,
    )
    environment.filters.update(
        day=day_words, instant=instant_words, short_instant=short_instant_words, json_text=json_text
    )
    _offer_macros(environment)


def _offer_macros(environment: Environment) -> None:
    """Make the macros that nearly every page uses global, once the functions they call are.

    A macro imported in a frame is not visible in the blocks of the pages that fill it.
    """
    icons: Any = environment.get_template("icons.html").module
    environment.globals.update(icon=icons.icon, brand_mark=icons.brand_mark)
    chips: Any = environment.get_template("parts/chips.html").module
    environment.globals.update(due_tag=chips.due_tag, status_tag=chips.status_tag, pager=chips.pager)


def here_path() -> str:
    """Return the path of the present page, to come back to after switching the language."""
    if request.method != "GET":
        return "/"
    return own_path(request.full_path.rstrip("?")) or "/"


def capped(count: int) -> str:
    """Return a count as people see it: 99+ beyond the cap."""
    return f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)


def named(thing: Any, stem: str = "name") -> str:
    """Return the bilingual name of a row, out of its `<stem>_zh` and `<stem>_en`."""
    return in_language(getattr(thing, f"{stem}_zh"), getattr(thing, f"{stem}_en"))


def status_words(status: str) -> tuple[str, str, str]:
    """Return the words, the colour and the icon of a case's status."""
    known = {
        "active": (_("办理中"), "blue", "flow"),
        "completed": (_("已办结"), "green", "ok"),
        "cancelled": (_("已撤销"), "grey", "stop"),
        "terminated": (_("已终止"), "grey", "stop"),
        "suspended": (_("已挂起"), "yellow", "pause"),
        "failed": (_("出错待处理"), "red", "warning"),
    }
    return known.get(status, (status, "grey", "info"))


def entry_tone(kind: str) -> str:
    """Return how an event is marked in the timeline: most are plain progress."""
    tones = {
        "case:cancelled": "error",
        "case:failed": "error",
        "case:terminated": "error",
        "case:suspended": "warn",
        "reporter:read": "warn",
        "timer:fired": "warn",
    }
    return tones.get(kind, "done")


def json_text(value: Any) -> str:
    """Return a value as JSON for people to read, with Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


def size_words(size: int) -> str:
    """Return a size in bytes as KB or MB."""
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(1, round(size / 1024))} KB"
