"""UUIDv7 identifiers: ordered by time, so that new rows stay together in every index (RFC 9562, section 5.7)."""

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """Return a fresh UUIDv7 of the machine's present millisecond.

    The wall clock is read here on purpose: an id must stay unique when a test travels in time, and nothing
    may derive a legal date from it.
    """
    return id_at(time.time_ns() // 1_000_000, secrets.randbits(74))


def id_at(milliseconds: int, randomness: int = 0) -> UUID:
    """Return the UUIDv7 of a Unix time in milliseconds; the smallest of that millisecond without randomness."""
    high = (milliseconds & (1 << 48) - 1) << 16 | 0x7000 | (randomness >> 62) & 0xFFF
    low = 0b10 << 62 | randomness & (1 << 62) - 1
    return UUID(int=high << 64 | low)
