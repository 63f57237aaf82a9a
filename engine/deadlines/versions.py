"""Versions of time limits: what a file says of one, and which applies to a clock that starts on a day. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.calendar.extensions import ExtensionRule
from engine.calendar.units import Period, read_unit
from engine.kernel.errors import Fault, GuijuError

EVERY = ""
"""Stands for all domains or jurisdictions."""

ALWAYS = date(1949, 10, 1)
"""The first day of a version that says none."""

LEVELS = frozenset({"STATUTE", "RULE", "POLICY", "LOCAL_ANALOG", "DEFAULT", ""})
CONFIDENCES = frozenset({"H", "M", "L", "D", ""})


@dataclass(frozen=True)
class LimitEntry:
    """One version of a limit; the texts are empty where nothing is said."""

    id: str
    period: Period
    basis: str
    is_unverified: bool
    domain: str = EVERY
    jurisdiction: str = EVERY
    valid_from: date = ALWAYS
    valid_to: date | None = None
    step: str = ""
    level: str = ""
    confidence: str = ""
    start_event: str = ""
    exclusions: str = ""
    direction: str = ""
    source: str = ""
    extensions: tuple[ExtensionRule, ...] = ()


def applicable(versions: Iterable[LimitEntry], *, day: date, field: str | None) -> LimitEntry | None:
    """Return the version for a clock that starts on a day: the narrowest that is in force, of those the latest.

    A version of another field of enforcement does not apply; where a case has no field, only those for all do.
    """
    fitting = [
        version
        for version in versions
        if version.valid_from <= day
        and (version.valid_to is None or day <= version.valid_to)
        and version.domain in (EVERY, field)
    ]
    return max(fitting, key=_narrowness, default=None)


def _narrowness(version: LimitEntry) -> tuple[int, bool, date]:
    return len(version.jurisdiction), version.domain != EVERY, version.valid_from


def read_limit(row: Mapping[str, Any], *, file: str, number: int) -> tuple[LimitEntry | None, tuple[Fault, ...]]:
    """Return the version that a row of a file says, or None and a fault per value that is wrong."""
    faults = tuple(_fault(file, number, zh, en) for zh, en in _wrong(row))
    if faults:
        return None, faults
    try:
        period = Period(row["length"], read_unit(row["unit"]), rolls_over=row["rolls_over"])
        extensions = tuple(
            ExtensionRule(str(each["by"]), int(each["most"]), read_unit(each["unit"]), str(each.get("basis", "")))
            for each in row.get("extensions", ())
        )
    except GuijuError as refusal:
        return None, (_fault(file, number, refusal.sentence("zh"), refusal.sentence("en")),)
    except (KeyError, TypeError, ValueError) as error:
        return None, (_fault(file, number, f"延长规则有误：{error}", f"A rule of extension is wrong: {error}"),)
    texts = {key: str(row.get(key, "")) for key in _TEXTS}
    entry = LimitEntry(
        id=row["id"],
        period=period,
        basis=row["basis"],
        is_unverified=not row["verified"],
        valid_from=row.get("valid_from", ALWAYS),
        valid_to=row.get("valid_to"),
        extensions=extensions,
        **texts,
    )
    return entry, ()


_NEEDED: Mapping[str, type] = {
    "id": str, "length": int, "unit": str, "basis": str, "rolls_over": bool, "verified": bool,
}  # fmt: skip
_TEXTS = (
    "domain", "jurisdiction", "step", "level", "confidence", "start_event", "exclusions", "direction", "source",
)  # fmt: skip


def _wrong(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, kind in _NEEDED.items():
        if type(row.get(key)) is not kind:
            yield f"{key} 应为 {kind.__name__}，而不是 {row.get(key)!r}。", f"Expected {kind.__name__} in {key}."
    for key in ("valid_from", "valid_to"):
        if key in row and (not isinstance(row[key], date) or isinstance(row[key], datetime)):
            yield f"{key} 应为日期。", f"Expected a date in {key}."
            return
    if row.get("valid_to", date.max) < row.get("valid_from", ALWAYS):
        yield "失效日期不得早于生效日期。", "The last day lies before the first."
    if row.get("level", "") not in LEVELS:
        yield f"level 应为 {sorted(LEVELS)} 之一。", f"Expected one of {sorted(LEVELS)} in level."
    if row.get("confidence", "") not in CONFIDENCES:
        yield "confidence 应为 H、M、L、D 之一。", "Expected one of H, M, L, D in confidence."


def _fault(file: str, number: int, zh: str, en: str) -> Fault:
    return Fault("limit", zh, en, {"file": file, "row": number})
