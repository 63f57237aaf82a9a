"""Begins a case that no person has started: a message or a signal has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.cases.environment import environment_of
from engine.cases.opening import admit_first_readers, new_case
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.kernel.context import Context
from engine.organization.roster import load_roster
from engine.settlement.settle import settle
from engine.settlement.step import Step

UNIT = "unit"
"""The payload field that names the unit in charge of a case that a message or signal starts."""


@dataclass(frozen=True)
class Beginning:
    """What begins a case: the start event, the message or signal with what came with it, and the case it came from."""

    event: str
    trigger: str
    payload: Mapping[str, Any]
    origin: UUID | None
    entry: Entry


def prepared(ctx: Context, procedure: Procedure, beginning: Beginning, *, version_id: UUID) -> LockedCase:
    """Return a case that has not taken its first step; raises `UnitUnknown` unless the payload names its unit."""
    unit = str(beginning.payload.get(UNIT))
    return new_case(ctx, procedure, version_id=version_id, unit=unit, data={})


def begin(ctx: Context, case: LockedCase, procedure: Procedure, beginning: Beginning) -> LockedCase:
    """Take the first step of a prepared case and return it as it is then; raises what the runtime refuses."""
    outcome = runtime.start(
        procedure.program,
        process=procedure.process.id,
        data=case.data,
        environment=environment_of(ctx, case),
        start_event=beginning.event,
        payload=beginning.payload,
        trigger=beginning.trigger,
    )
    body = {"number": case.number, "version": case.version_id, **beginning.entry.body}
    step = Step(entry=Entry("case:started", body), roster=load_roster(ctx), origin=beginning.origin)
    settled = settle(ctx, replace(case, data=outcome.data), procedure, outcome, step)
    admit_first_readers(ctx, settled.case)
    return settled.case
