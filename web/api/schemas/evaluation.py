"""What the topic of evaluation sends and receives."""

from marshmallow import Schema, fields, validate

from web.api.schemas.shared import Plain

LONGEST_EXPRESSION = 20_000


class DecisionWishSchema(Schema):
    """The inputs of a decision."""

    inputs = fields.Dict(
        keys=fields.String(),
        load_default=dict,
        metadata={"description": "Values by the name of input data; days, times and durations as ISO text"},
    )


class ExpressionWishSchema(Schema):
    """An expression and the names it may use."""

    expression = fields.String(required=True, validate=validate.Length(1, LONGEST_EXPRESSION))
    context = fields.Dict(keys=fields.String(), load_default=dict, metadata={"description": "Values by name"})


class FiredRuleSchema(Schema):
    """A rule of a table that fired."""

    decision = fields.String(required=True, metadata={"description": "Id of the decision whose table it is"})
    rule = fields.Integer(required=True, metadata={"description": "Number in the table, from 1"})
    id = fields.String(required=True, allow_none=True)
    annotation = fields.String(required=True, metadata={"description": "What the table says beside it: the basis"})
    inputs = fields.Dict(
        keys=fields.String(), values=Plain(), required=True, metadata={"description": "Values of its columns by label"}
    )
    outputs = fields.Dict(keys=fields.String(), values=Plain(), required=True)


class ReasonForNullSchema(Schema):
    """Why a part of the evaluation gave null."""

    message = fields.String(required=True, metadata={"description": "Sentence in the caller's language"})
    zh = fields.String(required=True)
    en = fields.String(required=True)


class CitedThresholdSchema(Schema):
    """A version of a threshold that an answer rests on; empty `domain`, `jurisdiction` or `party` means every one."""

    threshold = fields.UUID(required=True)
    name = fields.String(required=True)
    domain = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    party = fields.String(required=True)
    valid_from = fields.Date(required=True)
    amount = Plain(required=True, metadata={"type": "number"})
    unit = fields.String(required=True)
    status = fields.String(required=True, metadata={"description": "`UNVERIFIED` where nobody has confirmed it"})
    basis = fields.String(required=True)


class EvaluationSchema(Schema):
    """A value, and why nulls arose on the way."""

    value = Plain(
        required=True,
        allow_none=True,
        metadata={"description": "Any JSON value; numbers with up to 34 digits, all of them exact"},
    )
    reasons = fields.List(fields.Nested(ReasonForNullSchema), required=True)
    thresholds = fields.List(fields.Nested(CitedThresholdSchema), required=True)


class DecisionAnswerSchema(EvaluationSchema):
    """A decision's value with the rules that fired, those of required decisions first."""

    fired = fields.List(fields.Nested(FiredRuleSchema), required=True)
