"""Entries of every kind of field: what is understood, and what is said in both languages about the rest."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

CHINA = ZoneInfo("Asia/Shanghai")
ID = "0198f0aa-0000-7000-8000-00000000000a"
OTHER = "0198f0aa-0000-7000-8000-00000000000b"
YES_NO = [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}]


def a(kind, **more):
    return {"type": kind, "key": "x", "label": "X"} | more


LINE = a("textfield", validate={"minLength": 2, "maxLength": 5})
AREA = a("textarea")
EMAIL = a("textfield", validate={"validationType": "email"})
PHONE = a("textfield", validate={"validationType": "phone"})
CODE = a("textfield", validate={"pattern": "^[A-Z]{3}$"})
TOLD = a(
    "textfield",
    validate={"pattern": "^[A-Z]$", "patternErrorMessage": "应为一个大写字母"},
    properties={"pattern.en": "One capital letter"},
)
NUMBER = a("number")
WHOLE = a("number", decimalDigits=0)
MONEY = a("number", properties={"money": "true"}, validate={"min": 0, "max": 200000})
DAY = a("datetime", subtype="date")
PAST = a("datetime", properties={"notFuture": "true"})
INSTANT = a("datetime", subtype="datetime", properties={"notFuture": "true"})
SELECT = a("select", values=YES_NO)
RADIO = a("radio", values=YES_NO)
LIST = a("checklist", values=YES_NO)
TICK = a("checkbox")
FILES = a("filepicker", multiple=True, properties={"maxItems": "2"})
FILE = a("filepicker")


def numbered(table):
    """Name the cases by kind and number: some entries are far too long to be names."""
    return [f"{case[0]['type']}-{number}" for number, case in enumerate(table)]


UNDERSTOOD = [
    # Field | submitted | value
    (LINE, "  规矩\u3000", "规矩"),  # white space around a line goes, the full-width kind too
    (LINE, "规" * 5 + " " * 900, "规" * 5),  # even much of it
    (AREA, "\r\n\u3000\u3000首行缩进\r\n第二行  \n", "\u3000\u3000首行缩进\n第二行"),  # paragraphs keep their indent
    (CODE, "ABC", "ABC"),
    (PHONE, "028-85551234", "028-85551234"),
    (PHONE, "13800138000", "13800138000"),
    (EMAIL, "wang.min@example.cn", "wang.min@example.cn"),
    (NUMBER, "12.50", Decimal("12.50")),
    (NUMBER, "-3", Decimal(-3)),
    (NUMBER, 12, Decimal(12)),  # REST sends JSON numbers
    (NUMBER, 0.1, Decimal("0.1")),  # without binary noise
    (NUMBER, Decimal("1.5"), Decimal("1.5")),
    (NUMBER, "１２００．５", Decimal("1200.5")),  # full-width digits of an input method
    (NUMBER, " 1,234,567.8 ", Decimal("1234567.8")),  # pasted from a sheet
    (NUMBER, 0, Decimal(0)),
    (WHOLE, "3.0", Decimal(3)),
    (MONEY, "5000", Decimal("5000.00")),  # money has two decimals, always
    (DAY, "2026-03-05", date(2026, 3, 5)),
    (DAY, "2026/3/5", date(2026, 3, 5)),
    (DAY, "2026年3月5日", date(2026, 3, 5)),
    (DAY, "2026.3.5", date(2026, 3, 5)),
    (DAY, date(2026, 3, 5), date(2026, 3, 5)),
    (PAST, "2026-11-24", date(2026, 11, 24)),  # today is not the future
    (INSTANT, "2026-03-05T09:30", datetime(2026, 3, 5, 9, 30, tzinfo=CHINA)),
    (INSTANT, "2026-03-05 9:30:15", datetime(2026, 3, 5, 9, 30, 15, tzinfo=CHINA)),
    (INSTANT, "2026-03-05T01:30:00Z", datetime(2026, 3, 5, 9, 30, tzinfo=CHINA)),
    (INSTANT, "2026-03-05T01:30:00.123+00:00", datetime(2026, 3, 5, 9, 30, tzinfo=CHINA)),
    (INSTANT, datetime(2026, 3, 5, 1, 30, tzinfo=UTC), datetime(2026, 3, 5, 9, 30, tzinfo=CHINA)),
    (INSTANT, datetime(2026, 3, 5, 9, 30), datetime(2026, 3, 5, 9, 30, tzinfo=CHINA)),  # noqa: DTZ001
    (SELECT, "yes", "yes"),
    (RADIO, "no", "no"),
    (LIST, ["no", "yes", "no"], ["no", "yes"]),  # each once, in the order chosen
    (TICK, True, True),
    (TICK, "on", True),
    (TICK, "false", False),
    (TICK, "", False),
    (FILES, [ID, ID.upper(), OTHER], [ID, OTHER]),
    (FILE, [ID], [ID]),
]  # fmt: skip


@pytest.mark.parametrize(("field", "submitted", "value"), UNDERSTOOD, ids=numbered(UNDERSTOOD))
def test_an_entry_is_understood(make, judge, field, submitted, value):
    checked = judge(make(field), {"x": submitted})

    assert (checked.values, checked.errors) == ({"x": value}, {})
    assert str(checked.values["x"]) == str(value)


A_NUMBER = ("请填写数字，例如 1200 或 1200.50", "Enter a number, such as 1200 or 1200.50")
TOO_LARGE = (
    "数值过大，整数部分不得超过 15 位",
    "Must have at most 15 digits before the decimal point",
)
A_DATE = (
    "请按“年-月-日”填写日期，例如 2026-03-15",
    "Enter a date as year-month-day, such as 2026-03-15",
)
AN_INSTANT = (
    "请按“年-月-日 时:分”填写时间，例如 2026-03-15 09:30",
    "Enter a time as year-month-day hour:minute, such as 2026-03-15 09:30",
)
ON_OFFER = ("所选内容不在可选范围内，请重新选择", "Choose one of those on offer")
UNSTORABLE = (
    "含有无法保存的特殊字符，请重新输入",
    "Contains characters that cannot be stored; type it again",
)
NO_SUCH_DAY = ("没有这一天，请核对", "There is no such day; check it")
A_YEAR = ("年份应在 1900 至 2199 之间", "The year must be from 1900 to 2199")
AN_EMAIL = (
    "请填写正确的电子邮箱，例如 name@example.cn",
    "Enter an e-mail address, such as name@example.cn",
)
A_PHONE = (
    "请填写正确的电话号码，例如 028-85551234",
    "Enter a telephone number, such as 028-85551234",
)
TOO_LONG = (
    "不得超过 20000 个字，现为 10000000 个字",
    "Must have at most 20000 characters, but has 10000000",
)
TOO_FINE = ("小数不得超过 9 位", "Must have at most 9 decimal places")
NO_FILE = ("附件无效，请重新上传", "The attachment is not valid; upload it again")

REFUSED = [
    # Field | submitted | what is said in Chinese and in English
    (LINE, 5, ("应为文字", "Must be text")),
    (LINE, "规", ("不得少于 2 个字，现为 1 个字", "Must have at least 2 characters, but has 1")),
    (LINE, "规矩规矩规矩", ("不得超过 5 个字，现为 6 个字", "Must have at most 5 characters, but has 6")),
    (AREA, "长" * 10_000_000, TOO_LONG),
    (LINE, "a\x00b", UNSTORABLE),
    (LINE, "a\ud800b", UNSTORABLE),
    (LINE, "a\nb", ("只能填写一行，不能换行", "Must be a single line")),
    (CODE, "abc", ("格式不正确", "The format is not right")),
    (CODE, "１２３", ("格式不正确", "The format is not right")),  # classes of ASCII, as in browsers
    (TOLD, "a", ("应为一个大写字母", "One capital letter")),
    (EMAIL, "wang@min", AN_EMAIL),
    (PHONE, "一二三", A_PHONE),
    (NUMBER, "NaN", A_NUMBER),
    (NUMBER, "Infinity", A_NUMBER),
    (NUMBER, float("inf"), A_NUMBER),
    (NUMBER, Decimal("NaN"), A_NUMBER),
    (NUMBER, "1e400", A_NUMBER),
    (NUMBER, "1,2", A_NUMBER),
    (NUMBER, "十", A_NUMBER),
    (NUMBER, "9" * 100, A_NUMBER),
    (NUMBER, True, A_NUMBER),
    (NUMBER, [1], A_NUMBER),
    (NUMBER, "9" * 16, TOO_LARGE),
    (NUMBER, 10**5000, TOO_LARGE),
    (NUMBER, 1e300, TOO_LARGE),
    (NUMBER, Decimal("1e-500"), TOO_FINE),
    (NUMBER, "0.1234567891", TOO_FINE),
    (WHOLE, "2.5", ("请填写整数", "Enter a whole number")),
    (MONEY, "0.001", ("小数不得超过 2 位", "Must have at most 2 decimal places")),
    (MONEY, "-1", ("不得小于 0 元", "Must be at least CNY 0")),
    (MONEY, "200000.01", ("不得大于 200,000 元", "Must be at most CNY 200,000")),
    (a("number", validate={"max": 1.5}), "1.6", ("不得大于 1.5", "Must be at most 1.5")),
    (DAY, "明天", A_DATE),
    (DAY, 20260305, A_DATE),
    (DAY, datetime(2026, 3, 5, tzinfo=CHINA), A_DATE),
    (DAY, "2" * 50, A_DATE),
    (DAY, "2026-02-30", NO_SUCH_DAY),
    (DAY, "0026-02-03", A_YEAR),
    (DAY, date(9999, 1, 1), A_YEAR),
    (PAST, "2026-11-25", ("不得晚于今天", "Must not be later than today")),
    (INSTANT, "2026-03-05", AN_INSTANT),
    (INSTANT, "2026-03-05T25:00", AN_INSTANT),
    (INSTANT, "2026-02-30T10:00", NO_SUCH_DAY),
    (INSTANT, datetime(1, 1, 1, tzinfo=UTC), A_YEAR),
    (INSTANT, "2026-11-24T09:01", ("不得晚于现在", "Must not be later than now")),
    (SELECT, "maybe", ON_OFFER),
    (SELECT, ["yes"], ON_OFFER),
    (RADIO, 1, ON_OFFER),
    (LIST, ["yes", "maybe"], ON_OFFER),
    (LIST, ["yes", {}], ON_OFFER),
    (LIST, "yes", ("应为列表", "Must be a list")),
    (LIST, ["yes"] * 201, ("不得超过 200 项", "Must have at most 200 items")),
    (TICK, "maybe", ("应为“是”或“否”", "Must be yes or no")),
    (TICK, 1, ("应为“是”或“否”", "Must be yes or no")),
    (FILES, "x", ("应为列表", "Must be a list")),
    (FILES, ["../../etc/passwd"], NO_FILE),
    (FILES, [5], NO_FILE),
    (FILES, [ID, OTHER, ID.replace("0a", "0c")], ("附件不得超过 2 个", "Must have at most 2 attachments")),
    (FILES, ["x"] * 3000, ("附件不得超过 2 个", "Must have at most 2 attachments")),
    (FILE, [ID, OTHER], ("附件不得超过 1 个", "Must have at most 1 attachments")),
]  # fmt: skip


@pytest.mark.parametrize(("field", "submitted", "told"), REFUSED, ids=numbered(REFUSED))
def test_an_entry_is_refused_in_both_languages(make, judge, field, submitted, told):
    form = make(field)

    assert judge(form, {"x": submitted}).errors == {"x": [told[0]]}
    assert judge(form, {"x": submitted}, language="en").errors == {"x": [told[1]]}


MISSING = [
    # Kind | what an empty input sends | Chinese | English
    (LINE, " ", "请填写", "Enter this"),
    (NUMBER, "", "请填写", "Enter this"),
    (NUMBER, "  ", "请填写", "Enter this"),
    (DAY, "", "请填写日期", "Enter a date"),
    (INSTANT, "", "请填写日期", "Enter a date"),
    (SELECT, "", "请选择", "Choose one"),
    (RADIO, None, "请选择", "Choose one"),
    (LIST, [], "请至少选择一项", "Choose at least one"),
    (TICK, False, "请勾选确认", "Tick to confirm"),
    (FILES, [], "请上传附件", "Upload a file"),
]


@pytest.mark.parametrize(("field", "empty", "chinese", "english"), MISSING)
def test_a_required_field_says_what_is_missing(make, judge, field, empty, chinese, english):
    form = make(field | {"validate": field.get("validate", {}) | {"required": True}})

    for raw in ({"x": empty}, {"x": None}, {}):
        assert judge(form, raw).errors == {"x": [chinese]}
        assert judge(form, raw, language="en-GB").errors == {"x": [english]}


@pytest.mark.parametrize(("field", "empty", "chinese", "english"), MISSING)
def test_an_optional_field_may_stay_empty(make, judge, field, empty, chinese, english):
    del chinese, english
    nothing = {"checklist": {"x": []}, "filepicker": {"x": []}, "checkbox": {"x": False}}

    assert judge(make(field), {"x": empty}).values == nothing.get(field["type"], {})
