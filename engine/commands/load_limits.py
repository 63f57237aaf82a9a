"""Load time limits: add the versions of a file that are not there yet, and leave alone what was edited since."""

import tomllib
from typing import Any

from engine.audit.log import record_journal
from engine.deadlines.errors import LimitsRefused
from engine.deadlines.limits import add_limits
from engine.deadlines.versions import LimitEntry, read_limit
from engine.kernel.context import Context
from engine.kernel.errors import Fault
from engine.kernel.receipt import Receipt


def load_limits(ctx: Context, *, content: bytes, file: str) -> Receipt:
    """Add the versions of a TOML file: `[[limit]]` with id, length, unit, basis, rolls_over, verified and more.

    A version that was ever there, of the same id, domain, jurisdiction and first day, is left as it is, even if it
    was withdrawn since. Running deadlines keep the day they were given. The caller acts for the operator of the
    machine. Raises `LimitsRefused` with a fault per row that is wrong.
    """
    entries: list[LimitEntry] = []
    faults: list[Fault] = []
    for number, row in enumerate(_rows(content, file), start=1):
        entry, wrong = read_limit(row, file=file, number=number)
        faults += wrong
        if entry is not None:
            entries.append(entry)
    if faults:
        raise LimitsRefused(file=file, faults=faults)
    added = add_limits(ctx, entries)
    if added:
        record_journal(ctx, "limits", "limits:loaded", {"limits": list(added), "file": file})
    return Receipt(detail={"limits": len(added)})


def _rows(content: bytes, file: str) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(content.decode()).get("limit", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fault = Fault("limit", f"{file} 不是有效的 TOML：{error}", f"{file} is not valid TOML: {error}", {"file": file})
        raise LimitsRefused(file=file, faults=[fault]) from error
    return [row for row in rows if isinstance(row, dict)]
