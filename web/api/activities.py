"""What people may begin in a case as they see fit: the activities of ad-hoc subprocesses."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.cases.dossier import read_dossier
from engine.commands.begin_activity import begin_activity
from engine.commands.finish_activities import finish_activities
from engine.kernel.receipt import Receipt
from engine.tasks.offers import read_offers
from web.api.acting import act_once
from web.api.schemas.activities import OffersSchema, OfferWishSchema
from web.api.schemas.shared import ReceiptSchema
from web.api.topic import Topic
from web.edge import reading
from web.guard import SIGNED_IN, needs

topic = Topic("activities", "Activities that people begin as they see fit")


@topic.get("/cases/<uuid:case_id>/activities")
@needs(SIGNED_IN)
@topic.response(200, OffersSchema)
def list_offered(case_id: UUID) -> Mapping[str, Any]:
    """List what the caller may begin or finish in a case now."""
    with reading() as ctx:
        dossier = read_dossier(ctx, case_id)
        return {"items": read_offers(ctx, dossier.case, dossier.procedure)}


@topic.post("/cases/<uuid:case_id>/activities")
@needs("task.work")
@topic.arguments(OfferWishSchema)
@topic.response(201, ReceiptSchema)
def begin(body: dict[str, Any], case_id: UUID) -> Receipt:
    """Begin an activity; its task, if it has one, is `next_task_id` and lies with the caller."""
    return act_once(begin_activity, case_id=case_id, **body)


@topic.post("/cases/<uuid:case_id>/activities/finish")
@needs("task.work")
@topic.arguments(OfferWishSchema)
@topic.response(200, ReceiptSchema)
def finish(body: dict[str, Any], case_id: UUID) -> Receipt:
    """Say that enough was done in an ad-hoc subprocess; the case goes on behind it."""
    return act_once(finish_activities, case_id=case_id, **body)
