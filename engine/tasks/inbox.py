"""The inbox: a page of tasks and capped counts, read straight from task rows by indexes that hold the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.paging import Page, mark_of, read_mark
from engine.organization.roster import Roster, load_roster
from engine.tasks.barring import barriers_to
from engine.tasks.store import TASK_COLUMNS, task_of
from engine.tasks.values import LockedTask

View = Literal["mine", "claimable", "done"]

COUNT_LIMIT = 100
"""Counting stops here: 100 stands for "99+", and a full inbox costs no more than that to count."""


@dataclass(frozen=True)
class TaskRow:
    """A line of the inbox; `barred` are the ids of the rules that keep this reader from the task."""

    id: UUID
    case_id: UUID
    case_number: str
    case_title: str
    definition_key: str
    name_zh: str
    name_en: str
    role: str
    unit: str
    assignee_id: UUID | None
    due_at: datetime | None
    created_at: datetime
    completed_at: datetime | None
    barred: tuple[str, ...]

    def name(self, language: str) -> str:
        """Return the step's name in `zh` or, for any other language, English."""
        return self.name_zh if language.startswith("zh") else self.name_en


@dataclass(frozen=True)
class Counts:
    """How many tasks and cases each list holds, capped at `COUNT_LIMIT`."""

    mine: int
    claimable: int
    done: int
    started: int


_COLUMNS = f"{TASK_COLUMNS}, t.case_number, t.case_title, t.definition_key, t.sort_at"
_WIDTH = TASK_COLUMNS.count(",") + 1

# Each queue is read by its own index scan and the scans are merged: a list over several queues in one condition
# would have to sort all of their tasks first.
_MINE = f"""
select {_COLUMNS} from task t
where t.tenant_id = %(tenant)s and t.assignee_id = %(person)s and t.status = 'open'
  and (t.sort_at, t.id) > (%(after)s, %(after_id)s)
order by t.sort_at, t.id limit %(limit)s
"""  # noqa: S608 - column names are constants of this package
_CLAIMABLE = f"""
select t.* from unnest(%(queues)s::text[]) q(queue) cross join lateral (
  select {_COLUMNS} from task t
  where t.tenant_id = %(tenant)s and t.queue = q.queue and t.status = 'open' and t.assignee_id is null
    and (t.sort_at, t.id) > (%(after)s, %(after_id)s)
  order by t.sort_at, t.id limit %(limit)s
) t
order by t.sort_at, t.id limit %(limit)s
"""  # noqa: S608
_DONE = f"""
select {_COLUMNS} from task t
where t.tenant_id = %(tenant)s and t.completed_by = %(person)s and t.status = 'completed'
  and (t.completed_at, t.id) < (%(after)s, %(after_id)s)
order by t.completed_at desc, t.id desc limit %(limit)s
"""  # noqa: S608
_STATEMENTS: Mapping[str, bytes] = {
    "mine": _MINE.encode(),
    "claimable": _CLAIMABLE.encode(),
    "done": _DONE.encode(),
}
_COUNTS = b"""
select
  (select count(*) from (select from task where tenant_id = %(tenant)s and assignee_id = %(person)s
    and status = 'open' limit %(limit)s) x),
  (select least(sum(n), %(limit)s) from unnest(%(queues)s::text[]) q(queue) cross join lateral (
    select count(*) n from (select from task where tenant_id = %(tenant)s and queue = q.queue and status = 'open'
      and assignee_id is null limit %(limit)s) x) y),
  (select count(*) from (select from task where tenant_id = %(tenant)s and completed_by = %(person)s
    and status = 'completed' limit %(limit)s) x),
  (select count(*) from (select from "case" where tenant_id = %(tenant)s and started_by = %(person)s
    limit %(limit)s) x)
"""
_BEGINNING = datetime.fromisoformat("0001-01-01T00:00:00+00:00")
_END = datetime.fromisoformat("9999-12-31T23:59:59+00:00")
_FIRST_ID, _LAST_ID = UUID(int=0), UUID(int=2**128 - 1)


def list_tasks(ctx: Context, view: View, *, mark: str | None = None, limit: int = 50) -> Page[TaskRow]:
    """Return one page of a list of the actor: `mine` and `claimable` by due date, `done` by completion, newest first.

    `mark` is the previous page's `next`. Tasks that the separation of duties bars are listed, with the rules that
    do, so that people see why they cannot claim them.
    """
    after, after_id = read_mark(mark) if mark else ((_END, _LAST_ID) if view == "done" else (_BEGINNING, _FIRST_ID))
    rows = (
        driver(ctx.session)
        .execute(
            _STATEMENTS[view],
            {**_who(ctx), "after": after, "after_id": after_id, "limit": limit + 1},
        )
        .fetchall()
    )
    roster = load_roster(ctx, people=[ctx.actor.person_id]) if rows and view == "claimable" else None
    items = [_row(ctx, row, roster) for row in rows[:limit]]
    return Page(items, _next(view, rows, limit))


def count_tasks(ctx: Context) -> Counts:
    """Return how full the actor's lists are, in one statement whose cost does not grow with the lists."""
    row = driver(ctx.session).execute(_COUNTS, {**_who(ctx), "limit": COUNT_LIMIT}).fetchone()
    assert row is not None
    return Counts(*(int(str(value or 0)) for value in row))


def _who(ctx: Context) -> dict[str, Any]:
    return {
        "tenant": ctx.actor.tenant_id,
        "person": ctx.actor.person_id,
        "queues": list(ctx.actor.queues),
    }


def _row(ctx: Context, row: Sequence[Any], roster: Roster | None) -> TaskRow:
    task = task_of(row[:_WIDTH])
    number, title, key = row[_WIDTH : _WIDTH + 3]
    return TaskRow(
        id=task.id,
        case_id=task.case_id,
        case_number=number,
        case_title=title,
        definition_key=key,
        name_zh=task.name_zh,
        name_en=task.name_en,
        role=task.role,
        unit=task.unit,
        assignee_id=task.assignee_id,
        due_at=task.due_at,
        created_at=task.created_at,
        completed_at=task.completed_at,
        barred=_barred(ctx, task, roster),
    )


def _barred(ctx: Context, task: LockedTask, roster: Roster | None) -> tuple[str, ...]:
    """Join what the person did in the case, as projected into the row, with what the person is."""
    if roster is None:
        return ()
    person_id = ctx.actor.person_id
    past = [rules for person, rules in zip(task.excluded, task.excluded_rules, strict=True) if person == person_id]
    today = legal_day(ctx.clock.now())
    present = barriers_to(roster.rules, task, roster.people[person_id], duties={}, today=today)
    found = [*(rule for rules in past for rule in rules.split()), *(barrier.rule for barrier in present)]
    return tuple(dict.fromkeys(found))


def _next(view: View, rows: Sequence[Sequence[Any]], limit: int) -> str | None:
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]
    task = task_of(last[:_WIDTH])
    instant = task.completed_at if view == "done" else last[_WIDTH + 3]
    assert instant is not None
    return mark_of(instant, task.id)
