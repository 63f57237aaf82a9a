"""The edge of the engine: one command, one transaction, one answer per idempotency key; and reading beside it."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import psycopg
from sqlalchemy import Engine

from engine.commands.errors import RequestKeyMissing, RequestKeyReused
from engine.documents.files import FileStore
from engine.kernel.actor import Actor
from engine.kernel.clock import Clock
from engine.kernel.context import Context
from engine.kernel.database import driver, sent_together, transaction
from engine.kernel.errors import GuijuError
from engine.kernel.receipt import Receipt

Command = Callable[..., Receipt]
"""A command: a context, then keyword arguments of its own."""

ATTEMPTS = 3
"""How often a command is run before a deadlock is more than bad luck."""

LONGEST_KEY = 200
"""Characters of an idempotency key; clients send a UUID."""


@dataclass(frozen=True)
class Edge:
    """What the outside holds on to: the database, the clock, and where files lie."""

    database: Engine
    clock: Clock
    files: FileStore


class _Repeated(Exception):  # noqa: N818 - it never leaves this file
    """Somebody has already answered this key; the transaction must not stand."""


def perform(
    edge: Edge,
    actor: Actor,
    command: Command,
    *,
    request_key: str,
    **arguments: Any,
) -> Receipt:
    """Run a command in a transaction of its own, commit it, and return its receipt.

    The same person repeating a key gets the first answer again, and nothing happens twice: the key is stored in
    the command's transaction, so that of two at once the second waits, finds the key taken, rolls back and answers
    what the first one did. A key is looked for only after a refusal, because a first request is the rule.
    """
    if not 0 < len(request_key) <= LONGEST_KEY:
        raise RequestKeyMissing(most=LONGEST_KEY, length=len(request_key))
    name = _named(command, arguments)
    try:
        receipt = _run(edge, actor, command, request_key=request_key, name=name, arguments=arguments)
    except _Repeated:
        answer = _answered(edge, actor, request_key, name)
        assert answer is not None
        return answer
    except GuijuError:
        answer = _answered(edge, actor, request_key, name)
        if answer is None:
            raise
        return answer
    return receipt


def _run(
    edge: Edge, actor: Actor, command: Command, *, request_key: str, name: str, arguments: Mapping[str, Any]
) -> Receipt:
    """Run the command in one transaction; one that PostgreSQL ended to untie a deadlock is run again."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with sent_together(edge.database, actor.tenant_id) as session:
                ctx = Context(session, actor, edge.clock)
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
        yield Context(session, actor, edge.clock)


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
