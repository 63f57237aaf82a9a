"""The values a variable is given while a diagram is looked at: one for each region its conditions tell apart."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

OTHER = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for every text that no condition names."""

_TWO = Decimal(2)


@dataclass(frozen=True)
class Variable:
    """A variable with its values; not being set is no value but the absence of one."""

    name: str
    values: tuple[Any, ...]


def variable_of(name: str, constants: Iterable[Any], choices: Collection[Any] | None = None) -> Variable:
    """Return a variable whose values stand for all that its constants tell apart.

    `choices` are all values it can have where they are known, such as the options of a form's field.
    """
    constants = set(constants)
    if choices is not None:
        return Variable(name, tuple(choices))
    booleans = [value for value in (True, False) if any(isinstance(each, bool) for each in constants)]
    texts = sorted(each for each in constants if isinstance(each, str))
    numbers = sorted(each for each in constants if isinstance(each, Decimal))
    return Variable(name, (*booleans, *texts, *([OTHER] if texts else []), *_regions(numbers)))


def _regions(numbers: list[Decimal]) -> list[Decimal]:
    """Return every number, one between each two, one below and one above all."""
    if not numbers:
        return []
    found = [numbers[0] - 1]
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        found += [number, number + 1 if following is None else (number + following) / _TWO]
    return found


def document_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document in which variables have values; `review.result` is an entry of `review`."""
    document: dict[str, Any] = {}
    for name, value in values.items():
        *path, last = name.split(".")
        inner = document
        for part in path:
            inner = inner.setdefault(part, {})
            if not isinstance(inner, dict):
                break
        else:
            inner[last] = value
    return document
