"""What the page of a task shows, put together from the worksheet, the case and an attempt that was refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import render_template

from engine.cases.dossier import read_dossier, read_timeline
from engine.kernel.context import Context
from engine.organization.directory import PersonRow, names_of, people_with_roles
from engine.tasks.worksheet import Worksheet, read_worksheet
from web.edge import reading
from web.ui.sheets import draw

EXCERPT = 6
"""How many entries of the timeline stand beside the form."""


@dataclass(frozen=True)
class Attempt:
    """What was sent and could not be taken: the values, faults by field, and what stands in the way altogether."""

    raw: Mapping[str, Any]
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: Sequence[str] = ()


def page_of(task_id: UUID, *, tab: str = "form", attempt: Attempt | None = None, mark: str | None = None) -> str:
    """Return the task's page; without an attempt the form opens with the draft or what the case knows."""
    with reading() as ctx:
        sheet = read_worksheet(ctx, task_id)
        dossier = read_dossier(ctx, sheet.case.id)
        timeline = (
            read_timeline(ctx, sheet.case.id, mark=mark)
            if tab == "timeline"
            else read_timeline(ctx, sheet.case.id, limit=EXCERPT)
        )
        holder, colleagues = _holder(ctx, sheet), _colleagues(ctx, sheet)
    attempt = attempt or Attempt(values_of(sheet))
    layout = draw(
        sheet.form,
        attempt.raw,
        context=sheet.document,
        options=sheet.options,
        errors=attempt.errors,
        attachments=dossier.attachments,
    )
    return render_template(
        "task/page.html",
        tab=tab,
        sheet=sheet,
        task=sheet.task,
        layout=layout,
        attempt=attempt,
        timeline=timeline,
        mark=mark,
        dossier=dossier,
        holder=holder,
        colleagues=colleagues,
    )


def values_of(sheet: Worksheet) -> Mapping[str, Any]:
    """Return what the form opens with: the saved draft, or else what the case already knows."""
    return sheet.draft if sheet.draft is not None else sheet.values


def _holder(ctx: Context, sheet: Worksheet) -> str | None:
    """Return the name of who holds the task, None while nobody does."""
    person = sheet.task.assignee_id
    return names_of(ctx, [person]).get(person) if person else None


def _colleagues(ctx: Context, sheet: Worksheet) -> tuple[PersonRow, ...]:
    """Return whom the task may be handed to: those who work off the same queue, without its holder."""
    if "reassign" not in sheet.allowed:
        return ()
    people = people_with_roles(ctx, [sheet.task.role], units=[sheet.task.unit])
    return tuple(person for person in people if person.id != sheet.task.assignee_id)
