"""Load thresholds: add those of a file that are not there yet, and leave alone what a legal officer has edited."""

from engine.audit.log import record_journal
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.registers.content import read_thresholds
from engine.registers.errors import ThresholdsRefused
from engine.registers.store import add_version, was_ever_added


def load_thresholds(ctx: Context, *, content: bytes, file: str) -> Receipt:
    """Add the versions of a TOML file, `[[threshold]]` with the fields of a version and `verified`.

    A version that was ever there, of the same line and first day, is left as it is, even if it was withdrawn since.
    The caller acts for the operator of the machine. Raises `ThresholdsRefused` with a fault per value that is wrong.
    """
    entries, faults = read_thresholds(content, file=file)
    if faults:
        raise ThresholdsRefused(file=file, faults=faults)
    added = []
    for entry, status in entries:
        if not was_ever_added(ctx, entry):
            added.append(add_version(ctx, entry, status=status))
    if added:
        record_journal(ctx, "thresholds", "thresholds:loaded", {"thresholds": added, "file": file})
    return Receipt(detail={"thresholds": len(added)})
