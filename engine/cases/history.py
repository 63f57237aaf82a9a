"""The history of all cases of a procedure, for whoever supervises: what they did that the drawing does not allow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select

from engine.cases.rules import ACTIVE, SUSPENDED
from engine.definitions.models import DefinitionVersion
from engine.definitions.procedure import Procedure
from engine.definitions.store import load_procedure, require_definition
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.organization.permissions import Permission, require_permission
from engine.verification.history.replaying import Deviation, replay_all
from engine.verification.history.traces import Happening, Trace
from engine.verification.history.waiting import Waits, waits_of

_SELECT = b"""
select c.number, c.status, e.at, e.kind, e.actor_id, e.body
from (
  select tenant_id, id, number, status from "case"
  where tenant_id = %s and definition_version_id = %s order by id desc limit %s
) c join event e on e.tenant_id = c.tenant_id and e.case_id = c.id
order by c.id, e.seq
"""

EVERY_CASE = 2**31 - 1


@dataclass(frozen=True)
class VersionHistory:
    """What the cases that are on one version have done; a case that was migrated is read on its present version."""

    version_id: UUID
    number: int
    procedure: Procedure
    traces: tuple[Trace, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """Return the name of each element by its id."""
        return {name: element.name or name for name, element in self.procedure.elements.items()}

    def deviations(self) -> list[Deviation]:
        """Return the steps that the drawing did not allow."""
        return replay_all(self.procedure.model, [self.procedure.process.id], self.traces)

    def waits(self) -> Waits:
        """Return how long elements and flows kept cases waiting."""
        return waits_of(self.procedure.model, self.traces)


def read_history(ctx: Context, key: str, *, most: int = EVERY_CASE) -> list[VersionHistory]:
    """Return the history of a procedure, the newest version first, for those who may read every case.

    `most` is how many cases of each version are looked at, the newest ones. Raises `ProcedureUnknown`,
    `MissingPermission`.
    """
    require_permission(ctx, Permission.CASE_READ_ALL)
    return load_history(ctx, key, most=most)


def load_history(ctx: Context, key: str, *, most: int = EVERY_CASE) -> list[VersionHistory]:
    """Return the same for the operator of the machine."""
    require_definition(ctx, key)
    versions = ctx.session.execute(
        select(DefinitionVersion.id, DefinitionVersion.number)
        .where(DefinitionVersion.tenant_id == ctx.actor.tenant_id, DefinitionVersion.key == key)
        .order_by(DefinitionVersion.number.desc())
    ).all()
    found = []
    for version_id, number in versions:
        traces = tuple(_traces(ctx, version_id, most))
        if traces:
            found.append(VersionHistory(version_id, number, load_procedure(ctx, version_id), traces))
    return found


def _traces(ctx: Context, version_id: UUID, most: int) -> Iterator[Trace]:
    rows: Iterable[tuple[Any, ...]] = driver(ctx.session).execute(_SELECT, (ctx.actor.tenant_id, version_id, most))
    for (number, status), events in groupby(rows, key=lambda row: (row[0], row[1])):
        yield Trace(number, tuple(_happenings(list(events))), status not in (ACTIVE, SUSPENDED))


def _happenings(rows: Sequence[tuple[Any, ...]]) -> Iterator[Happening]:
    for _, _, at, kind, actor_id, body in rows:
        # Only ids are asked for, which need none of the types that the record keeps.
        passed = orjson.loads(body).get("passed")
        if passed:
            yield Happening(at, kind, str(actor_id), tuple(passed))
