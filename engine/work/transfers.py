"""The work of transfers: some cases at a time, each in a transaction of its own under its own lock."""

from uuid import UUID

from engine.commands.continue_transfer import continue_transfer
from engine.commands.perform import Edge, perform, reading
from engine.commands.transfer_case import transfer_case
from engine.kernel.actor import system_actor
from engine.kernel.ids import new_id
from engine.transfer.store import waiting_items

CASES_PER_JOB = 20
"""Few enough that a pause is heard soon and a worker that stops loses little."""


def transfer_some(edge: Edge, tenant_id: UUID, transfer_id: UUID) -> None:
    """Take the next cases of a transfer to their version, then put what is left into the queue."""
    actor = system_actor(tenant_id)
    with reading(edge, actor) as ctx:
        waiting = waiting_items(ctx, transfer_id, CASES_PER_JOB)
    for case_id in waiting:
        perform(edge, actor, transfer_case, request_key=str(new_id()), transfer_id=transfer_id, case_id=case_id)
    perform(edge, actor, continue_transfer, request_key=str(new_id()), transfer_id=transfer_id)
