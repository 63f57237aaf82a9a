"""Values as people read them, in either language."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from forms.bilingual import Bilingual

CHINA = ZoneInfo("Asia/Shanghai")
"""Days and minutes on forms are China's."""

LONGEST_FIGURE = 40
"""Digits beyond which a number is not written out."""

_TRUTH = {True: Bilingual("是", "Yes"), False: Bilingual("否", "No")}
_ENTRIES = Bilingual("；", "; ")
_ITEMS = Bilingual("、", ", ")

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def plain(value: Any, *, language: str) -> str:
    """Return any value of a form or of FEEL as text; the empty string for null."""
    match value:
        case None:
            return ""
        case bool():
            return _TRUTH[value].read(language)
        case Decimal() | int() | float():
            return number(value)
        case date():
            return moment(value, language=language)
        case Mapping() | list() | tuple():
            return _joined(value, language=language)
    return str(value)


def _joined(value: Any, *, language: str) -> str:
    separator, parts = (_ENTRIES, value.values()) if isinstance(value, Mapping) else (_ITEMS, value)
    return separator.read(language).join(plain(part, language=language) for part in parts)


def number(value: Decimal | float) -> str:
    """Return a number with its thousands grouped and without an exponent."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return f"{exact:,f}" if exact.is_finite() and abs(exact.adjusted()) < LONGEST_FIGURE else str(exact)


def money(value: Decimal | float, *, language: str) -> str:
    """Return an amount of yuan, whole amounts without decimals, as limits are written."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    whole = exact.is_finite() and exact == exact.to_integral_value()
    figures = f"{exact:,.0f}" if whole else f"{exact:,.2f}"
    return f"{figures} 元" if language.startswith("zh") else f"CNY {figures}"


def moment(value: date, *, language: str) -> str:
    """Return a day, or a day and a minute in China's time."""
    local = value.astimezone(CHINA) if isinstance(value, datetime) and value.tzinfo else value
    clock = f"{local:%H:%M}" if isinstance(local, datetime) else ""
    if language.startswith("zh"):
        return f"{local.year}年{local.month}月{local.day}日{' ' if clock else ''}{clock}"
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}{', ' if clock else ''}{clock}"
