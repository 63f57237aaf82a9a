"""Drives one case from step to step through commands, entering the defaults that scenarios enter."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.kernel.clock import TravelClock, legal_day
from engine.kernel.database import transaction
from engine.kernel.receipt import Receipt
from tests.driving.district import District
from tests.driving.filling import Entries, raw_values, waiting

ROOT = Path(__file__).parents[2]
MOST_STEPS = 80


@cache
def defaults() -> dict[str, dict[str, Any]]:
    """Return what scenarios enter by default: task name → field label → value."""
    return tomllib.loads((ROOT / "features/defaults.toml").read_text(encoding="utf-8"))


@cache
def logins() -> dict[str, str]:
    """Return the login of everybody in the demo organisation by name."""
    chart = tomllib.loads((ROOT / "processes/demo-organisation.toml").read_text(encoding="utf-8"))
    return {person["name"]: person["login"] for person in chart["person"]}


@cache
def seated(role: str) -> str:
    """Return the login of the first person in the demo organisation who has a role."""
    chart = tomllib.loads((ROOT / "processes/demo-organisation.toml").read_text(encoding="utf-8"))
    held = {seat["role"]: person["login"] for person in reversed(chart["person"]) for seat in person["seats"]}
    return str(held[role])


@dataclass
class Casework:
    """One case, as its people work on it."""

    district: District
    case_id: UUID

    @classmethod
    def begun(cls, district: District, key: str, *, by: str) -> "Casework":
        """Let a person, by name, start a case of a procedure."""
        receipt = district.start(logins()[by], key)
        assert receipt.case_id is not None
        return cls(district, receipt.case_id)

    @property
    def open_steps(self) -> dict[str, UUID]:
        """The open tasks of the case by name, oldest first."""
        rows = self._rows("select name_zh, id from task where case_id = :case and status = 'open' order by id")
        return {str(name): task_id for name, task_id in rows}

    @property
    def status(self) -> str:
        """The case's status."""
        return str(self._rows('select status from "case" where id = :case')[0][0])

    @property
    def seq(self) -> int:
        """The number of the last event on the case's record."""
        return int(self._rows('select seq from "case" where id = :case')[0][0])

    @property
    def document(self) -> dict[str, Any]:
        """The case document as it is stored, protected values included."""
        return dict(self._rows('select data from "case" where id = :case')[0][0])

    def newest(self, name: str) -> UUID | None:
        """Return the last opened task of a name, whatever became of it; None if there never was one."""
        rows = self._rows("select name_zh, id from task where case_id = :case order by id desc")
        return next((task_id for task_name, task_id in rows if task_name == name), None)

    def performer(self, task_id: UUID) -> str | None:
        """Return the login of who completed a task or, while it is open, of whom it is assigned to."""
        rows = self._rows(
            "select t.id, p.login from task t join person p on p.tenant_id = t.tenant_id"
            " and p.id = coalesce(t.completed_by, t.assignee_id) where t.case_id = :case"
        )
        return next((login for found, login in rows if found == task_id), None)

    def next_case(self) -> "Casework":
        """Return the case that a message of this one has started."""
        self.district.work_off()
        rows = self._rows('select id from "case" where origin_case_id = :case order by id')
        assert rows, "没有由本案发起的案件"
        return Casework(self.district, rows[-1][0])

    def to(self, name: str, changed: Mapping[str, Entries] | None = None) -> "Casework":
        """Do one step after the other until one of this name is open; `changed` overrides entries, by step."""
        for _ in range(MOST_STEPS):
            steps = self.open_steps
            if name in steps:
                return self
            assert steps, f"案件在“{name}”之前已结束"
            step = next(iter(steps))
            self.advance(step, (changed or {}).get(step))
        raise AssertionError(name)

    def advance(self, name: str, changed: Entries | None = None) -> Receipt:
        """Do an open step as the defaults do it: after the wait they name, and whatever falls due in between."""
        wait = waiting({**defaults().get(name, {}), **(changed or {})})
        if wait:
            clock = self.district.edge.clock
            assert isinstance(clock, TravelClock)
            clock.travel(wait)
            self.district.let_fall_due()
        return self.do(name, changed)

    def do(self, name: str, changed: Entries | None = None, *, by: str | None = None) -> Receipt:
        """Let a person, by name, claim and complete an open step, now.

        Without one it is whom `changed` names, else whom the step is assigned to, else whom the defaults name.
        """
        entries = {**defaults().get(name, {}), **(changed or {})}
        task_id = self.open_steps[name]
        person = by or (changed or {}).get("办理人")
        login = logins()[str(person)] if person else self.performer(task_id) or logins()[str(entries["办理人"])]
        self.district.do(login, claim_task, task_id=task_id)
        return self.district.do(login, complete_task, task_id=task_id, data=self.filled(login, task_id, entries))

    def filled(self, login: str, task_id: UUID, entries: Entries) -> dict[str, Any]:
        """Return what the person's form submits for entries."""
        sheet = self.district.worksheet(login, task_id)
        if sheet.form is None:
            return {}
        day = legal_day(self.district.edge.clock.now())
        return dict(raw_values(sheet.form, entries, today=day, choices=lambda source: sheet.options[source.text]))

    def _rows(self, statement: str) -> list[Any]:
        with transaction(self.district.edge.database, self.district.tenant_id) as session:
            return list(session.execute(text(statement), {"case": self.case_id}))
