"""The edge of the engine: one command, one transaction, one answer per idempotency key; and reading beside it."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
import psycopg
from sqlalchemy import Engine

from engine.commands.errors import RequestKeyMissing, RequestKeyReused
from engine.commands.open_incident import open_incident
from engine.documents.files import FileStore
from engine.incidents.errors import IncidentOpened
from engine.incidents.rules import failure_of
from engine.incidents.values import Failure, Origin
from engine.kernel.actor import SYSTEM, Actor
from engine.kernel.clock import Clock
from engine.kernel.context import Context
from engine.kernel.database import driver, sent_together, transaction
from engine.kernel.errors import GuijuError
from engine.kernel.ids import new_id
from engine.kernel.receipt import Receipt
from engine.operations.shipped import SHIPPED
from engine.operations.values import Operations

Command = Callable[..., Receipt]
"""A command: a context, then keyword arguments of its own."""

ATTEMPTS = 3
"""How often a command is run before a deadlock is more than bad luck."""

LONGEST_KEY = 200
"""Characters of an idempotency key; clients send a UUID."""


@dataclass(frozen=True)
class Edge:
    """What the outside holds on to: the database, the clock, where files lie, and what service tasks may call."""

    database: Engine
    clock: Clock
    files: FileStore
    operations: Operations = field(default_factory=lambda: SHIPPED)


_NOTED = {
    "complete_task": "task_id",
    "complete_errand": "task_id",
    "report_error": "task_id",
    "retry_errand": "task_id",
    "fire_timer": "timer_id",
    "deliver_message": "message_id",
    "deliver_signal": "delivery_id",
}
"""The commands that take a step of a case by itself, and what they take it by."""


class _Repeated(Exception):  # noqa: N818 - it never leaves this file
    """Somebody has already answered this key; the transaction must not stand."""


def perform(
    edge: Edge,
    actor: Actor,
    command: Command,
    *,
    request_key: str,
    skips: Mapping[str, Any] | None = None,
    **arguments: Any,
) -> Receipt:
    """Run a command in a transaction of its own, commit it, and return its receipt.

    A step of a case that the diagram does not let go on is noted as an incident, in a transaction of its own after
    the command's was rolled back; `IncidentOpened` is raised then. `skips` are elements to pass in this step.

    The same person repeating a key gets the first answer again, and nothing happens twice: the key is stored in
    the command's transaction, so that of two at once the second waits, finds the key taken, rolls back and answers
    what the first one did. A key is looked for only after a refusal, because a first request is the rule.
    """
    if not 0 < len(request_key) <= LONGEST_KEY:
        raise RequestKeyMissing(most=LONGEST_KEY, length=len(request_key))
    name = _named(command, arguments)
    try:
        receipt = _run(edge, actor, command, request_key=request_key, name=name, arguments=arguments, skips=skips)
    except _Repeated:
        answer = _answered(edge, actor, request_key, name)
        assert answer is not None
        return answer
    except GuijuError as refusal:
        answer = _answered(edge, actor, request_key, name)
        if answer is None:
            note_refusal(edge, actor, command, refusal, arguments)
            raise
        return answer
    return receipt


def note_refusal(edge: Edge, actor: Actor, command: Command, refusal: GuijuError, arguments: Mapping[str, Any]) -> None:
    """Raise `IncidentOpened` after noting a refusal that is the diagram's and not the actor's; return for any other.

    What the machine does has nobody who could be told, so every refusal of it is noted.
    """
    failure = failure_of(refusal)
    if failure is None and actor.person_id == SYSTEM:
        failure = Failure("", "delivery", refusal.sentence("zh"), refusal.sentence("en"))
    if failure is not None:
        note_failure(edge, actor, command, failure, arguments, cause=refusal)


def note_failure(
    edge: Edge,
    actor: Actor,
    command: Command,
    failure: Failure,
    arguments: Mapping[str, Any],
    *,
    cause: Exception,
) -> None:
    """Note that a command has failed and raise `IncidentOpened`; return if nothing can or need be noted."""
    name = getattr(command, "__name__", "")
    if name not in _NOTED:
        return
    origin = Origin(name, **{_NOTED[name]: arguments[_NOTED[name]]})
    given = {"failure": failure, "origin": origin, "data": arguments.get("data")}
    receipt = _run(edge, actor, open_incident, request_key=str(new_id()), name="open_incident", arguments=given)
    if "incident" in receipt.detail:
        kept = ("，您填写的内容已保存为草稿", ", and what you have filled in is kept as a draft")
        kept_zh, kept_en = kept if name == "complete_task" else ("", "")
        raise IncidentOpened(
            **receipt.detail, detail_zh=failure.zh, detail_en=failure.en, kept_zh=kept_zh, kept_en=kept_en
        ) from cause


def _run(
    edge: Edge,
    actor: Actor,
    command: Command,
    *,
    request_key: str,
    name: str,
    arguments: Mapping[str, Any],
    skips: Mapping[str, Any] | None = None,
) -> Receipt:
    """Run the command in one transaction; one that PostgreSQL ended to untie a deadlock is run again."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with sent_together(edge.database, actor.tenant_id) as session:
                ctx = Context(session, actor, edge.clock, skips or {}, edge.operations)
                receipt = command(ctx, **arguments)
                _keep(ctx, request_key, name, receipt)
        except psycopg.errors.DeadlockDetected:
            if attempt == ATTEMPTS:
                raise
        except psycopg.errors.UniqueViolation as refusal:
            if refusal.diag.table_name != "request_key":
                raise
            raise _Repeated from refusal
        else:
            return receipt
    raise AssertionError


def _named(command: Command, arguments: Mapping[str, Any]) -> str:
    """Return what a key stands for: the command and what it was to be done to.

    Texts, numbers and ids count; documents and bytes do not, for a form that is sent twice may carry a file twice.
    """
    told = {name: str(value) for name, value in arguments.items() if isinstance(value, (str, int, UUID))}
    digest = hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return f"{getattr(command, '__name__', 'command')}:{digest[:16]}"


@contextmanager
def reading(edge: Edge, actor: Actor) -> Iterator[Context]:
    """Yield a context for queries, which write nothing: commands alone do."""
    with transaction(edge.database, actor.tenant_id) as session:
        yield Context(session, actor, edge.clock, operations=edge.operations)


def _keep(ctx: Context, key: str, name: str, receipt: Receipt) -> None:
    driver(ctx.session).execute(
        b"insert into request_key (tenant_id, key, command, person_id, result, created_at)"
        b" values (%s, %s, %s, %s, %s::jsonb, %s)",
        (
            ctx.actor.tenant_id,
            key,
            name,
            ctx.actor.person_id,
            orjson.dumps(receipt.as_json()).decode(),
            ctx.clock.now(),
        ),
    )


def _answered(edge: Edge, actor: Actor, key: str, name: str) -> Receipt | None:
    with transaction(edge.database, actor.tenant_id) as session:
        row = (
            driver(session)
            .execute(
                b"select command, person_id, result::text from request_key where tenant_id = %s and key = %s",
                (actor.tenant_id, key),
            )
            .fetchone()
        )
    if row is None:
        return None
    if row[0] != name or row[1] != actor.person_id:
        raise RequestKeyReused(key=key, command=str(row[0]).split(":", 1)[0])
    return Receipt.from_json(orjson.loads(str(row[2])))
