"""Running cases taken to another version: the proposed mapping, a dry run, orders and their progress."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from engine.commands.pause_transfer import pause_transfer
from engine.commands.resume_transfer import resume_transfer
from engine.commands.start_transfer import start_transfer
from engine.commands.stop_transfer import stop_transfer
from engine.kernel.receipt import Receipt
from engine.transfer.progress import TransferView, list_transfers, propose_mapping, read_transfer, try_out
from web.api.acting import act_once
from web.api.schemas.shared import ReceiptSchema
from web.api.schemas.steering import (
    PairsSchema,
    TransferSchema,
    TransfersSchema,
    TransferWishSchema,
    TrialQuerySchema,
    TrialsSchema,
    VersionsQuerySchema,
)
from web.api.topic import Topic
from web.edge import reading
from web.guard import needs

topic = Topic("transfers", "Running cases taken to another version of their procedure")


@topic.get("/definitions/<key>/transfer-mapping")
@needs("case.migrate")
@topic.arguments(VersionsQuerySchema, location="query")
@topic.response(200, PairsSchema)
def read_mapping(wish: dict[str, Any], key: str) -> Mapping[str, Any]:
    """Propose a counterpart in one version for every element of another."""
    with reading() as ctx:
        return {"items": propose_mapping(ctx, key, **wish)}


@topic.get("/definitions/<key>/transfer-trial")
@needs("case.migrate")
@topic.arguments(TrialQuerySchema, location="query")
@topic.response(200, TrialsSchema)
def run_trial(wish: dict[str, Any], key: str) -> Mapping[str, Any]:
    """Say what would become of each running case of a version; nothing changes."""
    pairs = wish.pop("mapping")
    mapping = None if pairs is None else dict(pair.split("=", 1) for pair in pairs)
    with reading() as ctx:
        return {"items": try_out(ctx, key, mapping=mapping, **wish)}


@topic.post("/transfers")
@needs("case.migrate")
@topic.arguments(TransferWishSchema)
@topic.response(201, ReceiptSchema)
def start_order(body: dict[str, Any]) -> Receipt:
    """Order running cases to be taken to another version; jobs do it case by case."""
    return act_once(start_transfer, **body)


@topic.get("/transfers")
@needs("case.migrate")
@topic.response(200, TransfersSchema)
def list_orders() -> Mapping[str, Any]:
    """List the latest orders, without their cases."""
    with reading() as ctx:
        return {"items": list_transfers(ctx)}


@topic.get("/transfers/<uuid:transfer_id>")
@needs("case.migrate")
@topic.response(200, TransferSchema)
def read_order(transfer_id: UUID) -> TransferView:
    """Read an order and what became of each case."""
    with reading() as ctx:
        return read_transfer(ctx, transfer_id)


@topic.post("/transfers/<uuid:transfer_id>/pause")
@needs("case.migrate")
@topic.response(200, ReceiptSchema)
def pause_order(transfer_id: UUID) -> Receipt:
    """Halt an order between two cases."""
    return _halted(pause_transfer, transfer_id)


@topic.post("/transfers/<uuid:transfer_id>/resume")
@needs("case.migrate")
@topic.response(200, ReceiptSchema)
def resume_order(transfer_id: UUID) -> Receipt:
    """Let a paused order go on."""
    return _halted(resume_transfer, transfer_id)


@topic.post("/transfers/<uuid:transfer_id>/stop")
@needs("case.migrate")
@topic.response(200, ReceiptSchema)
def stop_order(transfer_id: UUID) -> Receipt:
    """End an order; cases that were moved stay moved."""
    return _halted(stop_transfer, transfer_id)


def _halted(command: Callable[..., Receipt], transfer_id: UUID) -> Receipt:
    return act_once(command, transfer_id=transfer_id)
