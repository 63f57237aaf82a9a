"""Load time limits: store those of a file that was checked whole, over the ones with the same ids."""

import tomllib
from typing import Any

from engine.audit.log import record_journal
from engine.calendar.periods import PeriodUnit
from engine.deadlines.errors import LimitsRefused
from engine.deadlines.limits import Limit, replace_limits
from engine.kernel.context import Context
from engine.kernel.errors import Fault
from engine.kernel.receipt import Receipt


def load_limits(ctx: Context, *, content: bytes, file: str) -> Receipt:
    """Store the limits of a TOML file: `[[limit]]` with id, length, unit, basis, rolls_over, verified.

    Running deadlines keep the day they were given. The caller acts for the operator of the machine. Raises
    `LimitsRefused` with a fault per row that is wrong.
    """
    limits, faults = [], []
    for number, row in enumerate(_rows(content, file), start=1):
        try:
            limits.append(
                Limit(
                    id=str(row["id"]),
                    length=int(row["length"]),
                    unit=PeriodUnit(row["unit"]),
                    basis=str(row["basis"]),
                    rolls_over=bool(row["rolls_over"]),
                    is_unverified=not row["verified"],
                )
            )
        except (KeyError, TypeError, ValueError) as error:
            faults.append(_fault(file, number, f"第 {number} 项期限有误：{error}", f"Limit {number} is wrong: {error}"))
    if faults:
        raise LimitsRefused(file=file, faults=faults)
    replace_limits(ctx, limits)
    record_journal(ctx, "limits", "limits:loaded", {"limits": [limit.id for limit in limits]})
    return Receipt(detail={"limits": len(limits)})


def _rows(content: bytes, file: str) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(content.decode()).get("limit", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fault = _fault(file, 0, f"{file} 不是有效的 TOML：{error}", f"{file} is not valid TOML: {error}")
        raise LimitsRefused(file=file, faults=[fault]) from error
    return [row for row in rows if isinstance(row, dict)]


def _fault(file: str, number: int, zh: str, en: str) -> Fault:
    return Fault("limit", zh, en, {"file": file, "row": number})
