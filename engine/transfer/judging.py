"""Whether one case can be taken to another version, and what it would be there. Pure but for what expressions ask."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine import runtime
from engine.cases.errors import STATUS_WORDS
from engine.cases.gates import Ground, lost_gates, passed_by_standing, unproven_gates
from engine.cases.rules import ACTIVE
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.kernel.clock import legal_day
from engine.kernel.errors import Fault, GuijuError
from engine.runtime import Environment, Migrated, Snapshot
from engine.transfer.proposal import renamed_record


@dataclass(frozen=True)
class Versions:
    """The two versions of an order, and which element of the one is which of the other."""

    before: Procedure
    after: Procedure
    mapping: Mapping[str, str]


@dataclass(frozen=True)
class Judged:
    """What came of it: the case with its record and where it would stand, or why it stays."""

    case: LockedCase
    migrated: Migrated | None
    faults: tuple[Fault, ...]


def judge_transfer(case: LockedCase, versions: Versions, environment: Environment) -> Judged:
    """Return what a case would be on the other version; nothing is written, and nothing is raised for a refusal."""
    if case.status != ACTIVE:
        zh, en = STATUS_WORDS.get(case.status, (case.status, case.status))
        fault = Fault("not-migratable", f"案件处于“{zh}”，不能迁移", f"The case is {en}; only active cases migrate")
        return Judged(case, None, (fault,))
    snapshot = Snapshot(case.state, case.codec, case.data)
    record = _following(case.record, renamed_record(versions.before, versions.after, versions.mapping))
    renamed = replace(case, record=record)
    try:
        migrated = runtime.migrate(
            versions.before.program,
            snapshot,
            to=versions.after.program,
            mapping=versions.mapping,
            environment=replace(environment, record=record),
        )
    except GuijuError as refusal:
        told = refusal.faults or (Fault(refusal.code, refusal.sentence("zh"), refusal.sentence("en"), {}),)
        return Judged(case, None, tuple(told))
    return Judged(renamed, migrated, _gates(renamed, case, versions, migrated, environment))


def _gates(
    case: LockedCase, before: LockedCase, versions: Versions, migrated: Migrated, environment: Environment
) -> tuple[Fault, ...]:
    ground = Ground(versions.after, case.data, case.record)
    names: dict[str, Any] = {
        **case.data,
        "case": environment.case,
        "record": case.record,
        "today": legal_day(environment.now),
    }
    faults = list(
        lost_gates(
            versions.before, versions.after, Ground(versions.before, before.data, before.record), versions.mapping
        )
    )
    for place in migrated.places:
        faults += passed_by_standing(ground, place.path)
        faults += unproven_gates(versions.before, ground, versions.mapping, place.path, names, environment.functions)
    return tuple({(str(fault.where.get("element")), fault.zh): fault for fault in faults}.values())


def _following(record: Mapping[str, Any], renamed: Mapping[str, str]) -> dict[str, Any]:
    return {renamed.get(name, name): act for name, act in record.items()}
