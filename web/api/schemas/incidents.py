"""What the topics about incidents and messages send and receive."""

from marshmallow import Schema, fields, validate

from engine.incidents.rules import STATUS_WORDS
from engine.messages.fitness import LONGEST_NAME
from engine.messages.rules import LONGEST_DAYS_KEPT
from web.api.schemas.shared import LONGEST_REASON, PageQuerySchema, Plain, ReasonSchema


class IncidentsQuerySchema(PageQuerySchema):
    """Which incidents to list."""

    status = fields.String(load_default=None, validate=validate.OneOf([*STATUS_WORDS]))
    key = fields.String(load_default=None, metadata={"description": "Key of a procedure"})


class IncidentSchema(Schema):
    """A step that could not be taken."""

    id = fields.UUID(required=True)
    case_id = fields.UUID(required=True, allow_none=True)
    number = fields.String(required=True, allow_none=True)
    definition_key = fields.String(required=True, allow_none=True)
    element = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    kind = fields.String(required=True)
    sentence_zh = fields.String(required=True)
    sentence_en = fields.String(required=True)
    person = fields.String(required=True, allow_none=True)
    opened_at = fields.AwareDateTime(required=True)
    last_at = fields.AwareDateTime(required=True)
    attempts = fields.Integer(required=True)
    status = fields.String(required=True)
    decision = fields.String(required=True, allow_none=True, metadata={"description": "What is being tried now"})
    reason = fields.String(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)


class IncidentPageSchema(Schema):
    """A page of incidents."""

    items = fields.List(fields.Nested(IncidentSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class RetrySchema(Schema):
    """How to take a step anew."""

    reason = fields.String(load_default="", validate=validate.Length(0, LONGEST_REASON))
    changes = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(allow_none=True),
        load_default=None,
        allow_none=True,
        metadata={"description": "New raw values of case data, by field; needs a reason"},
    )


class SkipSchema(ReasonSchema):
    """How to go on past an element."""

    values = fields.Dict(keys=fields.String(), values=Plain(allow_none=True), load_default=None, allow_none=True)
    flow = fields.String(load_default=None, allow_none=True, metadata={"description": "The sequence flow to leave by"})


class SignalSchema(Schema):
    """A signal to be sent."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
    payload = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), load_default=dict)
    id = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, LONGEST_NAME),
        metadata={"description": "The sender's own id: the same one again is the same message"},
    )


class MessageSchema(SignalSchema):
    """A message to be sent."""

    correlation = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(allow_none=True),
        load_default=dict,
        metadata={"description": "What tells its receiver from others"},
    )
    keep_seconds = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, LONGEST_DAYS_KEPT * 86400),
        metadata={"description": "How long it may wait for its receiver; 90 days if left out"},
    )


class MessageRowSchema(Schema):
    """A message or signal that was sent, and what became of it."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    correlation = fields.String(required=True)
    status = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True, allow_none=True)
    sender_key = fields.String(required=True, allow_none=True)
    target_case_id = fields.UUID(required=True, allow_none=True)


class MessagePageSchema(Schema):
    """A page of messages."""

    items = fields.List(fields.Nested(MessageRowSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class MessagesQuerySchema(PageQuerySchema):
    """Which messages to list."""

    status = fields.String(
        load_default=None, validate=validate.OneOf(["new", "kept", "delivered", "expired", "stuck", "sent"])
    )
