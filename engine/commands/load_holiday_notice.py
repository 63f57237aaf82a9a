"""Load holiday notices: store those of a file that was checked whole, and have waiting deadlines computed again."""

from engine.audit.log import record_journal
from engine.calendar.notices import read_notices
from engine.calendar.store import loaded_notices, store_notices
from engine.deadlines.provisional import RECOMPUTE
from engine.jobs.queue import enqueue
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt


def load_holiday_notice(ctx: Context, *, content: bytes, file: str) -> Receipt:
    """Store the notices of a TOML file that the tenant does not have yet, or has with another number.

    A notice with the same number stays as it is. Deadlines that waited for a notice are computed again by a job.
    The caller acts for the operator of the machine. Raises `NoticeRefused` with a fault per value that is wrong.
    """
    known = loaded_notices(ctx)
    fresh = [
        entry
        for entry in read_notices(content, file=file)
        if known.get(entry.notice.year) != (entry.notice.number, entry.notice.is_in_library)
    ]
    if not fresh:
        return Receipt(detail={"notices": []})
    store_notices(ctx, fresh)
    enqueue(ctx.session, RECOMPUTE, tenant=ctx.actor.tenant_id, after=None)
    body = {"file": file, "notices": [{"year": e.notice.year, "number": e.notice.number} for e in fresh]}
    record_journal(ctx, "calendar", "holiday-notice:loaded", body)
    return Receipt(detail={"notices": [entry.notice.year for entry in fresh]})
