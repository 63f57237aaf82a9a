"""Values as people read them and as inputs hold them."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from forms import readable
from forms.display import plain
from forms.layout.inputs import input_text

CHINA = ZoneInfo("Asia/Shanghai")

READABLE = [
    # Field | value | Chinese | English
    ("party_type", "org", "法人或者其他组织", "Organisation"),
    ("party_type", "unknown", "unknown", "unknown"),
    ("legal_basis", ["cd-48"], "《成都市市容和环境卫生管理条例》第四十八条", "Chengdu ordinance, art. 48"),
    ("legal_basis", ["x", "y"], "x、y", "x, y"),
    ("fine", Decimal("120000.50"), "120,000.50 元", "CNY 120,000.50"),
    ("fine", "x", "x 元", "x CNY"),
    ("fine", True, "是 元", "Yes CNY"),
    ("violated_on", date(2026, 3, 5), "2026年3月5日", "5 March 2026"),
    ("inspected_at", datetime(2026, 3, 5, 9, 5, tzinfo=CHINA), "2026年3月5日 09:05", "5 March 2026, 09:05"),
    ("recorded", True, "是", "Yes"),
    ("recorded", False, "否", "No"),
    ("facts", None, "", ""),
    ("facts", "文字", "文字", "文字"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value", "chinese", "english"), READABLE)
def test_values_are_readable_in_both_languages(penalty, key, value, chinese, english):
    field = next(field for field in penalty.fields if field.path == key)

    assert readable(field, value, language="zh") == chinese
    assert readable(field, value, language="en") == english


def test_values_of_any_shape_have_a_plain_text():
    assert plain({"a": 1, "b": [True, None]}, language="zh") == "1；是、"
    assert plain({"a": 1, "b": [True]}, language="en") == "1; Yes"
    assert plain(Decimal("NaN"), language="en") == "NaN"
    assert plain(1.5, language="en") == "1.5"
    assert plain(datetime(2026, 3, 5, 9, 5), language="en") == "5 March 2026, 09:05"  # noqa: DTZ001
    assert plain(b"x", language="en") == "b'x'"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (True, "true"), (False, ""), ("x", "x"), ("x" * 70_000, "x" * 60_000),
        (Decimal("5000.00"), "5000.00"), (Decimal("1E+3"), "1000"), (Decimal("1E+999999"), ""), (Decimal("NaN"), ""),
        (3, "3"), (10**5000, ""), (0.5, "0.5"), (float("inf"), ""),
        (date(2026, 3, 5), "2026-03-05"), (datetime(2026, 3, 5, 9, 5), "2026-03-05T09:05"), ([1], ""), ({}, ""),  # noqa: DTZ001
    ],
    ids=range(17),
)  # fmt: skip
def test_inputs_hold_what_they_can(value, text):
    assert input_text(value) == text
