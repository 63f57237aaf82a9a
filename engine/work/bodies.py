"""What the jobs of the queue do: each calls one command, in a transaction of its own, as the machine."""

from collections.abc import Sequence
from uuid import UUID

from engine.commands.deliver_message import deliver_message
from engine.commands.deliver_signal import deliver_signal
from engine.commands.perform import Edge
from engine.commands.recompute_deadlines import recompute_deadlines
from engine.deadlines.provisional import RECOMPUTE
from engine.errands.store import DO_ERRAND, GIVE_UP
from engine.incidents.store import RETRY_JOB
from engine.jobs.bodies import Body
from engine.kernel.actor import system_actor
from engine.messages.sending import DELIVER, DELIVER_SIGNAL
from engine.transfer.store import TRANSFER
from engine.work.deeds import do, retry_step
from engine.work.errands import do_errand, note_given_up
from engine.work.transfers import transfer_some


def job_bodies(edge: Edge) -> Sequence[Body]:
    """Return the body of every job name that commands put into the queue.

    What is delivered says by itself whether it still has to be, so that a second run of a job does nothing; a kept
    message must be able to come again.
    """

    def deliver(tenant: str, message: str) -> None:
        do(edge, system_actor(UUID(tenant)), deliver_message, message_id=UUID(message))

    def spread(tenant: str, delivery: str) -> None:
        do(edge, system_actor(UUID(tenant)), deliver_signal, delivery_id=UUID(delivery))

    def again(tenant: str, incident: str) -> None:
        retry_step(edge, UUID(tenant), UUID(incident))

    def run_errand(tenant: str, task: str, attempt: int) -> None:
        do_errand(edge, UUID(tenant), UUID(task), attempt)

    def give_up(tenant: str, task: str) -> None:
        note_given_up(edge, UUID(tenant), UUID(task))

    def take_over(tenant: str, transfer: str) -> None:
        transfer_some(edge, UUID(tenant), UUID(transfer))

    def compute_again(tenant: str, after: str | None) -> None:
        do(edge, system_actor(UUID(tenant)), recompute_deadlines, after=UUID(after) if after else None)

    return (
        Body(DELIVER, deliver),
        Body(DELIVER_SIGNAL, spread),
        Body(RETRY_JOB, again),
        Body(DO_ERRAND, run_errand),
        Body(GIVE_UP, give_up),
        Body(TRANSFER, take_over),
        Body(RECOMPUTE, compute_again),
    )
