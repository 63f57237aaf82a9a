"""Write versions of thresholds: add, settle, and note which case rests on which."""

from collections.abc import Iterable
from uuid import UUID

from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id
from engine.registers.directory import COLUMNS, version_of
from engine.registers.entry import Entry
from engine.registers.errors import ThresholdUnknown
from engine.registers.rules import Status, ThresholdVersion, Use

_LOCK = f"select {COLUMNS} from threshold where tenant_id = %s and id = %s for update".encode()  # noqa: S608 - constants
_ADD = b"""
insert into threshold (tenant_id, id, name, domain, jurisdiction, party, valid_from, valid_to, amount, unit, status,
  basis, source, confidence, added_at, added_by, note)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')
on conflict (tenant_id, name, domain, jurisdiction, party, valid_from) where status <> 'WITHDRAWN' do nothing
returning id
"""
_KNOWN = b"""
select 1 from threshold where tenant_id = %s and name = %s and domain = %s and jurisdiction = %s and party = %s
  and valid_from = %s limit 1
"""
_SETTLE = b"""
update threshold set status = %s, source = %s, note = %s, settled_at = %s, settled_by = %s
where tenant_id = %s and id = %s
"""
_USE = b"""
insert into threshold_use (tenant_id, case_id, threshold_id, element, first_used_at) values (%s, %s, %s, %s, %s)
on conflict do nothing
"""


def add_version(ctx: Context, entry: Entry, *, status: str) -> UUID | None:
    """Store a version and return its id, None where one of the same line begins on the same day already."""
    values = (
        ctx.actor.tenant_id, new_id(), entry.name, entry.domain, entry.jurisdiction, entry.party, entry.valid_from,
        entry.valid_to, entry.amount, entry.unit, status, entry.basis, entry.source, entry.confidence,
        ctx.clock.now(), ctx.actor.person_id,
    )  # fmt: skip
    row = driver(ctx.session).execute(_ADD, values).fetchone()
    return row[0] if row else None  # type: ignore[return-value]


def was_ever_added(ctx: Context, entry: Entry) -> bool:
    """Tell whether a version of this line and day was ever there, the withdrawn ones included."""
    line = (entry.name, entry.domain, entry.jurisdiction, entry.party, entry.valid_from)
    return driver(ctx.session).execute(_KNOWN, (ctx.actor.tenant_id, *line)).fetchone() is not None


def lock_version(ctx: Context, threshold_id: UUID) -> ThresholdVersion:
    """Return a version and keep others from settling it; raises `ThresholdUnknown`."""
    row = driver(ctx.session).execute(_LOCK, (ctx.actor.tenant_id, threshold_id)).fetchone()
    if row is None:
        raise ThresholdUnknown
    return version_of(row)


def settle_version(ctx: Context, version: ThresholdVersion, *, status: Status, source: str, note: str) -> None:
    """Move the status of a locked version, with the source that confirms it or the reason to withdraw it."""
    settled = (ctx.clock.now(), ctx.actor.person_id, ctx.actor.tenant_id, version.id)
    driver(ctx.session).execute(_SETTLE, (str(status), source or version.source, note, *settled))


def note_uses(ctx: Context, case_id: UUID, uses: Iterable[Use]) -> None:
    """Note that a case rests on versions of thresholds; of several uses of one the first counts."""
    for use in uses:
        used = (ctx.actor.tenant_id, case_id, use.version.id, use.element, ctx.clock.now())
        driver(ctx.session).execute(_USE, used)
