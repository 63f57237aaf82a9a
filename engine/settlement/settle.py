"""Brings tasks, timers, message waits, readers and the record in line with what the engine has just done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.audit.chain import Entry
from engine.audit.log import record
from engine.cases.environment import expression_context
from engine.cases.record import Act, note_acts, note_duties
from engine.cases.rules import ACTIVE
from engine.cases.store import insert_case, search_text, write_case
from engine.cases.values import LockedCase
from engine.deadlines.timers import change_timers, settle_timers
from engine.definitions.procedure import Procedure
from engine.errands.store import add_errands
from engine.incidents.store import withdraw_all
from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.messages.sending import send_messages
from engine.messages.starts import release_starts
from engine.messages.store import change_waits, settle_waits
from engine.registers.rules import Use
from engine.registers.store import note_uses
from engine.runtime import Outcome
from engine.settlement.errands import errands_of
from engine.settlement.explaining import cited, explained
from engine.settlement.offering import admit_offered
from engine.settlement.opening import new_tasks
from engine.settlement.rows import close_task, insert_tasks, withdraw_tasks
from engine.settlement.step import Settled, Step
from engine.tasks.offers import offer_rows
from engine.tasks.values import NewTask

FIELD = "case_field"
"""The document field that says which field of enforcement a case lies in; certificates are held against it."""

_GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}


def settle(ctx: Context, case: LockedCase, procedure: Procedure, outcome: Outcome, step: Step) -> Settled:
    """Write everything that follows from an outcome, and return the case as it is now.

    The caller holds the case's lock; a new case (`case.seq` 0) is inserted.
    """
    is_new, waited = case.seq == 0, case.waits > 0
    case = _moved(ctx, case, procedure, outcome, step)
    opened = new_tasks(ctx, case, procedure, outcome.opened, step)
    decided, private = explained(outcome.decided, procedure)
    traces = {**_traces(outcome, opened), **({"decided": decided} if decided else {}), **cited(step.cited)}
    entry = replace(step.entry, body={**step.entry.body, **traces}, private={**step.entry.private, **private})
    seq, head = _chain(ctx, case, entry, ended=outcome.status != ACTIVE)
    names = expression_context(ctx, case, case.data)
    facts = {name: case.data.get(name) for name in procedure.process.facts}
    case = replace(
        case, seq=seq, head=head, title=_title(procedure, names) or case.title, waits=_waiting(case, outcome)
    )
    ended_at = None if outcome.status == ACTIVE else ctx.clock.now()
    search = search_text(case, facts)
    if is_new:
        insert_case(ctx, case, search=search, ended_at=ended_at, origin=step.origin)
    else:
        write_case(ctx, case, search=search, ended_at=ended_at)
    note_uses(ctx, case.id, {use.version.id: use for use in reversed(list(_uses(outcome, step)))}.values())
    _project(ctx, case, waited=waited, outcome=outcome, opened=opened, step=step)
    admit_offered(ctx, case.id, offer_rows(ctx, case, procedure, outcome))
    return Settled(case, opened)


def _moved(ctx: Context, case: LockedCase, procedure: Procedure, outcome: Outcome, step: Step) -> LockedCase:
    day = legal_day(ctx.clock.now())
    done = {task.element for task in outcome.closed if task.reason == "completed"} - step.by_machine
    acts = [
        Act(passed.element, case.seq + 1, day, ctx.actor.login if passed.element in done else None)
        for passed in outcome.passed
        if procedure.elements[passed.element].kind not in _GATEWAYS
    ]
    return replace(
        case,
        status=outcome.status,
        data=outcome.data,
        record=note_acts(case.record, acts),
        duties=note_duties(case.duties, step.duties),
        state=outcome.state,
        codec=outcome.codec,
    )


def _title(procedure: Procedure, names: Mapping[str, Any]) -> str | None:
    formula = procedure.process.case_title
    value = formula.expression.evaluate(names) if formula else None
    return value[:200] if isinstance(value, str) and value.strip() else None


def _traces(outcome: Outcome, opened: Sequence[NewTask]) -> dict[str, Any]:
    traces: dict[str, Any] = {
        "passed": [passed.element for passed in outcome.passed],
        "opened": [{"task": task.id, "element": task.element, "queue": f"{task.role}@{task.unit}"} for task in opened],
    }
    if outcome.thrown:
        traces["thrown"] = [thrown.name for thrown in outcome.thrown]
    return traces


def _uses(outcome: Outcome, step: Step) -> Iterator[Use]:
    """Yield the thresholds that this step rested on, those of gates and decisions with their element."""
    completed = step.completed.element if step.completed else ""
    yield from (Use(version, completed) for version in step.cited)
    for made in outcome.decided:
        yield from (Use(version, made.element) for version in made.cited)
    yield from (Use(version, completed) for version in outcome.cited)


def _chain(ctx: Context, case: LockedCase, entry: Entry, *, ended: bool) -> tuple[int, bytes]:
    entries = [entry, Entry(f"case:{case.status}", {"number": case.number})] if ended else [entry]
    return record(ctx, case.id, entries, seq=case.seq, head=case.head)


def _project(
    ctx: Context, case: LockedCase, *, waited: bool, outcome: Outcome, opened: Sequence[NewTask], step: Step
) -> None:
    """Write the rows that lists and the worker read."""
    cancelled = [task.key for task in outcome.closed if task.reason != "completed"]
    if cancelled:
        withdraw_tasks(ctx, case.id, cancelled)
    if step.completed is not None:
        close_task(ctx, step.completed)
    # A unit was admitted when the task opened that is done now.
    admitted = frozenset({step.completed.unit} if step.completed else ())
    insert_tasks(ctx, case, opened, field=_field(case), admitted=admitted)
    add_errands(ctx, case.id, errands_of(outcome.opened, opened))
    if outcome.wait_changes is not None:
        change_timers(ctx, case.id, outcome.wait_changes)
        change_waits(ctx, case.id, outcome.wait_changes)
    elif outcome.waits or waited:
        settle_timers(ctx, case.id, outcome.waits)
        settle_waits(ctx, case.id, outcome.waits)
    if outcome.status != ACTIVE:
        release_starts(ctx, case.id)
        withdraw_all(ctx, case.id)
    # A signal has reached its own case inside the engine already; it travels to the others.
    send_messages(ctx, case.id, outcome.thrown)


def _waiting(case: LockedCase, outcome: Outcome) -> int:
    changes = outcome.wait_changes
    return len(outcome.waits) if changes is None else case.waits + len(changes.began) - len(changes.ended)


def _field(case: LockedCase) -> str | None:
    value = case.data.get(FIELD)
    return value if isinstance(value, str) else None
