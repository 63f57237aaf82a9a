"""The dossier: everything about one case on one page, without what the reader may not see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.cases.access import is_handler, is_reader, require_readable
from engine.cases.clocks import DeadlineRow, deadlines_of_case
from engine.cases.rules import ACTIVE, SUSPENDED, has_ended
from engine.cases.store import CASE_COLUMNS, CASE_WIDTH, case_of
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.definitions.store import load_procedure
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import Forbidden
from engine.organization.permissions import Permission
from engine.registers.directory import UsedThreshold, used_thresholds
from forms import Form

MOST_ROWS = 500
"""Rows of each kind that a dossier shows; the lists of steps and files of one case stay far below."""


@dataclass(frozen=True)
class LabelledValue:
    """One field of the case document with the label of the form it was entered in; None for a withheld value."""

    key: str
    label_zh: str
    label_en: str
    value: Any
    is_withheld: bool = False

    def label(self, language: str) -> str:
        """Return the label in `zh` or, for any other language, English."""
        return self.label_zh if language.startswith("zh") else self.label_en


@dataclass(frozen=True)
class Section:
    """The values that one form has written, under its title."""

    form: str
    title_zh: str
    title_en: str
    values: tuple[LabelledValue, ...]


@dataclass(frozen=True)
class StepRow:
    """One human step of the case, open or done."""

    id: UUID
    element: str
    name_zh: str
    name_en: str
    status: str
    role: str
    unit: str
    person: str | None
    due_at: datetime | None
    created_at: datetime
    completed_at: datetime | None
    form: str | None

    def name(self, language: str) -> str:
        """Return the step's name in `zh` or, for any other language, English."""
        return self.name_zh if language.startswith("zh") else self.name_en


@dataclass(frozen=True)
class AttachmentRow:
    """A file on the case."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    person: str
    uploaded_at: datetime


@dataclass(frozen=True)
class CommentRow:
    """A remark on the case."""

    person: str
    body: str
    created_at: datetime


@dataclass(frozen=True)
class Dossier:
    """A case for its reader; `marks` says per element of the diagram whether it is current or done, and how often."""

    case: LockedCase
    suspended_reason: str | None
    ended_at: datetime | None
    origin: tuple[UUID, str] | None
    followers: tuple[tuple[UUID, str], ...]
    procedure: Procedure
    facts: tuple[LabelledValue, ...]
    sections: tuple[Section, ...]
    steps: tuple[StepRow, ...]
    attachments: tuple[AttachmentRow, ...]
    comments: tuple[CommentRow, ...]
    deadlines: tuple[DeadlineRow, ...]
    marks: Mapping[str, Mapping[str, Any]]
    allowed: frozenset[str]
    thresholds: tuple[UsedThreshold, ...]


def read_dossier(ctx: Context, case_id: UUID) -> Dossier:
    """Return a case that the actor may read; raises `NotFound` for any other.

    Protected fields, such as who reported, are withheld from everybody here; a handler with the permission reveals
    them by a command, which is recorded.
    """
    require_readable(ctx, case_id)
    row: tuple[Any, ...] | None = driver(ctx.session).execute(_SELECT, (ctx.actor.tenant_id, case_id)).fetchone()
    assert row is not None
    case, (reason, ended_at, origin_id, origin_number) = case_of(row), row[CASE_WIDTH:]
    procedure = load_procedure(ctx, case.version_id)
    sections = _sections(procedure, case)
    steps = tuple(StepRow(*line) for line in _rows(ctx, _STEPS, case_id))
    return Dossier(
        case=case,
        suspended_reason=reason,
        ended_at=ended_at,
        origin=(origin_id, origin_number) if origin_id else None,
        followers=tuple((line[0], line[1]) for line in _rows(ctx, _FOLLOWERS, case_id)),
        procedure=procedure,
        facts=_facts(procedure, sections),
        sections=sections,
        steps=steps,
        attachments=tuple(AttachmentRow(*line) for line in _rows(ctx, _ATTACHMENTS, case_id)),
        comments=tuple(CommentRow(*line) for line in _rows(ctx, _COMMENTS, case_id)),
        deadlines=deadlines_of_case(ctx, case_id, most=MOST_ROWS),
        marks=_marks(case, steps),
        allowed=_allowed(ctx, case),
        thresholds=used_thresholds(ctx, case_id),
    )


def read_protected(ctx: Context, case_id: UUID) -> tuple[LabelledValue, ...]:
    """Return the protected values of a case to a handler; the caller has put the look on record before.

    Raises `NotFound` for a case the actor may not read and `Forbidden` for anybody but a handler.
    """
    require_readable(ctx, case_id)
    if not is_handler(ctx, case_id):
        raise Forbidden
    row: tuple[Any, ...] | None = driver(ctx.session).execute(_SELECT, (ctx.actor.tenant_id, case_id)).fetchone()
    assert row is not None
    case = case_of(row)
    found: dict[str, LabelledValue] = {}
    for form in load_procedure(ctx, case.version_id).forms.values():
        for field in form.fields:
            if field.path in form.sensitive.protected and case.data.get(field.key) is not None:
                label = field.label("zh"), field.label("en")
                found.setdefault(field.key, LabelledValue(field.key, *label, case.data[field.key]))
    return tuple(found.values())


def _sections(procedure: Procedure, case: LockedCase) -> tuple[Section, ...]:
    """Group the document by the form that wrote it, in the order of the steps on record."""
    shown: set[str] = set()
    sections = []
    done = sorted(case.record.items(), key=lambda act: int(act[1]["seq"]))
    for name, _ in done:
        element = procedure.elements.get(name)
        form = procedure.forms.get((element.human.form if element and element.human else None) or "")
        if form is None:
            continue
        values = tuple(value for value in _values(form, case.data) if value.key not in shown)
        shown.update(value.key for value in values)
        if values:
            sections.append(Section(form.id, form.title("zh"), form.title("en"), values))
    return tuple(sections)


def _values(form: Form, data: Mapping[str, Any]) -> Sequence[LabelledValue]:
    protected = form.sensitive.protected
    values = [
        LabelledValue(
            key=field.key,
            label_zh=field.label("zh"),
            label_en=field.label("en"),
            value=None if field.path in protected else data[field.key],
            is_withheld=field.path in protected,
        )
        for field in form.fields
        if "." not in field.path and data.get(field.key) is not None
    ]
    hidden_lists = {path.split(".", 1)[0] for path in protected if "." in path}
    rows = [
        LabelledValue(
            key=part.key,
            label_zh=part.names.read("zh"),
            label_en=part.names.read("en"),
            value=None if part.key in hidden_lists else data[part.key],
            is_withheld=part.key in hidden_lists,
        )
        for part in form.lists
        if data.get(part.key)
    ]
    return values + rows


def _facts(procedure: Procedure, sections: Sequence[Section]) -> tuple[LabelledValue, ...]:
    labelled = {value.key: value for section in sections for value in section.values}
    return tuple(labelled[key] for key in procedure.process.facts if key in labelled)


def _marks(case: LockedCase, steps: Sequence[StepRow]) -> dict[str, dict[str, Any]]:
    marks: dict[str, dict[str, Any]] = {
        element: {"state": "done", "times": act["times"]} for element, act in case.record.items()
    }
    for step in steps:
        if step.status == "open":
            marks[step.element] = {"state": "current", "times": marks.get(step.element, {}).get("times", 0)}
    return marks


def _allowed(ctx: Context, case: LockedCase) -> frozenset[str]:
    verbs = {
        "suspend": case.status == ACTIVE and Permission.CASE_SUSPEND in ctx.actor.permissions,
        "resume": case.status == SUSPENDED and Permission.CASE_SUSPEND in ctx.actor.permissions,
        "cancel": not has_ended(case) and _may_cancel(ctx, case),
        "intervene": case.status != SUSPENDED and Permission.CASE_INTERVENE in ctx.actor.permissions,
        "comment": not has_ended(case) and is_reader(ctx, case.id),
        "attach": not has_ended(case) and is_handler(ctx, case.id),
        "reveal": Permission.REPORTER_READ in ctx.actor.permissions and is_handler(ctx, case.id),
    }
    return frozenset(verb for verb, is_allowed in verbs.items() if is_allowed)


def _may_cancel(ctx: Context, case: LockedCase) -> bool:
    is_untouched = not any(act.get("people") for act in case.record.values())
    return Permission.CASE_CANCEL in ctx.actor.permissions or (is_untouched and case.started_by == ctx.actor.person_id)


def _rows(ctx: Context, statement: bytes, case_id: UUID) -> list[tuple[Any, ...]]:
    parameters = {"tenant": ctx.actor.tenant_id, "case": case_id, "most": MOST_ROWS}
    return driver(ctx.session).execute(statement, parameters).fetchall()


_SELECT = f"""
select {CASE_COLUMNS}, c.suspended_reason, c.ended_at, o.id, o.number from "case" c
left join "case" o on o.tenant_id = c.tenant_id and o.id = c.origin_case_id
where c.tenant_id = %s and c.id = %s
""".encode()  # noqa: S608 - column names are constants of this package
_FOLLOWERS = b"""
select c.id, c.number from message_in m join "case" c on c.tenant_id = m.tenant_id and c.id = m.target_case_id
where m.tenant_id = %(tenant)s and m.origin_case_id = %(case)s order by c.id limit %(most)s
"""
_STEPS = b"""
select t.id, t.element, t.name_zh, t.name_en, t.status, t.role, t.unit, p.name, t.due_at, t.created_at,
  t.completed_at, t.form
from task t left join person p on p.tenant_id = t.tenant_id and p.id = coalesce(t.completed_by, t.assignee_id)
where t.tenant_id = %(tenant)s and t.case_id = %(case)s order by t.id limit %(most)s
"""
_ATTACHMENTS = b"""
select a.id, a.name, a.media_type, a.size, a.sha256, coalesce(p.name, ''), a.uploaded_at
from attachment a left join person p on p.tenant_id = a.tenant_id and p.id = a.uploaded_by
where a.tenant_id = %(tenant)s and a.case_id = %(case)s order by a.id limit %(most)s
"""
_COMMENTS = b"""
select coalesce(p.name, ''), m.body, m.created_at
from comment m left join person p on p.tenant_id = m.tenant_id and p.id = m.author_id
where m.tenant_id = %(tenant)s and m.case_id = %(case)s order by m.id limit %(most)s
"""
