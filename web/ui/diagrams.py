"""What the diagram of a case is marked with, and the same as rows of a table."""

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from engine.cases.dossier import Dossier
from web.i18n.languages import in_language
from web.i18n.moments import instant_words
from web.ui.names import seat_words


def install_diagrams(app: Flask) -> None:
    """Offer marks and steps to the templates."""
    app.jinja_env.globals.update(diagram_marks=diagram_marks, diagram_steps=diagram_steps)


def diagram_marks(dossier: Dossier) -> list[dict[str, Any]]:
    """Return which elements are current or done, with a label for the table and for screen readers."""
    return [
        {
            "element": element,
            "state": mark["state"],
            "count": mark.get("times", 1) if mark.get("times", 1) > 1 else None,
            "label": _("正在办理") if mark["state"] == "current" else _("已完成"),
        }
        for element, mark in dossier.marks.items()
    ]


def diagram_steps(dossier: Dossier) -> list[dict[str, Any]]:
    """Return the human steps of the case as rows: the open ones first, then those done, the latest first."""
    rows = [
        {
            "element": task.element,
            "name": in_language(task.name_zh, task.name_en),
            "state": _("正在办理"),
            "chip": "blue",
            "note": seat_words(task.role, task.unit),
            "people": task.person or _("待领取"),
            "time": instant_words(task.created_at),
        }
        for task in dossier.steps
        if task.status == "open"
    ]
    return rows + [
        {
            "element": task.element,
            "name": in_language(task.name_zh, task.name_en),
            "state": _("已完成"),
            "chip": "green",
            "note": _times(dossier, task.element),
            "people": task.person,
            "time": instant_words(task.completed_at),
        }
        for task in reversed(dossier.steps)
        if task.status == "completed"
    ]


def _times(dossier: Dossier, element: str) -> str:
    times = dossier.marks.get(element, {}).get("times", 1)
    return ngettext("共办理 %(num)d 次", "共办理 %(num)d 次", times) if times > 1 else ""
