"""Time limits in words, day by day."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import Babel

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
        # The end of tomorrow.
        (datetime(2026, 11, 25, 16, 0, tzinfo=UTC), "剩余 1 天", "yellow"),
        (datetime(2026, 11, 27, 16, 0, tzinfo=UTC), "剩余 3 天", "yellow"),
        # From the fourth day on it is calm.
        (datetime(2026, 11, 28, 16, 0, tzinfo=UTC), "剩余 4 天", "green"),
        # Missed a minute ago, today: it counts as the first day.
        (datetime(2026, 11, 24, 0, 59, tzinfo=UTC), "已超期 1 天", "red"),
        # The very instant it ends is too late.
        (NOW, "已超期 1 天", "red"),
        # Missed at the end of yesterday.
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), "已超期 1 天", "red"),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), "已超期 4 天", "red"),
    ],
)
def test_what_remains_is_said_in_days(due_at: datetime | None, words: str, tone: str) -> None:
    app = Flask(__name__)
    Babel(app, default_locale="zh")
    with app.test_request_context():
        chip = due_chip(due_at, NOW)
    assert (chip.words, chip.tone) == (words, tone)


def test_instants_are_those_of_china() -> None:
    assert instant_words(datetime(2026, 11, 24, 16, 5, tzinfo=UTC)) == "2026-11-25 00:05"
    assert instant_words(None) == "—"
