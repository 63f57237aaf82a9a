"""The inbox: a page of tasks and capped counts, read straight from task rows by indexes that hold the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.paging import Page, mark_of, read_mark
from engine.organization.roster import Roster, load_roster
from engine.organization.separation import barriers

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


_COLUMNS = (
    "t.id, t.case_id, t.case_number, t.case_title, t.definition_key, t.name_zh, t.name_en, t.role, t.unit,"
    " t.assignee_id, t.due_at, t.created_at, t.completed_at, t.sort_at, t.duty, t.field, t.excluded, t.excluded_rules"
)
_SHOWN, _SORT_AT = 13, 13

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
# The order asks for nothing but the index: without it a full queue looks like a cheap sequential scan to the planner.
_COUNTS = b"""
select
  (select count(*) from (select from task where tenant_id = %(tenant)s and assignee_id = %(person)s
    and status = 'open' order by sort_at, id limit %(limit)s) x),
  (select least(sum(n), %(limit)s) from unnest(%(queues)s::text[]) q(queue) cross join lateral (
    select count(*) n from (select from task where tenant_id = %(tenant)s and queue = q.queue and status = 'open'
      and assignee_id is null order by sort_at, id limit %(limit)s) x) y),
  (select count(*) from (select from task where tenant_id = %(tenant)s and completed_by = %(person)s
    and status = 'completed' order by completed_at, id limit %(limit)s) x),
  (select count(*) from (select from "case" where tenant_id = %(tenant)s and started_by = %(person)s
    order by id limit %(limit)s) x)
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
    rows: list[tuple[Any, ...]] = (
        driver(ctx.session)
        .execute(
            _STATEMENTS[view],
            {**_who(ctx), "after": after, "after_id": after_id, "limit": limit + 1},
        )
        .fetchall()
    )
    bars = _bars(ctx) if rows and view == "claimable" else None
    items = [TaskRow(*(*row[:_SHOWN], bars.against(row) if bars else ())) for row in rows[:limit]]
    return Page(items, _next(view, items, rows, limit))


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


@dataclass
class _Bars:
    """What keeps the reader from tasks: what they are, the same for all tasks of a duty and field, and their past."""

    roster: Roster
    person_id: UUID
    today: date
    known: dict[tuple[str | None, str | None], tuple[str, ...]] = field(default_factory=dict)

    def against(self, row: Sequence[Any]) -> tuple[str, ...]:
        """Return the ids of the rules that bar the reader from the task of a row."""
        duty, field_of_case, excluded, rules = row[_SORT_AT + 1 :]
        kind = (duty, field_of_case)
        if kind not in self.known:
            self.known[kind] = self._present(duty, field_of_case)
        if not excluded:
            return self.known[kind]
        past = [bars for person, bars in zip(excluded, rules, strict=True) if person == self.person_id]
        return tuple(dict.fromkeys([*(rule for bars in past for rule in bars.split()), *self.known[kind]]))

    def _present(self, duty: str | None, case_field: str | None) -> tuple[str, ...]:
        person = self.roster.people[self.person_id]
        found = barriers(
            self.roster.rules, duty=duty, performer=person, duties={}, today=self.today, case_field=case_field
        )
        return tuple(dict.fromkeys(barrier.rule for barrier in found))


def _bars(ctx: Context) -> _Bars:
    return _Bars(load_roster(ctx, people=[ctx.actor.person_id]), ctx.actor.person_id, legal_day(ctx.clock.now()))


def _next(view: View, items: Sequence[TaskRow], rows: Sequence[Sequence[Any]], limit: int) -> str | None:
    if len(rows) <= limit:
        return None
    instant = items[-1].completed_at if view == "done" else rows[limit - 1][_SORT_AT]
    assert instant is not None
    return mark_of(instant, items[-1].id)
