"""What the tasks topic sends and receives."""

from marshmallow import Schema, fields, validate

from web.api.schemas.shared import PageQuerySchema, Plain, ReasonSchema
from web.api.schemas.thresholds import UsedThresholdSchema


class InboxQuerySchema(PageQuerySchema):
    """Which list of the inbox."""

    view = fields.String(
        load_default="mine",
        validate=validate.OneOf(["mine", "claimable", "done"]),
        metadata={"description": "`mine`: in own name · `claimable`: in own queues · `done`: completed by oneself"},
    )


class TaskRowSchema(Schema):
    """A task as the inbox lists it."""

    id = fields.UUID(required=True)
    case_id = fields.UUID(required=True)
    case_number = fields.String(required=True)
    case_title = fields.String(required=True)
    definition_key = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    role = fields.String(required=True)
    unit = fields.String(required=True)
    assignee_id = fields.UUID(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    completed_at = fields.AwareDateTime(allow_none=True)
    barred = fields.List(
        fields.String(), metadata={"description": "Ids of the rules that keep the caller from this task"}
    )


class TaskPageSchema(Schema):
    """A page of the inbox."""

    items = fields.List(fields.Nested(TaskRowSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class CountsSchema(Schema):
    """How much lies in each list; 100 means more than 99."""

    mine = fields.Integer(required=True)
    claimable = fields.Integer(required=True)
    done = fields.Integer(required=True)
    started = fields.Integer(required=True)


class OptionSchema(Schema):
    """A choice of a field."""

    value = fields.String(required=True)
    label = fields.String(required=True)


class FieldSchema(Schema):
    """A field of a form."""

    path = fields.String(required=True, metadata={"description": "`key`, or `list.column`"})
    kind = fields.String(required=True)
    label_zh = fields.String(required=True)
    label_en = fields.String(required=True)
    required = fields.Boolean(required=True)
    readonly = fields.Boolean(required=True)
    options = fields.List(fields.Nested(OptionSchema), required=True)


class FormSchema(Schema):
    """What a task or a start asks for; conditions are checked when the data is sent."""

    id = fields.String(required=True)
    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    fields_ = fields.List(fields.Nested(FieldSchema), required=True, data_key="fields", attribute="fields")


class BarrierSchema(Schema):
    """Why a person may not take a task on."""

    rule = fields.String(required=True)
    sentence_zh = fields.String(required=True)
    sentence_en = fields.String(required=True)
    basis = fields.String(required=True)


class GateSchema(Schema):
    """A precondition of the law that is not met yet."""

    reason_zh = fields.String(required=True)
    reason_en = fields.String(required=True)
    basis = fields.String(required=True, allow_none=True)


class TaskSchema(Schema):
    """One task with its form, and what the caller may do with it."""

    id = fields.UUID(required=True)
    case_id = fields.UUID(required=True)
    case_number = fields.String(required=True)
    case_title = fields.String(required=True)
    element = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    status = fields.String(required=True)
    role = fields.String(required=True)
    unit = fields.String(required=True)
    assignee_id = fields.UUID(required=True, allow_none=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    basis = fields.String(required=True, allow_none=True)
    form = fields.Nested(FormSchema, required=True, allow_none=True)
    values = fields.Dict(
        keys=fields.String(),
        values=Plain(),
        required=True,
        metadata={"description": "What the form opens with: what the case already knows"},
    )
    draft = fields.Dict(
        keys=fields.String(),
        values=Plain(),
        required=True,
        allow_none=True,
        metadata={"description": "What was kept of an unfinished form"},
    )
    draft_revision = fields.Integer(required=True)
    allowed = fields.List(fields.String(), required=True, metadata={"description": "Verbs open to the caller"})
    barred = fields.List(fields.Nested(BarrierSchema), required=True)
    thresholds = fields.List(fields.Nested(UsedThresholdSchema), required=True)
    closed_gates = fields.List(fields.Nested(GateSchema), required=True)


class DataSchema(Schema):
    """What is filled in: field key → value; lists are arrays of objects."""

    data = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)


class DraftSchema(DataSchema):
    """Work in progress; the revision is that of the draft it goes on from, 0 for the first."""

    revision = fields.Integer(required=True, validate=validate.Range(0))


class HandOverSchema(ReasonSchema):
    """To whom a task goes, and why."""

    login = fields.String(required=True, validate=validate.Length(1, 100))
