"""The hash chain of the record: pure functions over canonical bytes."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.kernel.typed_json import dump

GENESIS = b""
"""What the first event of a chain is hashed with."""

SALT_BYTES = 16


@dataclass(frozen=True)
class Entry:
    """An event before it has a place in the chain.

    `private` are personal data by name: the chain gets their salted hashes, the values go to side rows that may
    be deleted when the law says so, without breaking the chain.
    """

    kind: str
    body: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """An event with its place: what the event table stores, and the side rows."""

    seq: int
    kind: str
    body: bytes
    hash: bytes
    private: tuple[tuple[str, bytes, bytes], ...]


def link(previous: bytes, entry: Entry, *, seq: int, at: datetime, actor_id: UUID) -> Link:
    """Return the entry as the next link after a previous hash; `at` is aware.

    Sequence, kind, instant and actor are inside the hashed bytes, so that none of the columns can be altered
    unnoticed.
    """
    side = tuple((name, secrets.token_bytes(SALT_BYTES), dump(value)) for name, value in sorted(entry.private.items()))
    body: dict[str, Any] = {**entry.body, "seq": seq, "kind": entry.kind, "at": at, "actor": str(actor_id)}
    if side:
        body["private"] = {name: salted(salt, value) for name, salt, value in side}
    content = dump(body)
    return Link(seq=seq, kind=entry.kind, body=content, hash=chained(previous, content), private=side)


def chained(previous: bytes, content: bytes) -> bytes:
    """Return the SHA-256 over the previous hash followed by the stored bytes."""
    return hashlib.sha256(previous + content).digest()


def salted(salt: bytes, value: bytes) -> str:
    """Return the salted SHA-256 of a personal datum, in hexadecimal."""
    return hashlib.sha256(salt + value).hexdigest()
