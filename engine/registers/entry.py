"""What a person or a file may say about a new version of a threshold, read and checked whole. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.kernel.errors import Fault
from engine.registers.rules import Confidence

LONGEST_NAME_CHARACTERS = 40
LONGEST_TEXT_CHARACTERS = 400
LONGEST_CODE_CHARACTERS = 40
LARGEST_AMOUNT = Decimal("9999999999999999.99")


@dataclass(frozen=True)
class Entry:
    """What a person or a file says about a new version."""

    name: str
    domain: str
    jurisdiction: str
    party: str
    valid_from: date
    valid_to: date | None
    amount: Decimal
    unit: str
    basis: str
    source: str
    confidence: str


def read_entry(raw: Mapping[str, Any]) -> tuple[Entry | None, tuple[Fault, ...]]:
    """Return the version that raw values amount to, or None and a fault per field that is wrong.

    Values are texts, as a browser sends them, or dates and numbers, as a TOML file or a program does.
    """
    faults: list[Fault] = []
    texts = {key: _text(raw.get(key)) for key in _LENGTHS}
    faults += _text_faults(texts)
    began, ended = _day(raw.get("valid_from")), _day(raw.get("valid_to"))
    amount = _amount(raw.get("amount"))
    if began is None:
        faults.append(_fault("valid_from", "应填写生效日期，例如 2026-01-01。", "Expected a day such as 2026-01-01."))
    if ended is None and _text(raw.get("valid_to")):
        faults.append(_fault("valid_to", "失效日期应为日期，例如 2026-12-31。", "Expected a day such as 2026-12-31."))
    if began is not None and ended is not None and ended < began:
        faults.append(_fault("valid_to", "失效日期不得早于生效日期。", "The last day lies before the first."))
    if amount is None:
        faults.append(_fault("amount", "应填写不小于零、至多两位小数的数额。", "Expected an amount of at least zero."))
    if began is None or amount is None or faults:
        return None, tuple(faults)
    return Entry(valid_from=began, valid_to=ended, amount=amount, **texts), ()


_LENGTHS: Mapping[str, tuple[int, bool]] = {
    "name": (LONGEST_NAME_CHARACTERS, True),
    "domain": (LONGEST_CODE_CHARACTERS, False),
    "jurisdiction": (LONGEST_CODE_CHARACTERS, False),
    "party": (LONGEST_CODE_CHARACTERS, False),
    "unit": (LONGEST_CODE_CHARACTERS, True),
    "basis": (LONGEST_TEXT_CHARACTERS, True),
    "source": (LONGEST_TEXT_CHARACTERS, False),
    "confidence": (1, True),
}
"""Field → the most characters it may have, and whether it must be filled in."""


def _text_faults(texts: Mapping[str, str]) -> Iterator[Fault]:
    for key, (most, is_required) in _LENGTHS.items():
        if is_required and not texts[key]:
            yield _fault(key, "此项必须填写。", "This must be filled in.")
        if len(texts[key]) > most:
            yield _fault(key, f"至多 {most} 个字。", f"At most {most} characters.")
    if texts["jurisdiction"] and not (texts["jurisdiction"].isascii() and texts["jurisdiction"].isdigit()):
        sentence = "行政区划代码应为数字，例如 51、5101、510107。", "Expected the digits of an administrative division."
        yield _fault("jurisdiction", *sentence)
    if texts["confidence"] and texts["confidence"] not in set(Confidence):
        yield _fault("confidence", "可信度应为 H、M、L 或 D。", "Expected H, M, L or D.")


def _text(value: Any) -> str:
    return str(value).replace("\0", "").strip() if value is not None else ""


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        return None


def _amount(value: Any) -> Decimal | None:
    text = _text(value).replace(",", "").replace("，", "")
    try:
        amount = Decimal(text)
    except ArithmeticError:
        return None
    if not amount.is_finite() or not 0 <= amount <= LARGEST_AMOUNT:
        return None
    rounded = amount.quantize(Decimal("0.01"))
    return rounded if rounded == amount else None


def _fault(field: str, zh: str, en: str) -> Fault:
    return Fault("threshold-field", zh, en, {"field": field})
