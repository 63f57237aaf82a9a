"""Refusals of the calendar: what a period cannot be computed from, each with its rule and article."""

from engine.kernel.errors import Conflict, Invalid


class NoticeMissing(Conflict):
    """R16: no holiday notice for {year} is loaded (loaded: {loaded}), so {day} cannot be told a workday or a rest day.

    The State Council's yearly notice decides it (全国年节及纪念日放假办法 7); a guess would be worse than no answer.
    """

    code = "notice-missing"
    zh = "R16：{year} 年放假通知未载入（已载入：{loaded}），{day} 是否工作日无从判断（《全国年节及纪念日放假办法》）。"


class ExclusionReversed(Invalid):
    """R10: the exclusion {first}..{last} ends before it starts (Administrative Coercion Law 25, R9)."""

    code = "exclusion-reversed"
    zh = "R10：扣除期间 {first}..{last} 的结束早于开始（《行政强制法》第二十五条、R9）。"


class ExclusionUnproven(Invalid):
    """R9: the exclusion {first}..{last} does not count without papers (Administrative Coercion Law 25.3)."""

    code = "exclusion-unproven"
    zh = "R9：扣除期间 {first}..{last} 缺少文书，不予扣除（《行政强制法》第二十五条第三款）。"


class UnitUnknown(Invalid):
    """R2, R3: "{unit}" is no unit of a period; the units are {units} (Civil Code 200)."""

    code = "period-unit-unknown"
    zh = "R2、R3：“{unit}”不是期间的单位，可用：{units}（《民法典》第二百条）。"


class LengthRefused(Invalid):
    """R1: a period of {length} {unit} cannot be counted; expected 0 to {most} (Civil Procedure Law 85)."""

    code = "period-length-refused"
    zh = "R1：{length} {unit} 无法计算，应为 0 到 {most}（《民事诉讼法》第八十五条）。"


class DayOutOfRange(Invalid):
    """R1: {day} lies outside the years {first} to {last} that periods are counted in (Civil Code 200)."""

    code = "period-day-out-of-range"
    zh = "R1：{day} 不在可以计算期间的 {first} 到 {last} 年之内（《民法典》第二百条）。"


class TimeOfDayMissing(Invalid):
    """R12: hours run from an instant; expected a date and time, got {given} (Administrative Coercion Law 19)."""

    code = "time-of-day-missing"
    zh = "R12：按小时、分钟计算的期限自时刻起算，应给出日期和时间，而不是 {given}（《行政强制法》第十九条）。"


class ExclusionUnit(Invalid):
    """R9, R12: a period of {unit} takes exclusions as {expected}, not {given} (Administrative Coercion Law 19, 25)."""

    code = "exclusion-unit"
    zh = "R9、R12：按 {unit} 计算的期限，扣除期间应为 {expected}，而不是 {given}（《行政强制法》第十九、二十五条）。"


class ExtensionLate(Conflict):
    """R15: the period ended on {due_on}; an extension approved on {approved_on} comes after its expiry."""

    code = "extension-late"
    zh = "R15：期限已于 {due_on} 届满，{approved_on} 批准的延长无效，延长应在届满前批准。"


class ExtensionWrongPerson(Conflict):
    """R15: extension {number} is for {expected} to approve, not for {by} ({basis})."""

    code = "extension-wrong-person"
    zh = "R15：第 {number} 次延长须由 {expected} 批准，而不是 {by}（{basis}）。"


class ExtensionTooLong(Conflict):
    """R15: extension {number} may add {most} {unit} at most, not {amount} {given_unit} ({basis})."""

    code = "extension-too-long"
    zh = "R15：第 {number} 次延长至多 {most} {unit}，而不是 {amount} {given_unit}（{basis}）。"


class ExtensionUsedUp(Conflict):
    """R15: this period may be extended {most} times, and has been ({basis})."""

    code = "extension-used-up"
    zh = "R15：此期限至多延长 {most} 次，已经用尽（{basis}）。"


class NoticeRefused(Invalid):
    """The holiday notice in {file} cannot be loaded: see each fault."""

    code = "notice-refused"
    zh = "{file} 中的放假通知不能载入，请逐项更正。"
