"""Thresholds as content: the TOML file beside the procedures that a new tenant begins with. Pure."""

import tomllib
from typing import Any

from engine.kernel.errors import Fault
from engine.registers.entry import Entry, read_entry
from engine.registers.rules import Status


def read_thresholds(content: bytes, *, file: str) -> tuple[list[tuple[Entry, Status]], list[Fault]]:
    """Return the entries of a file, each with its status, and a fault per value that is wrong, with its row."""
    rows, faults = _rows(content, file)
    entries = []
    for number, row in enumerate(rows, start=1):
        entry, wrong = read_entry(row)
        faults += [
            Fault(fault.code, fault.zh, fault.en, {"file": file, "row": number, **fault.where}) for fault in wrong
        ]
        if entry is not None:
            entries.append((entry, Status.VERIFIED if row.get("verified") is True else Status.UNVERIFIED))
    return entries, faults


def _rows(content: bytes, file: str) -> tuple[list[dict[str, Any]], list[Fault]]:
    try:
        rows = tomllib.loads(content.decode()).get("threshold", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        zh, en = f"{file} 不是有效的 TOML：{error}", f"{file} is not valid TOML: {error}"
        return [], [Fault("threshold-file", zh, en, {"file": file})]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        sentence = f"{file} 中的 threshold 应为表的列表。", f"In {file}, threshold should be a list of tables."
        return [], [Fault("threshold-file", *sentence, {"file": file})]
    return rows, []
