"""Times that a period does not run: what proves them, how they merge, whether a day is one of them. Pure.

行政强制法 25.3 and the procedure rules of the ministries exclude suspension, hearing, announcement, testing and the
like (R9); overlapping exclusions count once, and those outside the period not at all (R10).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.calendar.errors import ExclusionReversed, ExclusionUnproven
from engine.calendar.workdays import ONE_DAY
from engine.kernel.clock import legal_day
from engine.kernel.errors import Fault


class Ground(StrEnum):
    """Why a period does not run for a time (R9)."""

    SUSPENSION = "SUSPENSION"  # 中止：the whole case.
    HEARING = "HEARING"  # 听证：from the request to the end of the hearing.
    ANNOUNCEMENT = "ANNOUNCEMENT"  # 公告
    TESTING = "TESTING"  # 检测
    INSPECTION = "INSPECTION"  # 检验
    QUARANTINE = "QUARANTINE"  # 检疫
    APPRAISAL = "APPRAISAL"  # 技术鉴定
    IDENTIFICATION = "IDENTIFICATION"  # 权利人辨认、鉴别
    REFUND_ORDER = "REFUND_ORDER"  # 责令退款 (market supervision)


NEEDS_NOTICE = frozenset({Ground.TESTING, Ground.INSPECTION, Ground.QUARANTINE, Ground.APPRAISAL})
"""Grounds of which the party must be told in writing where goods are seized (行政强制法 25.3)."""


@dataclass(frozen=True)
class Exclusion:
    """Days that do not count, the first and the last included; raises `ExclusionReversed` if the last comes first."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Raise `ExclusionReversed` for an exclusion that ends before it starts."""
        if self.last < self.first:
            raise ExclusionReversed(first=self.first, last=self.last)


@dataclass(frozen=True)
class Claim:
    """An exclusion that somebody claims, with the papers that are to prove it; None for a paper that is not there."""

    ground: Ground
    first: date
    last: date
    start_paper: str | None
    end_paper: str | None
    notified_on: date | None


def admit(claim: Claim, *, is_seizure: bool) -> Exclusion:
    """Return the exclusion that a claim proves; raises `ExclusionUnproven` with a fault per paper that is missing.

    On a seizure the party must have been told of the days in writing no later than they began to be used
    (行政强制法 25.3).
    """
    exclusion = Exclusion(claim.first, claim.last)
    faults = tuple(_missing(claim, is_seizure=is_seizure))
    if faults:
        raise ExclusionUnproven(first=claim.first, last=claim.last, faults=faults)
    return exclusion


def _missing(claim: Claim, *, is_seizure: bool) -> Iterator[Fault]:
    if not claim.start_paper:
        yield Fault("exclusion-paper", "缺少开始的文书。", "The paper that starts it is missing.", {"rule": "R9"})
    if not claim.end_paper:
        yield Fault("exclusion-paper", "缺少结束的文书。", "The paper that ends it is missing.", {"rule": "R9"})
    if is_seizure and claim.ground in NEEDS_NOTICE and claim.notified_on is None:
        zh = "未书面告知当事人（《行政强制法》第二十五条第三款）。"
        en = "The party was not told in writing (Administrative Coercion Law 25.3)."
        yield Fault("exclusion-notice", zh, en, {"rule": "R9"})


def suspension(suspended_at: datetime, resumed_at: datetime | None, *, now: datetime) -> Exclusion | None:
    """Return the days a whole case stood still: from the day it was suspended to the day before it was resumed.

    While it is suspended the days up to and including today are out. None if it was resumed the same day.
    """
    first = legal_day(suspended_at)
    last = legal_day(resumed_at) - ONE_DAY if resumed_at is not None else legal_day(now)
    return Exclusion(first, last) if first <= last else None


def merged(exclusions: Iterable[Exclusion]) -> tuple[Exclusion, ...]:
    """Return the exclusions in order, overlapping and adjoining ones made one, so that no day is given twice (R10)."""
    found: list[Exclusion] = []
    for each in sorted(exclusions, key=lambda exclusion: (exclusion.first, exclusion.last)):
        if found and each.first <= found[-1].last + ONE_DAY:
            found[-1] = Exclusion(found[-1].first, max(found[-1].last, each.last))
        else:
            found.append(each)
    return tuple(found)


def is_excluded(day: date, exclusions: Iterable[Exclusion]) -> bool:
    """Tell whether a day lies within any exclusion."""
    return any(each.first <= day <= each.last for each in exclusions)
