"""What the diagram of a case is marked with, and the same as rows of a table."""

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from engine.cases.dossier import Dossier, StepRow
from engine.definitions.procedure import Procedure
from web.edge import current_edge
from web.i18n.languages import in_language, language
from web.i18n.moments import due_chip, instant_words
from web.ui.calendars import present_calendar
from web.ui.names import seat_words


def install_diagrams(app: Flask) -> None:
    """Offer marks and steps to the templates."""
    app.jinja_env.globals.update(diagram_marks=diagram_marks, diagram_steps=diagram_steps)


def diagram_marks(dossier: Dossier) -> list[dict[str, Any]]:
    """Return which elements of the drawing are current or done, with a label and how many steps are overdue.

    A step inside a called procedure marks the element that calls it, because that is what this drawing shows.
    """
    marks: dict[str, dict[str, Any]] = {}
    late = _late_steps(dossier)
    for name, mark in dossier.marks.items():
        place = drawn_at(dossier.procedure, name)
        if place is None or marks.get(place, {}).get("state") == "current":
            continue
        is_current = mark["state"] == "current"
        times = mark.get("times", 1) if place == name else 1
        marks[place] = {
            "element": place,
            "state": mark["state"],
            "label": _("正在办理") if is_current else _("已完成"),
            "name": element_name(dossier.procedure, place),
            "count": times if times > 1 else None,
            "count_title": ngettext("共办理 %(num)d 次", "共办理 %(num)d 次", times),
            "overdue": late.get(place),
            "overdue_title": _("已超期"),
        }
    return list(marks.values())


def drawn_at(procedure: Procedure, name: str) -> str | None:
    """Return the element of the case's own drawing that stands for an element, following calls outwards."""
    seen: set[str] = set()
    while name not in procedure.process.elements and name not in seen:
        seen.add(name)
        element = procedure.elements.get(name)
        callers = [each.id for each in procedure.elements.values() if element and each.called == element.process_id]
        if not callers:
            return None
        name = callers[0]
    return name if name in procedure.process.elements else None


def element_name(procedure: Procedure, name: str) -> str:
    """Return the name of an element in the page's language."""
    element = procedure.elements[name]
    return in_language(element.name, element.name_en or "")


def diagram_steps(dossier: Dossier) -> list[dict[str, Any]]:
    """Return the human steps of the case as rows: the open ones first, then those done, the latest first."""
    rows = [_open_row(dossier, step) for step in dossier.steps if step.status == "open"]
    done = [step for step in dossier.steps if step.status == "completed"]
    return rows + [
        {
            "element": drawn_at(dossier.procedure, step.element) or "",
            "name": step.name(language()),
            "state": _("已完成"),
            "chip": "green",
            "note": "",
            "people": step.person,
            "time": instant_words(step.completed_at),
        }
        for step in reversed(done)
    ]


def _open_row(dossier: Dossier, step: StepRow) -> dict[str, Any]:
    chip = due_chip(step.due_at, current_edge().clock.now(), present_calendar())
    is_late = chip.tone == "red"
    return {
        "element": drawn_at(dossier.procedure, step.element) or "",
        "name": step.name(language()),
        "state": chip.words if is_late else _("正在办理"),
        "chip": "red" if is_late else "blue",
        "note": seat_words(step.role, step.unit),
        "people": step.person or _("待领取"),
        "time": instant_words(step.created_at),
    }


def _late_steps(dossier: Dossier) -> dict[str, int]:
    """Return how many open steps are overdue, by the element they are drawn at."""
    now = current_edge().clock.now()
    late: dict[str, int] = {}
    for step in dossier.steps:
        place = drawn_at(dossier.procedure, step.element)
        if step.status == "open" and step.due_at is not None and step.due_at <= now and place:
            late[place] = late.get(place, 0) + 1
    return late
