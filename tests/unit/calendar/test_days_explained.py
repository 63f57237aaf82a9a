"""Every day of a period is explained, and bad input is refused with its rule and article."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from web.cli.main import main

REPOSITORY = Path(__file__).parents[3]

THREE_EXCLUSIONS = (
    "--start 2026-07-08 --limit 30 --unit calendar_day --exclude 2026-07-10..2026-07-12"
    " --exclude 2026-07-12..2026-07-13 --exclude 2026-01-01..2026-01-31"
)


def ask(*arguments: str, language: str = "en") -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["due", *arguments], env={"GUIJU_LANGUAGE": language})
    return result.exit_code, result.stdout, result.stderr


def days_of(*arguments: str) -> tuple[str, str, int, dict[str, tuple[bool, str]]]:
    code, out, _ = ask(*arguments, "--json")
    assert code == 0
    told = json.loads(out)
    assert list(told) == ["due", "end", "counted", "days"]
    assert all(list(day) == ["date", "counted", "why"] for day in told["days"])
    assert [day["date"] for day in told["days"]] == sorted(day["date"] for day in told["days"])
    days = {day["date"]: (day["counted"], day["why"]) for day in told["days"]}
    return told["due"], told["end"], told["counted"], days


@pytest.mark.parametrize(
    ("arguments", "due", "end", "counted", "some_days"),
    [
        # The hearing window: a made-up Sunday counts, the day of service does not.
        (
            "--start 2026-09-18 --limit 5 --unit workday",
            "2026-09-24", "2026-09-25T00:00:00+08:00", 5,
            {"2026-09-18": (False, "first day"), "2026-09-19": (False, "weekend"), "2026-09-20": (True, "make-up")},
        ),
        # Ninety days end inside National Day and move to the first workday.
        (
            "--start 2026-07-08 --limit 90 --unit calendar_day",
            "2026-10-08", "2026-10-09T00:00:00+08:00", 90,
            {"2026-10-06": (True, "calendar day"), "2026-10-07": (False, "holiday"), "2026-10-08": (False, "85.3")},
        ),
        # A seizure never moves.
        (
            "--start 2026-01-20 --limit 30 --unit calendar_day --power-limit",
            "2026-02-19", "2026-02-20T00:00:00+08:00", 30, {"2026-02-19": (True, "calendar day")},
        ),
        # Seven full workdays before a hearing.
        (
            "--start 2026-05-12 --limit 7 --unit workday --before",
            "2026-04-28", "2026-04-29T00:00:00+08:00", 7,
            {"2026-04-28": (False, "latest day"), "2026-05-09": (True, "make-up"), "2026-05-12": (False, "event")},
        ),
        # Excluded days, given twice over, count once.
        (
            THREE_EXCLUSIONS,
            "2026-08-11", "2026-08-12T00:00:00+08:00", 30, {"2026-07-12": (False, "excluded")},
        ),
        # Months end on the same number of day, or the month's last.
        (
            "--start 2026-01-31 --limit 1 --unit month --power-limit",
            "2026-02-28", "2026-03-01T00:00:00+08:00", 28, {"2026-02-28": (True, "202")},
        ),
        # Hours run through the night, an excluded one apart; a start without offset is Chinese time.
        (
            "--start 2026-05-01T22:30 --limit 24 --unit hour --exclude 2026-05-02T01:00..2026-05-02T02:00",
            "2026-05-02T23:30:00+08:00", "2026-05-02T23:30:00+08:00", 24, {"2026-05-02": (True, "nights")},
        ),
        (
            "--start 2026-05-01T00:00:00Z --limit 90 --unit minute",
            "2026-05-01T09:30:00+08:00", "2026-05-01T09:30:00+08:00", 90, {"2026-05-01": (True, "nights")},
        ),
        # A date and time counts in days by its day in China.
        (
            "--start 2026-09-17T20:00:00Z --limit 5 --unit workday",
            "2026-09-24", "2026-09-25T00:00:00+08:00", 5, {"2026-09-18": (False, "first day")},
        ),
    ],
)  # fmt: skip
def test_every_day_is_counted_or_skipped_for_a_reason(
    arguments: str, due: str, end: str, counted: int, some_days: dict[str, tuple[bool, str]]
) -> None:
    found = days_of(*arguments.split())
    assert found[:3] == (due, end, counted)
    for day, (is_counted, word) in some_days.items():
        assert found[3][day][0] is is_counted
        assert word in found[3][day][1]
    if "hour" not in arguments and "minute" not in arguments:
        assert sum(is_counted for is_counted, _ in found[3].values()) == counted


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("--start 2026-11-24 --limit 90 --unit calendar_day", 1, ("R16", "2027", "2026")),  # no notice for the year
        ("--start 2023-11-24 --limit 9 --unit workday", 1, ("R16", "2023")),  # nor for an earlier one
        ("--start 2026-12-31 --limit 1 --unit workday", 1, ("R16", "2027-01-01")),  # nor for the next day
        ("--start 2026-09-18 --limit -5 --unit workday", 1, ("R1", "-5", "85")),  # a negative limit
        ("--start 2026-09-18 --limit 999999 --unit workday", 1, ("R1", "2500")),  # a limit beyond counting
        ("--start 2026-09-18 --limit 5 --unit week", 1, ("R2", "week", "calendar_day")),  # an unknown unit
        ("--start 2026-09-18 --limit 5 --unit hour", 1, ("R12", "Coercion Law 19")),  # hours from a date
        ("--start 2026-09-18 --limit 5 --unit workday --exclude 2026-09-22..2026-09-21", 1, ("R10", "25")),  # reversed
        (
            "--start 2026-09-18T10:00 --limit 5 --unit hour --exclude 2026-09-18T12:00..2026-09-18T11:00",
            1,
            ("R10", "25"),
        ),  # reversed hours
        ("--start 2026-09-18T10:00 --limit 5 --unit hour --exclude 2026-09-18..2026-09-19", 1, ("R12",)),  # days
        ("--start 2026-09-18 --limit 5 --unit workday --exclude 2026-09-19T10:00..2026-09-20", 1, ("R9",)),  # hours
        ("--start 2026-09-18T10:00 --limit 5 --unit hour --before --exclude 2026-09-18T10:00..2026-09-18T11:00", 1, ()),
        ("--start 9999-12-30 --limit 5 --unit calendar_day --power-limit", 1, ("R1", "2200")),  # out of any range
        ("--start 2026-02-30 --limit 5 --unit workday", 2, ("2026-02-30",)),  # no such day
        ("--start today --limit 5 --unit workday", 2, ("today",)),  # no day at all
        ("--start 20260918T10 --limit 5 --unit hour", 2, ("20260918T10",)),  # another way to write one
        ("--start 2026-09-18 --limit five --unit workday", 2, ()),  # no number
        ("--start 2026-09-18 --limit 5 --unit workday --exclude 2026-09-19", 2, ("A..B",)),  # one day only
        ("--start 2026-09-18 --limit 5 --unit workday --exclude a..b", 2, ()),  # no days
        ("--limit 5 --unit workday", 2, ()),  # no start
    ],
)
def test_bad_input_is_refused_with_its_rule_and_article(arguments: str, code: int, words: Sequence[str]) -> None:
    for language in ("en", "zh"):
        found, out, err = ask(*arguments.split(), "--json", language=language)
        assert found == code
        assert out == ""
        assert err
        if language == "en":
            assert all(word in err for word in words)


def test_the_text_says_it_in_chinese() -> None:
    code, out, _ = ask("--start", "2026-09-18", "--limit", "5", "--unit", "workday", language="zh")
    assert code == 0
    assert "+ 2026-09-20 日  调休上班" in out
    assert "计入 5，届满 2026-09-24，止于 2026-09-25T00:00:00+08:00" in out


def test_the_command_needs_no_database() -> None:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "web.cli.main", "due", "--start", "2026-09-18", "--limit", "5", "--unit", "workday"],
        cwd=REPOSITORY,
        env={**environment, "GUIJU_LANGUAGE": "en"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "due 2026-09-24" in done.stdout
