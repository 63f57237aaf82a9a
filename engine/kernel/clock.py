"""The clock that every command is handed: nothing below the edge asks the machine for the time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
"""Legal days begin and end in China's one time zone."""


class Clock(Protocol):
    """Anything that can tell the present instant as an aware datetime in UTC."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock; created at the edge only."""

    def now(self) -> datetime:
        """Return the machine's present instant in UTC."""
        return datetime.now(UTC)


@dataclass
class TravelClock:
    """A clock that stands still until it is told to travel; for tests, scenarios and headless runs."""

    instant: datetime

    def now(self) -> datetime:
        """Return the instant the clock stands at."""
        return self.instant

    def travel(self, by: timedelta) -> None:
        """Move the clock by a span, which may be negative."""
        self.instant += by

    def travel_to(self, instant: datetime) -> None:
        """Set the clock to an aware instant."""
        self.instant = instant.astimezone(UTC)


def legal_day(instant: datetime) -> date:
    """Return the calendar day in China at an aware instant."""
    return instant.astimezone(CHINA).date()
