"""Holiday notices as content: a TOML file of years, days off and days worked, read and checked whole. Pure."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import engine
from engine.calendar.errors import NoticeRefused
from engine.calendar.workdays import Calendar, DayKind, DayRow, Notice
from engine.kernel.errors import Fault

FILE = "holidays.toml"
"""What the file of notices is called that lies beside the procedures."""

ALWAYS_OFF = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
"""Month and day of the holidays that no notice can move (全国年节及纪念日放假办法 2)."""


@dataclass(frozen=True)
class NoticeEntry:
    """What a file says of one year: the notice, and the days it names where the library does not have them."""

    notice: Notice
    days: tuple[DayRow, ...]


def read_notices(content: bytes, *, file: str) -> tuple[NoticeEntry, ...]:
    """Return the notices of a TOML file: `[[notice]]` with year, number, source, and its days.

    The days are those of the library, `in_library = true`, or listed in `off` and `work`.

    Raises `NoticeRefused` with a fault per value that is wrong.
    """
    entries, faults = [], []
    for number, row in enumerate(_rows(content, file), start=1):
        wrong = list(_faults(row))
        faults += [Fault("holiday-notice", zh, en, {"file": file, "row": number}) for zh, en in wrong]
        if not wrong:
            entries.append(_entry(row))
    if len({entry.notice.year for entry in entries}) < len(entries):
        faults.append(Fault("holiday-notice", "同一年度出现两次。", "A year comes twice.", {"file": file}))
    if faults:
        raise NoticeRefused(file=file, faults=faults)
    return tuple(entries)


def calendar_of(entries: tuple[NoticeEntry, ...]) -> Calendar:
    """Return the calendar of some notices, without local closures."""
    days = {row.day: row for entry in entries for row in entry.days}
    return Calendar({entry.notice.year: entry.notice for entry in entries}, days)


@lru_cache(maxsize=1)
def shipped_calendar() -> Calendar:
    """Return the calendar of the notices that come with this release."""
    package = Path(engine.__file__).parent
    installed = package / "content" / "processes"
    folder = installed if installed.is_dir() else package.parent / "processes"
    return calendar_of(read_notices((folder / FILE).read_bytes(), file=FILE))


def _rows(content: bytes, file: str) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(content.decode()).get("notice")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        zh, en = f"{file} 不是有效的 TOML：{error}", f"{file} is not valid TOML: {error}"
        raise NoticeRefused(file=file, faults=[Fault("holiday-notice", zh, en, {"file": file})]) from error
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        zh, en = f"{file} 中应有 [[notice]]。", f"Expected at least one [[notice]] in {file}."
        raise NoticeRefused(file=file, faults=[Fault("holiday-notice", zh, en, {"file": file})])
    return rows


def _faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    year = row.get("year")
    if type(year) is not int or not 2000 <= year <= 2100:
        yield f"年度应为 2000 到 2100 的整数，而不是 {year}。", f"Expected a year from 2000 to 2100, got {year}."
        return
    if not str(row.get("number", "")).strip():
        yield f"{year} 年的通知缺少文号。", f"The notice of {year} has no number."
    if row.get("in_library") is True:
        if "off" in row or "work" in row:
            yield "通知的日期或者取自程序库，或者逐日列出。", "Days come from the library or from lists, not from both."
        return
    yield from _day_faults(year, row.get("off"), row.get("work"))


def _day_faults(year: int, off: Any, work: Any) -> Iterator[tuple[str, str]]:
    if not _is_days(off) or not _is_days(work):
        yield "off 与 work 应为日期的列表。", "Expected lists of dates in off and work."
        return
    for day in sorted({*off, *work}):
        if not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
            yield f"{day} 不在 {year} 年。", f"{day} does not lie in {year}."
    for day in sorted({*off} & {*work}):
        yield f"{day} 既放假又上班。", f"{day} is both off and worked."
    for day in sorted(day for day in {*work} if day.weekday() < 5):
        yield f"{day} 本来就是工作日，不是调休上班。", f"{day} is a weekday, not a make-up workday."
    for month, number in ALWAYS_OFF:
        day = date(year, month, number)
        if day not in off:
            yield f"{day} 是法定节日，通知应当列出。", f"{day} is a holiday by law and should be among the days off."


def _is_days(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(day, date) and not isinstance(day, datetime) for day in value)


def _entry(row: Mapping[str, Any]) -> NoticeEntry:
    source = str(row.get("source", "")).strip()
    notice = Notice(row["year"], str(row["number"]).strip(), source, is_in_library=row.get("in_library") is True)
    named = [(DayKind.OFF, day) for day in row.get("off", ())] + [(DayKind.WORK, day) for day in row.get("work", ())]
    return NoticeEntry(notice, tuple(DayRow(day, kind, notice.number) for kind, day in sorted(named, key=_by_day)))


def _by_day(named: tuple[DayKind, date]) -> date:
    return named[1]
