"""Why a day counts or does not, in both languages, with the rule and the article. Pure."""

from dataclasses import dataclass
from datetime import date

from engine.calendar.workdays import Calendar, DayKind


@dataclass(frozen=True)
class Why:
    """A reason in Chinese and in English."""

    zh: str
    en: str

    def sentence(self, language: str) -> str:
        """Return the reason in `zh` or, for any other language, English."""
        return self.zh if language.startswith("zh") else self.en


FIRST_DAY = Why(
    "开始之日不计算在内（民事诉讼法第八十五条第二款）", "the first day is not counted (Civil Procedure Law 85.2; R1)"
)
EVENT_DAY = Why(
    "事项举行之日不计算在内（行政处罚法第六十四条）",
    "the day of the event is not counted (Administrative Penalty Law 64; R11)",
)
EXCLUDED = Why("扣除期间，不计入（R9、R10）", "excluded, so it does not count (R9, R10)")
CALENDAR_DAY = Why("自然日，计入", "calendar day (R3)")
SAME_NUMBER = Why(
    "对应日，期间末日（民法典第二百零二条）", "the same number of day, where months end (Civil Code 202; R8)"
)
MOVED = Why(
    "末日为休息日，顺延至此工作日（民事诉讼法第八十五条第三款）",
    "the last day was a day of rest, so the period ends on the next workday (Civil Procedure Law 85.3; R5)",
)
LATEST_DAY = Why(
    "最迟之日：其后至事项举行前期间完整（行政处罚法第六十四条、第八十五条）",
    "the latest day that leaves the whole period before the event (Administrative Penalty Law 64, 85; R11)",
)
RUNS_THROUGH = Why(
    "按小时计算，夜间和节假日连续计算（行政强制法第十九条）",
    "hours run through nights and holidays (Administrative Coercion Law 19; R12)",
)


def why_worked(day: date, calendar: Calendar) -> Why:
    """Return what makes a worked day one."""
    row = calendar.days.get(day)
    if row is not None and row.kind is DayKind.HALF:
        return Why(f"工作日（半天：{row.source}）", f"workday, half of it ({row.source})")
    if day.weekday() >= 5:
        source = row.source if row is not None else calendar.notices[day.year].number
        return Why(f"调休上班，计入（{source}）", f"make-up workday ({source}; R5)")
    return Why("工作日，计入", "workday (R2)")


def why_not_worked(day: date, calendar: Calendar) -> Why:
    """Return what makes a day one of rest."""
    row = calendar.days.get(day)
    if row is not None:
        return Why(f"放假，不计入（{row.source}）", f"closed ({row.source})")
    name = calendar.holiday_name(day)
    if name is not None:
        number = calendar.notices[day.year].number
        return Why(f"放假：{name}，不计入（{number}）", f"holiday {name} ({number})")
    return Why("周末，不计入", "weekend")
