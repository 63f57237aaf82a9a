"""Which waits a message is for, told by texts that equal keys always share. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Any

from engine.kernel.typed_json import dump

DAYS_KEPT = 90
"""How long a message waits for its receiver if the sender does not say: the term of an ordinary penalty case."""

LONGEST_DAYS_KEPT = 3660
MOST_NAMES = 4
"""Names of a correlation whose every combination is looked at; of more, each alone and all together."""

KEY = "key"
"""The name under which the one value of `guiju:correlation` stands."""


def correlation_text(correlation: Mapping[str, Any]) -> str:
    """Return correlation values as one text that equal values always share; nothing to tell apart is empty.

    Days and instants count as their ISO text, which is all that a program outside can send.
    """
    if not correlation:
        return ""
    return dump({name: _plain(value) for name, value in correlation.items()}).decode()


def matches_of(correlation: Mapping[str, Any]) -> list[str]:
    """Return the correlations of all waits that a message with this one is for, as texts.

    A wait that declares none takes every message of its name. One with a single key takes a message that carries the
    value under whatever name; one with named keys takes a message that carries all of them.
    """
    texts = {"", correlation_text(correlation)}
    texts |= {correlation_text({KEY: value}) for value in correlation.values()}
    texts |= {correlation_text(part) for part in _parts(correlation)}
    return sorted(texts)


def expiry(now: datetime, keep: timedelta | None) -> datetime:
    """Return when a message that nobody wants is given up."""
    return now + (timedelta(days=DAYS_KEPT) if keep is None else keep)


def _parts(correlation: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    items = list(correlation.items())
    sizes = range(1, len(items)) if len(items) <= MOST_NAMES else (1,)
    for size in sizes:
        for chosen in combinations(items, size):
            yield dict(chosen)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime | time) else value
