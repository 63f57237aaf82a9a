"""Fetch an attachment for somebody who may read its case."""

from uuid import UUID

from engine.cases.access import require_readable
from engine.documents.models import Attachment
from engine.kernel.context import Context
from engine.kernel.errors import NotFound


def read_attachment(ctx: Context, attachment_id: UUID) -> Attachment:
    """Return the row of an attachment on a readable case; raises `NotFound` for any other."""
    attachment = ctx.session.get(Attachment, (ctx.actor.tenant_id, attachment_id))
    if attachment is None:
        raise NotFound(what_zh="附件", what_en="attachment")
    require_readable(ctx, attachment.case_id)
    return attachment
