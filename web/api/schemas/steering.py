"""What interventions and transfers of cases send and receive."""

from marshmallow import Schema, fields, validate

from web.api.schemas.shared import LONGEST_REASON, Plain

LONGEST_ID = 200
_REASON = validate.Length(1, LONGEST_REASON)
_ID = validate.Length(1, LONGEST_ID)
ACTIONS = ["move", "withdraw", "skip", "restart"]


class SteeredSchema(Schema):
    """What every intervention says."""

    reason = fields.String(required=True, validate=_REASON, metadata={"description": "Goes on record"})
    seq = fields.Integer(required=True, metadata={"description": "`seq` of the case as it was looked at"})


class MoveSchema(SteeredSchema):
    """A token to be moved."""

    token = fields.String(required=True, validate=_ID, metadata={"description": "`key` of a place"})
    to = fields.String(required=True, validate=_ID, metadata={"description": "Id of an element"})


class WithdrawSchema(SteeredSchema):
    """An activity to be withdrawn."""

    token = fields.String(required=True, validate=_ID, metadata={"description": "`key` of a place"})
    go_on = fields.Boolean(load_default=False, metadata={"description": "Go on behind it: skip it"})


class RestartSchema(SteeredSchema):
    """An ended case to be reopened."""

    to = fields.String(required=True, validate=_ID, metadata={"description": "Id of an element"})


class CorrectSchema(SteeredSchema):
    """Values to be corrected, as a form would send them."""

    changes = fields.Dict(keys=fields.String(), required=True, validate=validate.Length(1, 100))


class WishQuerySchema(Schema):
    """What an intervention would be."""

    action = fields.String(required=True, validate=validate.OneOf(ACTIONS))
    token = fields.String(load_default=None, validate=_ID)
    to = fields.String(load_default=None, validate=_ID)


class EffectSchema(Schema):
    """One thing that would happen."""

    kind = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)


class ReasonedFaultSchema(Schema):
    """A reason against it, with its place."""

    code = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)
    where = fields.Dict(keys=fields.String(), values=Plain(), required=True)


class PreviewSchema(Schema):
    """What an intervention would do, and why it would be refused, if it would."""

    seq = fields.Integer(required=True)
    is_allowed = fields.Boolean(required=True)
    effects = fields.List(fields.Nested(EffectSchema), required=True)
    refusals = fields.List(fields.Nested(ReasonedFaultSchema), required=True)


class NamedSchema(Schema):
    """An element by its names; `within` names what it lies in."""

    element = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    within_zh = fields.String(required=True)
    within_en = fields.String(required=True)


class PlaceSchema(NamedSchema):
    """Where the case stands."""

    key = fields.String(required=True)
    kind = fields.String(required=True)
    holder = fields.String(required=True, allow_none=True)


class TargetSchema(NamedSchema):
    """Where the case could go."""

    times = fields.Integer(required=True)


class CorrectableSchema(Schema):
    """A field that may be corrected."""

    key = fields.String(required=True)
    label_zh = fields.String(required=True)
    label_en = fields.String(required=True)
    step_zh = fields.String(required=True)
    step_en = fields.String(required=True)
    value = Plain(required=True, allow_none=True)
    is_withheld = fields.Boolean(required=True)


class StandingSchema(Schema):
    """Where a case stands and where it may go."""

    seq = fields.Integer(required=True)
    is_over = fields.Boolean(required=True)
    places = fields.List(fields.Nested(PlaceSchema), required=True)
    targets = fields.List(fields.Nested(TargetSchema), required=True)
    fields_ = fields.List(fields.Nested(CorrectableSchema), required=True, data_key="fields", attribute="fields")


class VersionsQuerySchema(Schema):
    """Two versions of a procedure, and pairs of elements."""

    from_number = fields.Integer(required=True, data_key="from")
    to_number = fields.Integer(required=True, data_key="to")


class TrialQuerySchema(VersionsQuerySchema):
    """Two versions, and pairs of elements."""

    mapping = fields.List(
        fields.String(validate=validate.Regexp(r"^[^=]+=[^=]+$")),
        load_default=None,
        metadata={"description": "`old=new`, once for each element with another id; left out, the proposal is taken"},
    )


class PairSchema(Schema):
    """An element of the old version and its counterpart."""

    source = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    target = fields.String(required=True, allow_none=True)
    target_zh = fields.String(required=True)
    target_en = fields.String(required=True)
    how = fields.String(required=True, metadata={"description": "same, renamed or gone"})
    likeness = fields.Float(required=True)


class PairsSchema(Schema):
    """A proposed mapping."""

    items = fields.List(fields.Nested(PairSchema), required=True)


class TrialSchema(Schema):
    """What would become of one case."""

    case_id = fields.UUID(required=True)
    number = fields.String(required=True)
    would_move = fields.Boolean(required=True)
    places = fields.List(fields.List(fields.String()), required=True)
    notes = fields.List(fields.Nested(ReasonedFaultSchema), required=True)
    refusals = fields.List(fields.Nested(ReasonedFaultSchema), required=True)


class TrialsSchema(Schema):
    """A dry run."""

    items = fields.List(fields.Nested(TrialSchema), required=True)


class TransferWishSchema(VersionsQuerySchema):
    """An order to take cases to another version."""

    key = fields.String(required=True, validate=validate.Length(1, 100))
    reason = fields.String(required=True, validate=_REASON)
    mapping = fields.Dict(keys=fields.String(), values=fields.String(), load_default=None, allow_none=True)
    case_ids = fields.List(fields.UUID(), load_default=None, allow_none=True)


class TransferItemSchema(Schema):
    """What became of one case: waiting, moved, refused or passed_over."""

    case_id = fields.UUID(required=True)
    number = fields.String(required=True)
    status = fields.String(required=True)
    told = fields.List(fields.Nested(ReasonedFaultSchema), required=True)
    done_at = fields.AwareDateTime(required=True, allow_none=True)


class TransferSchema(Schema):
    """An order and how far it is: running, paused, stopped or finished."""

    id = fields.UUID(required=True)
    key = fields.String(required=True)
    from_number = fields.Integer(required=True)
    to_number = fields.Integer(required=True)
    mapping = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    reason = fields.String(required=True)
    status = fields.String(required=True)
    started_at = fields.AwareDateTime(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    items = fields.List(fields.Nested(TransferItemSchema), required=True)


class TransfersSchema(Schema):
    """The latest orders, without their cases."""

    items = fields.List(fields.Nested(TransferSchema), required=True)
