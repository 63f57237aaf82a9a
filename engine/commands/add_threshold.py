"""Add a version of a threshold: from a day on, so much; earlier versions stay what they were."""

from collections.abc import Mapping
from typing import Any

from engine.audit.log import record_journal
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.registers.entry import read_entry
from engine.registers.errors import ThresholdExists, ThresholdRefused
from engine.registers.rules import Status
from engine.registers.store import add_version


def add_threshold(ctx: Context, *, entry: Mapping[str, Any]) -> Receipt:
    """Enter a version from raw values by field, unverified until it is confirmed.

    It applies to acts from its first day on; cases whose act lies before keep the earlier version. Raises
    `ThresholdRefused` with every field that is wrong, `ThresholdExists` where one begins on that day already.
    """
    require_permission(ctx, Permission.THRESHOLD_EDIT)
    read, faults = read_entry(entry)
    if read is None:
        raise ThresholdRefused(faults=faults)
    threshold_id = add_version(ctx, read, status=Status.UNVERIFIED)
    if threshold_id is None:
        raise ThresholdExists(name=read.name, day=read.valid_from)
    body = {"threshold": threshold_id, **vars(read), "status": str(Status.UNVERIFIED)}
    record_journal(ctx, "thresholds", "threshold:added", body)
    return Receipt(detail={"threshold": str(threshold_id), "status": str(Status.UNVERIFIED)})
