"""Judging a submission: hidden parts dropped, then everything that is required, limited or checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from forms.checking import run_checks
from forms.definition import Field, Kind, Rows
from forms.display import CHINA
from forms.entry import Compiled, Entry, enter, is_readonly
from forms.judging import Judge
from forms.options import Options


@dataclass(frozen=True)
class Checked:
    """What a submission came to: values to write, or errors by the name of the occurrence.

    `values` has every shown field that was filled, and None for each field that the document holds but the
    submission empties or hides. It is empty if there are errors. Errors of the form as a whole stand under "".
    """

    values: dict[str, Any]
    errors: Mapping[str, list[str]]

    @property
    def is_valid(self) -> bool:
        """Whether the values may be written."""
        return not self.errors


def validate(
    compiled: Compiled,
    raw: Any,
    *,
    context: Mapping[str, Any],
    language: str,
    now: datetime,
    options: Options,
) -> Checked:
    """Judge a submission against a definition; never raises, whatever was submitted."""
    entry = enter(compiled, raw, context)
    Judge(compiled, entry, context, options, now=_aware(now), today=today(context, now)).judge()
    run_checks(compiled, entry)
    if entry.problems:
        sentences = {name: [problem.sentence(language) for problem in found] for name, found in entry.problems.items()}
        return Checked({}, sentences)
    return Checked(_values(compiled, entry, context), {})


def _aware(now: datetime) -> datetime:
    return now if now.tzinfo else now.replace(tzinfo=CHINA)


def today(context: Mapping[str, Any], now: datetime) -> date:
    """Return the day it is: the context's `today` where it has one, else China's day."""
    day = context.get("today")
    if isinstance(day, date) and not isinstance(day, datetime):
        return day
    return _aware(now).astimezone(CHINA).date()


_EMPTY: Mapping[Kind, Any] = {Kind.CHECKBOX: False, Kind.CHECKLIST: (), Kind.FILEPICKER: ()}


def _values(compiled: Compiled, entry: Entry, context: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for part in compiled.parts:
        if is_readonly(part):
            continue
        hidden = part.key in entry.scope.hidden
        value = None if hidden else _value(part, entry.scope.names.get(part.key))
        if value is not None or context.get(part.key) is not None:
            values[part.key] = value
    return values


def _value(part: Field | Rows, value: Any) -> Any:
    """Return what is written for a shown part: rows without their blanks, and nothing chosen as such."""
    if isinstance(part, Rows):
        return [{key: cell for key, cell in row.items() if cell is not None} for row in value]
    if value is None and part.kind in _EMPTY:
        empty = _EMPTY[part.kind]
        return list(empty) if isinstance(empty, tuple) else empty
    return value
