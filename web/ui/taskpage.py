"""What the page of a task shows, put together from the worksheet, the case and an attempt that was refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import render_template

from engine.cases.dossier import read_dossier
from engine.cases.timeline import read_timeline
from engine.kernel.context import Context
from engine.organization.directory import PersonRow, people_with_roles
from engine.tasks.worksheet import Worksheet, read_worksheet
from web.edge import reading
from web.ui.sheets import draw
from web.ui.values import facts_of

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
        colleagues, facts = _colleagues(ctx, sheet), facts_of(ctx, dossier)
    attempt = attempt or Attempt(sheet.values)
    layout = draw(sheet, attempt.raw, errors=attempt.errors, attachments=dossier.attachments)
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
        colleagues=colleagues,
        facts=facts,
    )


def _colleagues(ctx: Context, sheet: Worksheet) -> tuple[PersonRow, ...]:
    """Return whom the task may be handed to: those who work off the same queue, without its holder."""
    if "reassign" not in sheet.allowed:
        return ()
    people = people_with_roles(ctx, [sheet.task.role], units=[sheet.task.unit])
    return tuple(person for person in people if person.id != sheet.task.assignee_id)
