"""The chain: every byte of every event, and its place, is in the hash."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from engine.audit.chain import GENESIS, SALT_BYTES, Entry, Link, chained, link, salted

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ACTOR = UUID(int=7)
ENTRY = Entry("task:claimed", {"task": UUID(int=1)})
PRIVATE = Entry("task:completed", {"data": {}}, {"name": "黄女士", "telephone": "13800000000"})


def made(entry: Entry = ENTRY, *, previous: bytes = GENESIS, seq: int = 1, **changed: object) -> Link:
    """Return a link, with some of what goes into it changed."""
    words = {"at": AT, "actor_id": ACTOR, **changed}
    return link(previous, entry, seq=seq, **words)  # type: ignore[arg-type]


def test_a_links_hash_can_be_computed_by_anybody_who_has_the_bytes() -> None:
    first = made()
    second = made(previous=first.hash, seq=2)
    assert first.hash == hashlib.sha256(first.body).digest()
    assert second.hash == hashlib.sha256(first.hash + second.body).digest() == chained(first.hash, second.body)


def test_the_same_event_at_the_same_place_has_the_same_hash() -> None:
    assert made().hash == made().hash


@pytest.mark.parametrize(
    "other",
    [
        # after another event
        made(previous=b"x" * 32),
        # at another place
        made(seq=2),
        # a minute later
        made(at=AT + timedelta(minutes=1)),
        # by somebody else
        made(actor_id=UUID(int=8)),
        # of another kind
        made(replace(ENTRY, kind="task:released")),
        # about another task
        made(replace(ENTRY, body={"task": UUID(int=2)})),
    ],
)
def test_whatever_is_different_changes_the_hash(other: Link) -> None:
    assert other.hash != made().hash


def test_personal_data_are_in_the_chain_as_salted_hashes_only() -> None:
    one = made(PRIVATE)
    body = json.loads(one.body)
    assert "黄女士" not in one.body.decode()
    assert "13800000000" not in one.body.decode()
    assert {name: salted(salt, value) for name, salt, value in one.private} == body["private"]
    assert [name for name, _, _ in one.private] == ["name", "telephone"]
    assert all(len(salt) == SALT_BYTES for _, salt, _ in one.private)


def test_equal_personal_data_cannot_be_told_apart_from_the_chain() -> None:
    """Without salts of their own, whoever guesses a telephone number could find it in every case."""
    hashes = {json.loads(made(PRIVATE).body)["private"]["telephone"] for _ in range(3)}
    assert len(hashes) == 3


def test_deleting_personal_data_leaves_the_chain_whole() -> None:
    one = made(PRIVATE)
    assert chained(GENESIS, replace(one, private=()).body) == one.hash


def test_nothing_in_an_entry_can_pretend_to_be_another_place_or_person() -> None:
    forged = Entry("task:claimed", {"seq": 99, "kind": "case:completed", "actor": "somebody", "at": "never"})
    body = json.loads(made(forged).body)
    assert (body["seq"], body["kind"], body["actor"]) == (1, "task:claimed", str(ACTOR))
    assert body["at"] == {"$instant": "2026-11-24T01:00:00+00:00"}
