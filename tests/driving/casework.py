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
            self.do(step, (changed or {}).get(step))
        raise AssertionError(name)

    def do(self, name: str, changed: Entries | None = None, *, by: str | None = None) -> Receipt:
        """Let a person, by name, claim and complete an open step; without one it is whom the defaults name."""
        entries = {**defaults().get(name, {}), **(changed or {})}
        clock = self.district.edge.clock
        assert isinstance(clock, TravelClock)
        clock.travel(waiting(entries))
        login = logins()[by or str(entries["办理人"])]
        task_id = self.open_steps[name]
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
