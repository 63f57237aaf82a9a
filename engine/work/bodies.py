"""What the jobs of the queue do: each calls one command, in a transaction of its own, as the machine."""

from collections.abc import Sequence
from uuid import UUID

from engine.commands.deliver_message import deliver_message
from engine.commands.perform import Edge, perform
from engine.jobs.bodies import Body
from engine.kernel.actor import system_actor
from engine.kernel.ids import new_id
from engine.messages.store import DELIVER


def job_bodies(edge: Edge) -> Sequence[Body]:
    """Return the body of every job name that commands put into the queue."""

    def deliver(tenant: str, message: str) -> None:
        # The message's own state makes a second delivery a no-op; a kept one must be able to come again.
        perform(edge, system_actor(UUID(tenant)), deliver_message, request_key=str(new_id()), message_id=UUID(message))

    return (Body(DELIVER, deliver),)
