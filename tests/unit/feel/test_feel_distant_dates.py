"""Dates beyond Python's years and times with nanoseconds behave like all others."""

import datetime as dt

import pytest

from engine.feel import compile_expression
from engine.feel.jsonform import to_json

ROWS = [
    # Texts, both ways.
    ('date("-2021-01-01")', '"-2021-01-01"'),
    ('date("999999999-12-31")', '"999999999-12-31"'),
    ('date("-999999999-12-31")', '"-999999999-12-31"'),
    ('date("0000-01-01")', '"0000-01-01"'),
    ('date and time("99999-12-31T11:22:33.123456789+02:00")', '"99999-12-31T11:22:33.123456789+02:00"'),
    ('time("11:22:33.123456789@Europe/Paris")', '"11:22:33.123456789@Europe/Paris"'),
    ('string(date("99999-12-31"))', '"99999-12-31"'),
    # What is no date stays none.
    ('date("9999999999-12-31")', "null"),
    ('date("01211-12-31")', "null"),
    ('date("+2017-01-01")', "null"),
    ("date(-5, 2, 29)", "null"),
    # The calendar goes on, leap years included.
    ("date(-4, 2, 29)", '"-0004-02-29"'),
    ('date("10000-01-01").weekday', "6"),
    ('day of week(date("10000-01-01"))', '"Saturday"'),
    ('last day of month(date("10000-02-01"))', '"10000-02-29"'),
    ('day of year(date("-0001-12-31"))', "365"),
    # Arithmetic crosses the border both ways.
    ('date("9999-12-31") + duration("P1D")', '"10000-01-01"'),
    ('date("10000-01-01") - duration("P1D")', '"9999-12-31"'),
    ('date("0001-01-01") - duration("P1Y1M")', '"-0001-12-01"'),
    ('date("10000-01-01") - date("9999-12-31")', '"P1D"'),
    ('date and time("9999-12-31T23:59:59Z") + duration("PT1S")', '"10000-01-01T00:00:00Z"'),
    ('date and time("-2021-01-01T10:10:10@Australia/Melbourne") + duration("P1D")',
     '"-2021-01-02T10:10:10@Australia/Melbourne"'),
    ('date("2020-01-01") + duration("P999999999D")', '"2739927-01-03"'),
    ('(date("2020-01-01") + duration("P999999999D")) - duration("P999999999D")', '"2020-01-01"'),
    ('years and months duration(date("-0001-01-01"), date("10001-01-01"))', '"P10002Y"'),
    ('date("999999999-12-31") + duration("P1D")', "null"),
    ('date and time(date("-2021-01-01"), time("10:00:00.123456789"))', '"-2021-01-01T10:00:00.123456789"'),
    ('time("11:22:33.123456789") + duration("PT1S")', '"11:22:34.123456789"'),
    # Order and equality, among themselves and with ordinary ones.
    ('date("10000-01-01") > date("9999-12-31")', "true"),
    ('date("-0001-12-31") < date("0001-01-01")', "true"),
    ('date("10000-01-01") = date("10000-01-01")', "true"),
    ('is(date("10000-01-01"), date("10000-01-01"))', "true"),
    ('date("10000-01-01") in [date("9999-01-01")..date("20000-01-01")]', "true"),
    ('time("00:00:00.000000001") > time("00:00:00")', "true"),
    ('max(date("10000-01-01"), date("2000-01-01"))', '"10000-01-01"'),
    # Properties and types.
    ('date and time("2017-01-01T00:00:00.123456789").second', "0.123456789"),
    ('date("-0500-03-01").year', "-500"),
    ('date("10000-01-01") instance of date', "true"),
    ('date and time("10000-01-01T00:00:00") instance of date and time', "true"),
    ('date(date and time("10000-01-01T00:00:00"))', '"10000-01-01"'),
    ('time(date and time("10000-01-01T01:02:03"))', '"01:02:03"'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_distant_dates_behave_like_all_others(text: str, expected: str) -> None:
    assert to_json(compile_expression(text).evaluate({})) == expected


def test_what_python_can_hold_is_python_s() -> None:
    assert type(compile_expression('@"10000-01-01" - @"P1D"').evaluate({})) is dt.date
    assert type(compile_expression('@"10000-01-01T00:00:00" - @"P1D"').evaluate({})) is dt.datetime
    assert type(compile_expression('time("01:02:03.000000")').evaluate({})) is dt.time
