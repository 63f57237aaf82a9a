"""What the engine reads, in the shapes that programs get."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Response

from engine.cases.dossier import Dossier
from engine.tasks.worksheet import Worksheet
from forms import Form, Option
from forms.options import options_of
from web.i18n.languages import language

_TASK = ("id", "case_id", "element", "name_zh", "name_en", "status", "role", "unit", "assignee_id", "due_at")
_CASE = ("id", "number", "title", "status", "unit", "started_at", "version_id")


def task_view(sheet: Worksheet) -> Mapping[str, Any]:
    """Return a task with its form and what the caller may do with it; protected values are left out."""
    known = sheet.form.defaults(sheet.context) if sheet.form else {}
    return {
        **{name: getattr(sheet.task, name) for name in _TASK},
        "case_number": sheet.case.number,
        "case_title": sheet.case.title,
        "basis": sheet.basis,
        "form": None if sheet.form is None else form_view(sheet.form, sheet.options),
        "values": without(known, sheet.withheld),
        "draft": None if sheet.draft_saved_at is None else without(sheet.values, sheet.withheld),
        "draft_revision": sheet.draft_revision,
        "allowed": sorted(sheet.allowed),
        "barred": sheet.barred,
        "thresholds": sheet.thresholds,
        "closed_gates": [
            {"reason_zh": gate.reason or gate.condition.text, "reason_en": gate.reason_en or "", "basis": gate.basis}
            for gate in sheet.closed
        ],
    }


def case_view(dossier: Dossier) -> Mapping[str, Any]:
    """Return a case with its values, steps and time limits; what is withheld was so by the engine already."""
    case, bundle = dossier.case, dossier.procedure.bundle
    return {
        **{name: getattr(case, name) for name in _CASE},
        "definition_key": bundle.key,
        "definition_title_zh": bundle.title_zh,
        "definition_title_en": bundle.title_en,
        "ended_at": dossier.ended_at,
        "suspended_reason": dossier.suspended_reason,
        "sections": dossier.sections,
        "steps": dossier.steps,
        "deadlines": dossier.deadlines,
        "marks": dossier.marks,
        "allowed": sorted(dossier.allowed),
        "thresholds": dossier.thresholds,
    }


def form_view(form: Form, options: Mapping[str, Sequence[Option]]) -> Mapping[str, Any]:
    """Return what a form asks for, with the choices of each field."""
    return {
        "id": form.id,
        "title_zh": form.title("zh"),
        "title_en": form.title("en"),
        "fields": [
            {
                "path": field.path,
                "kind": str(field.kind),
                "label_zh": field.label("zh"),
                "label_en": field.label("en"),
                "required": field.rules.required is True,
                "readonly": field.readonly,
                "options": [
                    {"value": option.value, "label": option.text(language())}
                    for option in options_of(field, options) or ()
                ],
            }
            for field in form.fields
        ],
    }


def without(values: Mapping[str, Any], withheld: Iterable[str]) -> Mapping[str, Any]:
    """Return values without those at some paths, `key` or `list.column`."""
    whole = {path for path in withheld if "." not in path}
    columns: dict[str, set[str]] = {}
    for path in withheld:
        key, _, column = path.partition(".")
        columns.setdefault(key, set()).add(column)
    return {
        key: _without_columns(value, columns[key]) if key in columns else value
        for key, value in values.items()
        if key not in whole
    }


def _without_columns(rows: Any, columns: set[str]) -> Any:
    if not isinstance(rows, list):
        return rows
    return [{key: value for key, value in row.items() if key not in columns} for row in rows]


def xml_answer(content: bytes) -> Response:
    """Return a diagram as an answer."""
    return Response(content, mimetype="application/xml")
