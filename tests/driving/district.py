"""Drives a district through commands on PostgreSQL, speaking of people by login and of steps by their names."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.perform import Edge, perform, reading
from engine.commands.start_case import start_case
from engine.jobs.worker import work_off
from engine.kernel.actor import Actor
from engine.kernel.context import Context
from engine.kernel.database import transaction
from engine.kernel.ids import new_id
from engine.kernel.receipt import Receipt
from engine.organization.accounts import find_person_by_login, load_actor
from engine.organization.models import Tenant
from engine.tasks.inbox import TaskRow, View, list_tasks
from engine.tasks.worksheet import Worksheet, read_worksheet
from engine.work.bodies import job_bodies
from engine.work.pulses import fire_due_timers

MOST_ROUNDS = 20


@dataclass(frozen=True)
class District:
    """A tenant with its people, as a test drives it."""

    edge: Edge
    code: str = "wuhou"

    @cached_property
    def tenant_id(self) -> UUID:
        """The id of the tenant."""
        with transaction(self.edge.database, None) as session:
            return session.scalars(select(Tenant.id).where(Tenant.code == self.code)).one()

    def actor(self, login: str) -> Actor:
        """Return a person as the engine knows them now."""
        tenant_id = self.tenant_id
        with transaction(self.edge.database, tenant_id) as session:
            person_id = find_person_by_login(session, login)
            assert person_id is not None, login
            return load_actor(session, person_id)

    def do(self, login: str, command: Any, /, *, request_key: str | None = None, **arguments: Any) -> Receipt:
        """Let a person run a command."""
        return perform(self.edge, self.actor(login), command, request_key=request_key or str(new_id()), **arguments)

    @contextmanager
    def looking(self, login: str) -> Iterator[Context]:
        """Let a person look."""
        with reading(self.edge, self.actor(login)) as ctx:
            yield ctx

    def tasks(self, login: str, view: View = "claimable") -> list[TaskRow]:
        """Return every task in a list of a person."""
        with self.looking(login) as ctx:
            rows: list[TaskRow] = []
            mark = None
            while True:
                page = list_tasks(ctx, view, mark=mark)
                rows += page.items
                mark = page.next
                if mark is None:
                    return rows

    def task(self, login: str, name: str) -> TaskRow:
        """Return a person's newest task of a name, their own before those of their queues."""
        found = [row for view in ("mine", "claimable") for row in self.tasks(login, view) if row.name_zh == name]
        assert found, f"{login} 的待办中没有“{name}”"
        return found[-1]

    def worksheet(self, login: str, task_id: UUID) -> Worksheet:
        """Return what a person sees of a task."""
        with self.looking(login) as ctx:
            return read_worksheet(ctx, task_id)

    def start(self, login: str, key: str, **arguments: Any) -> Receipt:
        """Let a person start a case."""
        return self.do(login, start_case, key=key, **arguments)

    def claim(self, login: str, name: str) -> TaskRow:
        """Let a person claim a task of a name."""
        row = self.task(login, name)
        self.do(login, claim_task, task_id=row.id)
        return row

    def finish(self, login: str, name: str, data: Mapping[str, Any]) -> Receipt:
        """Let a person claim a task of a name and complete it with raw form data."""
        row = self.claim(login, name)
        return self.do(login, complete_task, task_id=row.id, data=data)

    def work_off(self) -> None:
        """Let the worker do what waits in the queue."""
        work_off(self.edge.database, bodies=job_bodies(self.edge))

    def let_fall_due(self) -> None:
        """Fire every timer that is due by the clock and work off the queue, as a worker would have done."""
        for _ in range(MOST_ROUNDS):
            if not fire_due_timers(self.edge):
                break
        self.work_off()


@dataclass(frozen=True)
class FamiliarDistrict(District):
    """A district where nobody joins, leaves or changes seats, so that each person is looked up once."""

    known: dict[str, Actor] = field(default_factory=dict, compare=False)

    def actor(self, login: str) -> Actor:
        """Return a person as they were when first asked for."""
        if login not in self.known:
            self.known[login] = super().actor(login)
        return self.known[login]
