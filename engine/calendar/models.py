"""Tables of the calendar: holiday notices by year, calendars of places, and the days they rule on themselves."""

from datetime import date
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, TenantId


class HolidayNotice(Base):
    """The State Council's notice for one year: without its row no workday of that year is computed."""

    __tablename__ = "holiday_notice"

    tenant_id: Mapped[TenantId]
    year: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    source: Mapped[str]
    in_library: Mapped[bool]
    loaded_at: Mapped[Instant]
    loaded_by: Mapped[UUID]


class WorkCalendar(Base):
    """A calendar of a tenant: for the units it names, or for all that no other one names.

    `revision` changes with everything that its days depend on, so that what is kept in memory knows when it is old.
    """

    __tablename__ = "work_calendar"

    tenant_id: Mapped[TenantId]
    code: Mapped[str] = mapped_column(primary_key=True)
    title_zh: Mapped[str]
    title_en: Mapped[str]
    units: Mapped[list[str]] = mapped_column(ARRAY(String))
    revision: Mapped[UUID]


class CalendarDayRow(Base):
    """A day off, worked or half worked, and the paper that says so; an empty `calendar` stands for all of them."""

    __tablename__ = "calendar_day"

    tenant_id: Mapped[TenantId]
    calendar: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    source: Mapped[str]
    added_at: Mapped[Instant]
    added_by: Mapped[UUID]
