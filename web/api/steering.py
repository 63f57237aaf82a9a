"""What puts a case right: where it stands, what an intervention would do, and the interventions themselves."""

from typing import Any
from uuid import UUID

from engine.commands.cancel_activity import cancel_activity
from engine.commands.correct_data import correct_data
from engine.commands.move_token import move_token
from engine.commands.restart_case import restart_case
from engine.interventions.plan import Wish
from engine.interventions.preview import Preview, preview
from engine.interventions.standing import Standing, read_standing
from engine.kernel.receipt import Receipt
from web.api.acting import act_once
from web.api.schemas.shared import ReceiptSchema
from web.api.schemas.steering import (
    CorrectSchema,
    MoveSchema,
    PreviewSchema,
    RestartSchema,
    StandingSchema,
    WishQuerySchema,
    WithdrawSchema,
)
from web.api.topic import Topic
from web.edge import reading
from web.guard import needs

topic = Topic("steering", "What puts a case right: moves, withdrawals, restarts, corrections")


@topic.get("/cases/<uuid:case_id>/standing")
@needs("case.intervene")
@topic.response(200, StandingSchema)
def read_case_standing(case_id: UUID) -> Standing:
    """Read where a case stands, where it may go, and which values may be corrected."""
    with reading() as ctx:
        return read_standing(ctx, case_id)


@topic.get("/cases/<uuid:case_id>/preview")
@needs("case.intervene")
@topic.arguments(WishQuerySchema, location="query")
@topic.response(200, PreviewSchema)
def preview_intervention(wish: dict[str, Any], case_id: UUID) -> Preview:
    """Say what an intervention would do, and why it would be refused; nothing changes."""
    with reading() as ctx:
        return preview(ctx, case_id, Wish(**wish))


@topic.post("/cases/<uuid:case_id>/move")
@needs("case.intervene")
@topic.arguments(MoveSchema)
@topic.response(200, ReceiptSchema)
def move(body: dict[str, Any], case_id: UUID) -> Receipt:
    """Let a case go on at another element; refused where it would pass what the law makes a precondition."""
    return act_once(move_token, case_id=case_id, **body)


@topic.post("/cases/<uuid:case_id>/withdraw")
@needs("case.intervene")
@topic.arguments(WithdrawSchema)
@topic.response(200, ReceiptSchema)
def withdraw(body: dict[str, Any], case_id: UUID) -> Receipt:
    """Withdraw one activity of a case, or skip it; refused where that would pass a precondition of the law."""
    return act_once(cancel_activity, case_id=case_id, **body)


@topic.post("/cases/<uuid:case_id>/restart")
@needs("case.intervene")
@topic.arguments(RestartSchema)
@topic.response(200, ReceiptSchema)
def restart(body: dict[str, Any], case_id: UUID) -> Receipt:
    """Reopen an ended case at an element, with its data and its record."""
    return act_once(restart_case, case_id=case_id, **body)


@topic.post("/cases/<uuid:case_id>/correct")
@needs("case.intervene")
@topic.arguments(CorrectSchema)
@topic.response(200, ReceiptSchema)
def correct(body: dict[str, Any], case_id: UUID) -> Receipt:
    """Correct values of a case; the form that owns each field judges it, and old and new go on record."""
    return act_once(correct_data, case_id=case_id, **body)
