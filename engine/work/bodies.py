"""What the jobs of the queue do: each calls one command, in a transaction of its own, as the machine."""

from collections.abc import Sequence
from uuid import UUID

from engine.commands.deliver_message import deliver_message
from engine.commands.perform import Edge, perform
from engine.jobs.bodies import Body
from engine.kernel.actor import system_actor
from engine.messages.store import DELIVER


def job_bodies(edge: Edge) -> Sequence[Body]:
    """Return the body of every job name that commands put into the queue."""

    def deliver(tenant: str, message: str) -> None:
        # The message's own state makes a second delivery a no-op; the key spares even that.
        actor = system_actor(UUID(tenant))
        perform(
            edge,
            actor,
            deliver_message,
            request_key=f"deliver:{message}:{edge.clock.now().timestamp()}",
            message_id=UUID(message),
        )

    return (Body(DELIVER, deliver),)
