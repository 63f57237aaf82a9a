"""What must hold after the chaos, checked with code of its own: no step lost, doubled or impossible."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import text

from engine.cases.environment import environment_of
from engine.cases.store import read_case
from engine.definitions.store import load_procedure
from engine.kernel.actor import system_actor
from engine.kernel.context import Context
from engine.kernel.database import transaction
from engine.runtime import Snapshot, inspect
from tests.chaos.clients import Ledger
from tests.chaos.world import World


def broken(world: World, ledger: Ledger) -> list[str]:
    """Return a sentence for everything that does not hold."""
    found = list(ledger.failures)
    with transaction(world.edge.database, world.tenant_id) as session:
        ctx = Context(session, system_actor(world.tenant_id), world.edge.clock)
        cases = session.execute(text('select id, seq, head_hash, status from "case"')).all()
        if missing := ledger.cases.keys() - {str(case[0]) for case in cases}:
            found.append(f"cases are lost: {missing}")
        for case_id, seq, head, status in cases:
            found += [f"case {case_id}: {what}" for what in _case(ctx, ledger, case_id, seq, bytes(head), status)]
        found += [f"incident: {row}" for row in session.execute(text("select sentence_en from incident")).all()]
        waiting = session.execute(text("select status, count(*) from procrastinate_jobs group by 1")).all()
        found += [f"jobs left: {row}" for row in waiting]
    return found


def _case(ctx: Context, ledger: Ledger, case_id: Any, seq: int, head: bytes, status: str) -> Iterator[str]:
    rows = ctx.session.execute(
        text("select seq, kind, body, hash from event where case_id = :case order by seq"), {"case": case_id}
    ).all()
    yield from _chain(rows, seq, head)
    events = [json.loads(row[2]) for row in rows]
    yield from _game(events, status)
    done = Counter(str(event["task"]) for event in events if event["kind"] == "task:completed")
    yield from (f"task {task} is done {times} times" for task, times in done.items() if times > 1)
    promised = ledger.completed.get(str(case_id), [])
    yield from (f"task {task} was answered and is not done" for task in promised if task not in done)
    if str(case_id) in ledger.ended and status != "completed":
        yield f"everything was done and it is {status}"
    yield from _rows_and_snapshot(ctx, case_id)
    yield from _messages(ctx, ledger, case_id, events)


def _chain(rows: Any, seq: int, head: bytes) -> Iterator[str]:
    if [row[0] for row in rows] != list(range(1, seq + 1)):
        yield f"event numbers have gaps: {[row[0] for row in rows]}"
    link = b""
    for row in rows:
        link = hashlib.sha256(link + bytes(row[2])).digest()
        if link != bytes(row[3]):
            yield f"event {row[0]} is not what was hashed"
    if link != head:
        yield "the chain does not end where the case says"


def _game(events: list[dict[str, Any]], status: str) -> Iterator[str]:
    """Play what is on record by the rules of the diagram: each element passed as often, and after, as it may be."""
    passed = [name for event in events for name in event.get("passed", ())]
    times = Counter(passed)
    for name in ("Begin", "Ask", "Fork", "Answer", "Meet", "Join", "Last", "Tell", "End"):
        if times[name] > 1 or (status == "completed" and times[name] != 1):
            yield f"{name} was passed {times[name]} times"
    if times["Race"] + times["Late"] > 1 or (status == "completed" and times["Race"] + times["Late"] != 1):
        yield f"the task was done {times['Race']} times and its timer fired {times['Late']} times"
    order = {name: number for number, name in enumerate(passed)}
    for first, then in (("Ask", "Answer"), ("Ask", "Meet"), ("Answer", "Join"), ("Meet", "Join"), ("Join", "Last")):
        if then in order and order.get(first, len(passed)) > order[then]:
            yield f"{then} was passed before {first}"
    kinds = Counter(event["kind"] for event in events)
    if kinds["timer:fired"] != times["Late"] or kinds["message:received"] != times["Answer"]:
        yield f"events and passed elements differ: {dict(kinds)}"


def _rows_and_snapshot(ctx: Context, case_id: Any) -> Iterator[str]:
    """Compare the rows that people and workers see with what the state holds."""
    case = read_case(ctx, case_id)
    standing = inspect(
        load_procedure(ctx, case.version_id).program,
        Snapshot(case.state, case.codec, case.data),
        environment=environment_of(ctx, case),
    )
    asked = {
        "task": "select key from task where case_id = :case and status = 'open'",
        "timer": "select wait from timer where case_id = :case and status in ('armed', 'held', 'stuck')",
        "wait": "select wait from message_wait where case_id = :case",
    }
    rows = {name: sorted(ctx.session.scalars(text(query), {"case": case_id}).all()) for name, query in asked.items()}
    held = {
        "task": sorted(task.key for task in standing.opened),
        "timer": sorted(wait.key for wait in standing.waits if wait.event == "timer"),
        "wait": sorted(wait.key for wait in standing.waits if wait.event in ("message", "signal")),
    }
    yield from (
        f"{name} rows {rows[name]}, but the state holds {held[name]}" for name in rows if rows[name] != held[name]
    )


def _messages(ctx: Context, ledger: Ledger, case_id: Any, events: list[dict[str, Any]]) -> Iterator[str]:
    got = Counter(str(event["message"]) for event in events if event["kind"] == "message:received")
    sent = ledger.messages.get(str(case_id))
    yield from (f"message {message} came {times} times" for message, times in got.items() if times > 1)
    if sent is not None and str(case_id) in ledger.ended and set(got) != {sent}:
        yield f"message {sent} was sent, but {dict(got)} came"
    heard = Counter(str(event["signal"]) for event in events if event["kind"] == "signal:received")
    yield from (f"signal {signal} was heard {times} times" for signal, times in heard.items() if times > 1)
