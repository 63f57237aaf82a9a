"""What changes a case from outside its procedure: suspend, resume, cancel, and remarks."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from engine.cases.dossier import read_protected
from engine.commands.add_comment import add_comment
from engine.commands.cancel_case import cancel_case
from engine.commands.resume_case import resume_case
from engine.commands.reveal_reporter import reveal_reporter
from engine.commands.suspend_case import suspend_case
from engine.kernel.receipt import Receipt
from web.api.acting import act_once
from web.api.schemas.cases import CommentWishSchema, ProtectedSchema
from web.api.schemas.shared import ReasonSchema, ReceiptSchema
from web.api.topic import Topic
from web.edge import reading
from web.guard import SIGNED_IN, needs

topic = Topic("interventions", "What changes a case from outside its procedure")


@topic.post("/cases/<uuid:case_id>/suspend")
@needs("case.suspend")
@topic.arguments(ReasonSchema)
@topic.response(200, ReceiptSchema)
def suspend(body: dict[str, Any], case_id: UUID) -> Receipt:
    """Halt a case; its tasks cannot be completed until it is resumed."""
    return _intervene(suspend_case, case_id, body)


@topic.post("/cases/<uuid:case_id>/resume")
@needs("case.suspend")
@topic.arguments(ReasonSchema)
@topic.response(200, ReceiptSchema)
def resume(body: dict[str, Any], case_id: UUID) -> Receipt:
    """Let a suspended case run on."""
    return _intervene(resume_case, case_id, body)


@topic.post("/cases/<uuid:case_id>/cancel")
@needs(SIGNED_IN)
@topic.arguments(ReasonSchema)
@topic.response(200, ReceiptSchema)
def cancel(body: dict[str, Any], case_id: UUID) -> Receipt:
    """End a case before its procedure is through; its starter may as long as nothing is done. There is no way back."""
    return _intervene(cancel_case, case_id, body)


@topic.post("/cases/<uuid:case_id>/reporter")
@needs("reporter.read")
@topic.response(200, ProtectedSchema)
def reveal(case_id: UUID) -> Mapping[str, Any]:
    """Read the protected values of a case one handles, such as who reported; each look goes on record."""
    act_once(reveal_reporter, case_id=case_id)
    with reading() as ctx:
        return {"items": read_protected(ctx, case_id)}


@topic.post("/cases/<uuid:case_id>/comments")
@needs(SIGNED_IN)
@topic.arguments(CommentWishSchema)
@topic.response(201, ReceiptSchema)
def comment(body: dict[str, Any], case_id: UUID) -> Receipt:
    """Leave a remark on a case for whoever works on it."""
    return act_once(add_comment, case_id=case_id, body=body["body"])


def _intervene(command: Callable[..., Receipt], case_id: UUID, body: dict[str, Any]) -> Receipt:
    return act_once(command, case_id=case_id, reason=body["reason"])
