"""What people may begin in a case, as JSON."""

from marshmallow import Schema, fields, validate


class OfferBarrierSchema(Schema):
    """A rule that keeps the caller from it."""

    rule = fields.String(required=True)
    sentence_zh = fields.String(required=True)
    sentence_en = fields.String(required=True)
    basis = fields.String(required=True)


class OfferSchema(Schema):
    """An activity that the caller may begin, or (`ends`) an ad-hoc subprocess that the caller may finish."""

    key = fields.String(required=True, metadata={"description": "Tells equal elements apart; changes with each step"})
    element = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": "BPMN local name"})
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    within_zh = fields.String(required=True, metadata={"description": "Name of the ad-hoc subprocess"})
    within_en = fields.String(required=True)
    role = fields.String(required=True)
    unit = fields.String(required=True)
    ends = fields.Boolean(required=True)
    barred = fields.List(fields.Nested(OfferBarrierSchema), required=True)


class OffersSchema(Schema):
    """What the caller may begin or finish."""

    items = fields.List(fields.Nested(OfferSchema), required=True)


class OfferWishSchema(Schema):
    """Which activity or ad-hoc subprocess; `offer` is needed only where several are offered under one element."""

    element = fields.String(required=True, validate=validate.Length(1, 200))
    offer = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 300))
