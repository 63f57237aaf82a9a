"""What the topic of thresholds sends and receives."""

from marshmallow import Schema, fields, validate

from engine.registers.rules import Status
from web.api.schemas.shared import LONGEST_REASON, PageQuerySchema, Plain


class ThresholdsQuerySchema(PageQuerySchema):
    """Which versions to list."""

    name = fields.String(load_default=None, metadata={"description": "A part of the name"})
    domain = fields.String(load_default=None, metadata={"description": "Field of enforcement, such as `market`"})
    status = fields.String(load_default=None, validate=validate.OneOf(list(map(str, Status))))


class ThresholdSchema(Schema):
    """A version of a threshold; empty `domain`, `jurisdiction` or `party` means every one."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    domain = fields.String(required=True)
    jurisdiction = fields.String(required=True, metadata={"description": "Code of administrative division"})
    party = fields.String(required=True)
    valid_from = fields.Date(required=True, metadata={"description": "First day of acts that it applies to"})
    valid_to = fields.Date(required=True, allow_none=True)
    amount = Plain(required=True, metadata={"type": "number"})
    unit = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(list(map(str, Status))))
    basis = fields.String(required=True)
    source = fields.String(required=True)
    confidence = fields.String(required=True, metadata={"description": "H text read, M memory, L candidate, D default"})
    added_at = fields.AwareDateTime(required=True)
    note = fields.String(required=True, metadata={"description": "Why it was withdrawn"})


class ThresholdPageSchema(Schema):
    """A page of versions, those entered last first."""

    items = fields.List(fields.Nested(ThresholdSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class ThresholdHistorySchema(Schema):
    """All versions of one threshold for the same field, jurisdiction and party, the latest first."""

    items = fields.List(fields.Nested(ThresholdSchema), required=True)


class ThresholdWishSchema(Schema):
    """A version to be entered; what is wrong is told field by field."""

    name = fields.String(load_default="")
    domain = fields.String(load_default="")
    jurisdiction = fields.String(load_default="")
    party = fields.String(load_default="")
    valid_from = fields.String(load_default="", metadata={"format": "date"})
    valid_to = fields.String(load_default=None, allow_none=True, metadata={"format": "date"})
    amount = fields.Raw(
        load_default="",
        metadata={"type": ["string", "number"], "description": "At most two decimals; large amounts as text"},
    )
    unit = fields.String(load_default="元")
    basis = fields.String(load_default="")
    source = fields.String(load_default="")
    confidence = fields.String(load_default="L")


class SourceSchema(Schema):
    """The text that was read."""

    source = fields.String(required=True, validate=validate.Length(1, LONGEST_REASON))


class UsedThresholdSchema(Schema):
    """A threshold that a case rests on, as it stands now, and the element that used it first."""

    version = fields.Nested(ThresholdSchema, required=True)
    element = fields.String(required=True)
    first_used_at = fields.AwareDateTime(required=True)
