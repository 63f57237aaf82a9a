"""Thresholds: listed, read with their history, entered, confirmed, withdrawn."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.commands.add_threshold import add_threshold
from engine.commands.confirm_threshold import confirm_threshold
from engine.commands.withdraw_threshold import withdraw_threshold
from engine.kernel.paging import Page
from engine.kernel.receipt import Receipt
from engine.registers.directory import list_thresholds, read_history
from engine.registers.rules import ThresholdVersion
from web.api.acting import act_once
from web.api.schemas.shared import ReasonSchema, ReceiptSchema
from web.api.schemas.thresholds import (
    SourceSchema,
    ThresholdHistorySchema,
    ThresholdPageSchema,
    ThresholdsQuerySchema,
    ThresholdWishSchema,
)
from web.api.topic import Topic
from web.edge import reading
from web.guard import needs

topic = Topic("thresholds", "Thresholds: listed, read, entered, confirmed, withdrawn")


@topic.get("/thresholds")
@needs("threshold.read")
@topic.arguments(ThresholdsQuerySchema, location="query")
@topic.response(200, ThresholdPageSchema)
def list_versions(wish: dict[str, Any]) -> Page[ThresholdVersion]:
    """List versions of thresholds, those entered last first."""
    with reading() as ctx:
        return list_thresholds(ctx, **wish)


@topic.get("/thresholds/<uuid:threshold_id>")
@needs("threshold.read")
@topic.response(200, ThresholdHistorySchema)
def read_versions(threshold_id: UUID) -> Mapping[str, Any]:
    """Read a threshold's history: every version of the same name, field, jurisdiction and party."""
    with reading() as ctx:
        return {"items": read_history(ctx, threshold_id)[1]}


@topic.post("/thresholds")
@needs("threshold.edit")
@topic.arguments(ThresholdWishSchema)
@topic.response(201, ReceiptSchema)
def add_version(wish: dict[str, Any]) -> Receipt:
    """Enter a version, which applies to acts from its first day on and is unverified until it is confirmed."""
    return act_once(add_threshold, entry=wish)


@topic.post("/thresholds/<uuid:threshold_id>/confirm")
@needs("threshold.edit")
@topic.arguments(SourceSchema)
@topic.response(200, ReceiptSchema)
def confirm_version(body: dict[str, Any], threshold_id: UUID) -> Receipt:
    """Confirm a version, with the source that was read."""
    return act_once(confirm_threshold, threshold_id=threshold_id, source=body["source"])


@topic.post("/thresholds/<uuid:threshold_id>/withdraw")
@needs("threshold.edit")
@topic.arguments(ReasonSchema)
@topic.response(200, ReceiptSchema)
def withdraw_version(body: dict[str, Any], threshold_id: UUID) -> Receipt:
    """Withdraw a version that was entered in error; what was decided by it stays on record."""
    return act_once(withdraw_threshold, threshold_id=threshold_id, reason=body["reason"])
