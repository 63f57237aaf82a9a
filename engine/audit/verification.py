"""Check the record with code of its own: nothing here is shared with what writes it.

The verifier reads stored bytes, hashes them again and compares. It imports neither the chain nor the log, so that a
mistake in those cannot hide itself.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

import psycopg


@dataclass(frozen=True)
class Finding:
    """Something about the record that is not as it must be; `seq` is the event's number, where one is concerned."""

    tenant_id: UUID
    chain_id: UUID
    number: str
    seq: int | None
    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Verified:
    """What was checked and what was found."""

    chains: int
    events: int
    files: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings


_SENTENCES = {
    "gap": ("事件序号不连续：缺少第 {seq} 号事件", "event {seq} is missing: the numbers leave a gap"),
    "hash": ("第 {seq} 号事件与其哈希不符：内容已被改动", "event {seq} does not match its hash: it was altered"),
    "column": ("第 {seq} 号事件的列与其内容不符", "the columns of event {seq} contradict its content"),
    "head": (
        "案件登记的链尾与最后一个事件不符：事件被截去或改写",
        "the head of the chain is not the last event: events were cut off or rewritten",
    ),
    "private": (
        "第 {seq} 号事件的个人信息与链上的哈希不符",
        "a personal datum of event {seq} contradicts its hash in the chain",
    ),
    "file": (
        "第 {seq} 号事件登记的附件文件缺失或已被改动",
        "the file that event {seq} attached is missing or was altered",
    ),
    "orphan": ("事件不属于任何案件或日志", "events belong to no case and no journal"),
}

_CHAINS = b"""
select c.id, c.number, c.seq, c.head_hash from "case" c where c.tenant_id = %(tenant)s
union all
select j.id, j.name, j.seq, j.head_hash from journal j where j.tenant_id = %(tenant)s
order by 1
"""
_EVENTS = b"select seq, at, kind, actor_id, body, hash from event where tenant_id = %s and case_id = %s order by seq"
_PRIVATE = b"select seq, name, salt, value from private_value where tenant_id = %s and case_id = %s"
_ORPHANS = b"""
select distinct e.case_id from event e where e.tenant_id = %(tenant)s
  and not exists (select from "case" c where c.tenant_id = e.tenant_id and c.id = e.case_id)
  and not exists (select from journal j where j.tenant_id = e.tenant_id and j.id = e.case_id)
"""


def verify_tenant(
    connection: psycopg.Connection[Any], tenant_id: UUID, *, is_intact: Callable[[str], bool]
) -> Verified:
    """Check every chain of a tenant: numbers without gaps, hashes, heads, personal data, attached files.

    `connection` has the tenant set. `is_intact` tells whether the file of a SHA-256 still has that hash. A personal
    datum that has been deleted, as the law may demand, is no finding: its hash stays in the chain.
    """
    findings: list[Finding] = []
    chains = connection.execute(_CHAINS, {"tenant": tenant_id}).fetchall()
    events = files = 0
    for chain_id, number, last, head in chains:
        rows = connection.execute(_EVENTS, (tenant_id, chain_id)).fetchall()
        events += len(rows)
        found = [*_chain_faults(rows, last, head), *_private_faults(connection, tenant_id, chain_id, rows)]
        named = [*_attached(rows)]
        files += len(named)
        found += [(seq, "file") for seq, name in named if not is_intact(name)]
        findings += [_finding(tenant_id, chain_id, number, seq, code) for seq, code in found]
    orphans = connection.execute(_ORPHANS, {"tenant": tenant_id}).fetchall()
    findings += [_finding(tenant_id, row[0], "…", None, "orphan") for row in orphans]
    return Verified(len(chains), events, files, tuple(findings))


def _chain_faults(rows: list[tuple[Any, ...]], last: int, head: bytes) -> Iterator[tuple[int | None, str]]:
    previous, expected = b"", 1
    for row in rows:
        seq, body, stored = row[0], row[4], row[5]
        for missing in range(expected, seq):
            yield missing, "gap"
        if hashlib.sha256(previous + body).digest() != stored:
            yield seq, "hash"
        if not _tells_its_columns(row):
            yield seq, "column"
        previous, expected = stored, seq + 1
    if (expected - 1, previous) != (last, bytes(head)):
        yield None, "head"


def _tells_its_columns(row: tuple[Any, ...]) -> bool:
    """Tell whether sequence, time, kind and actor in the hashed body are those of the columns beside it."""
    seq, at, kind, actor_id, body, _ = row
    said = _parsed(body)
    told = said.get("seq"), said.get("kind"), said.get("actor"), said.get("at")
    return told == (seq, kind, str(actor_id), {"$instant": at.astimezone(UTC).isoformat()})


def _private_faults(
    connection: psycopg.Connection[Any], tenant_id: UUID, chain_id: UUID, rows: list[tuple[Any, ...]]
) -> Iterator[tuple[int | None, str]]:
    bodies = {row[0]: row[4] for row in rows}
    for seq, name, salt, value in connection.execute(_PRIVATE, (tenant_id, chain_id)):
        if hashlib.sha256(bytes(salt) + bytes(value)).hexdigest() != _private_hash(bodies.get(seq, b""), name):
            yield seq, "private"


def _private_hash(body: bytes, name: str) -> str | None:
    private = _parsed(body).get("private")
    found = private.get(name) if isinstance(private, dict) else None
    return found if isinstance(found, str) else None


def _attached(rows: list[tuple[Any, ...]]) -> Iterator[tuple[int, str]]:
    for seq, _, kind, _, body, _ in rows:
        if kind == "case:attached":
            yield seq, str(_parsed(body).get("sha256"))


def _parsed(body: bytes) -> dict[str, Any]:
    """Return what an event says, or nothing if its bytes were altered so that it says nothing any more."""
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _finding(tenant_id: UUID, chain_id: UUID, number: str, seq: int | None, code: str) -> Finding:
    zh, en = (sentence.replace("{seq}", str(seq)) for sentence in _SENTENCES[code])
    return Finding(tenant_id, chain_id, number, seq, code, zh, en)
