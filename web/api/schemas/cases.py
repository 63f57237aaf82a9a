"""What the topics about cases send and receive."""

from marshmallow import Schema, fields, validate

from web.api.schemas.shared import LONGEST_REASON, PageQuerySchema, Plain
from web.api.schemas.thresholds import UsedThresholdSchema

STATUSES = ["active", "suspended", "completed", "terminated", "cancelled", "failed"]


class StartSchema(Schema):
    """A case to be started."""

    key = fields.String(required=True, validate=validate.Length(1, 100), metadata={"description": "Key of a procedure"})
    unit = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "Unit in charge, one of the caller's own; left out, that of the starting role"},
    )


class CasesQuerySchema(PageQuerySchema):
    """Which cases to list."""

    search = fields.String(load_default=None, metadata={"description": "Words in number, title or facts"})
    status = fields.String(load_default=None, validate=validate.OneOf(STATUSES))
    started_by_me = fields.Boolean(load_default=False)


class CaseRowSchema(Schema):
    """A case as lists show it."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    definition_key = fields.String(required=True)
    definition_title_zh = fields.String(required=True)
    definition_title_en = fields.String(required=True)
    status = fields.String(required=True)
    unit = fields.String(required=True)
    started_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class CasePageSchema(Schema):
    """A page of cases."""

    items = fields.List(fields.Nested(CaseRowSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class StepSchema(Schema):
    """A human step of a case, open or done; `person` holds it or has done it."""

    id = fields.UUID(required=True, metadata={"description": "Id of the task"})
    element = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    status = fields.String(required=True)
    role = fields.String(required=True)
    unit = fields.String(required=True)
    person = fields.String(required=True, allow_none=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    completed_at = fields.AwareDateTime(required=True, allow_none=True)


class ValueSchema(Schema):
    """A value of the case with its label; null where it is withheld, as who reported is."""

    key = fields.String(required=True)
    label_zh = fields.String(required=True)
    label_en = fields.String(required=True)
    value = Plain(required=True, allow_none=True)
    is_withheld = fields.Boolean(required=True)


class ProtectedSchema(Schema):
    """The protected values of a case, shown to one of its handlers."""

    items = fields.List(fields.Nested(ValueSchema), required=True)


class SectionSchema(Schema):
    """The values that one form has written."""

    form = fields.String(required=True)
    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    values_ = fields.List(fields.Nested(ValueSchema), required=True, data_key="values", attribute="values")


class DeadlineSchema(Schema):
    """A time limit that runs or ran on a step."""

    limit_id = fields.String(required=True)
    basis = fields.String(required=True)
    step_zh = fields.String(required=True)
    step_en = fields.String(required=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    provisional = fields.Boolean(
        required=True, metadata={"description": "The last day lies beyond the last published holiday notice"}
    )
    status = fields.String(required=True)


class CaseSchema(CaseRowSchema):
    """A case with everything the caller may see of it."""

    version_id = fields.UUID(required=True)
    suspended_reason = fields.String(required=True, allow_none=True)
    sections = fields.List(fields.Nested(SectionSchema), required=True)
    steps = fields.List(fields.Nested(StepSchema), required=True)
    deadlines = fields.List(fields.Nested(DeadlineSchema), required=True)
    marks = fields.Dict(
        keys=fields.String(),
        values=Plain(),
        required=True,
        metadata={"description": "Element of the diagram → `state` (`current` or `done`) and how many `times`"},
    )
    allowed = fields.List(fields.String(), required=True, metadata={"description": "Verbs open to the caller"})
    thresholds = fields.List(fields.Nested(UsedThresholdSchema), required=True)


class TimelineEntrySchema(Schema):
    """Something that happened."""

    at = fields.AwareDateTime(required=True)
    seq = fields.Integer(required=True, metadata={"description": "Place in the chain of the case"})
    kind = fields.String(required=True, metadata={"description": "`subject:action`"})
    actor = fields.String(required=True)
    element = fields.String(required=True, allow_none=True)
    sentence_zh = fields.String(required=True)
    sentence_en = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    detail = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)
    hash = fields.String(required=True, metadata={"description": "SHA-256 over the hash before and this event"})


class TimelineSchema(Schema):
    """A page of what happened, the latest first."""

    items = fields.List(fields.Nested(TimelineEntrySchema), required=True)
    next = fields.String(required=True, allow_none=True)


class AttachmentSchema(Schema):
    """A file of a case."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "Bytes"})
    sha256 = fields.String(required=True)
    person = fields.String(required=True)
    uploaded_at = fields.AwareDateTime(required=True)


class AttachmentsSchema(Schema):
    """All files of a case."""

    items = fields.List(fields.Nested(AttachmentSchema), required=True)


class CommentSchema(Schema):
    """A remark."""

    person = fields.String(required=True)
    body = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)


class CommentsSchema(Schema):
    """All remarks on a case."""

    items = fields.List(fields.Nested(CommentSchema), required=True)


class CommentWishSchema(Schema):
    """A remark to be left."""

    body = fields.String(required=True, validate=validate.Length(1, LONGEST_REASON))
