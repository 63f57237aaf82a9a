"""What the jobs of the queue do: each calls one command, in a transaction of its own, as the machine."""

from collections.abc import Sequence
from uuid import UUID

from engine.commands.deliver_message import deliver_message
from engine.commands.deliver_signal import deliver_signal
from engine.commands.perform import Edge, perform
from engine.jobs.bodies import Body
from engine.kernel.actor import system_actor
from engine.kernel.ids import new_id
from engine.messages.sending import DELIVER, DELIVER_SIGNAL


def job_bodies(edge: Edge) -> Sequence[Body]:
    """Return the body of every job name that commands put into the queue.

    What is delivered says by itself whether it still has to be, so that a second run of a job does nothing; a kept
    message must be able to come again, hence the fresh keys.
    """

    def deliver(tenant: str, message: str) -> None:
        perform(edge, system_actor(UUID(tenant)), deliver_message, request_key=str(new_id()), message_id=UUID(message))

    def spread(tenant: str, delivery: str) -> None:
        actor = system_actor(UUID(tenant))
        perform(edge, actor, deliver_signal, request_key=str(new_id()), delivery_id=UUID(delivery))

    return (Body(DELIVER, deliver), Body(DELIVER_SIGNAL, spread))
