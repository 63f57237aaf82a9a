"""Time limits in words, day by day."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import Babel

from engine.calendar.notices import shipped_calendar
from web.i18n.moments import due_chip, instant_words

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""09:00 in China."""


@pytest.mark.parametrize(
    ("due_at", "words", "tone"),
    [
        # No limit: said in words, without a colour.
        (None, "无时限", "plain"),
        # Later today, in China.
        (datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "今日到期", "amber"),
        # The end of today: midnight in China belongs to the day before it.
        (datetime(2026, 11, 24, 16, 0, tzinfo=UTC), "今日到期", "amber"),
        # The end of tomorrow: one workday is left.
        (datetime(2026, 11, 25, 16, 0, tzinfo=UTC), "剩余 1 个工作日 · 11-25", "amber"),
        (datetime(2026, 11, 26, 16, 0, tzinfo=UTC), "剩余 2 个工作日 · 11-26", "green"),
        # Over a weekend: seven days, five workdays.
        (datetime(2026, 12, 1, 16, 0, tzinfo=UTC), "剩余 5 个工作日 · 12-01", "green"),
        # In a year without notice no colour and no number of workdays is guessed.
        (datetime(2027, 2, 22, 16, 0, tzinfo=UTC), "2027-02-22 到期 · 待年度通知", "grey"),
        # Missed a minute ago, today: it counts as the first day.
        (datetime(2026, 11, 24, 0, 59, tzinfo=UTC), "已超期 1 个工作日", "red"),
        # The very instant it ends is too late.
        (NOW, "已超期 1 个工作日", "red"),
        # Missed at the end of yesterday.
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), "已超期 1 个工作日", "red"),
        # Missed on Friday, with a weekend in between.
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), "已超期 2 个工作日", "red"),
        # Missed in a year without notice.
        (datetime(2023, 11, 20, 16, 0, tzinfo=UTC), "已超期", "red"),
    ],
)
def test_what_remains_is_said_in_workdays(due_at: datetime | None, words: str, tone: str) -> None:
    app = Flask(__name__)
    Babel(app, default_locale="zh")
    with app.test_request_context():
        chip = due_chip(due_at, NOW, shipped_calendar())
    assert (chip.words, chip.tone) == (words, tone)


def test_four_fifths_of_the_time_used_is_near_the_end() -> None:
    app = Flask(__name__)
    Babel(app, default_locale="zh")
    with app.test_request_context():
        due_at, began = datetime(2026, 11, 30, 16, 0, tzinfo=UTC), datetime(2026, 8, 1, 1, 0, tzinfo=UTC)
        assert due_chip(due_at, NOW, shipped_calendar()).tone == "green"
        assert due_chip(due_at, NOW, shipped_calendar(), started_at=began).tone == "amber"


def test_instants_are_those_of_china() -> None:
    assert instant_words(datetime(2026, 11, 24, 16, 5, tzinfo=UTC)) == "2026-11-25 00:05"
    assert instant_words(None) == "—"
