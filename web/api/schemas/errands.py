"""What the topic about external tasks sends and receives."""

from marshmallow import Schema, fields, validate

from engine.errands.rules import LONGEST_LOCK_SECONDS, LONGEST_WORKER, MOST_FETCHED
from web.api.schemas.shared import Plain

LONGEST_MESSAGE = 500
LONGEST_CODE = 100


class WorkerSchema(Schema):
    """Who answers."""

    worker = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_WORKER),
        metadata={"description": "The name this worker goes by, the same in fetching and answering"},
    )


class LockSchema(WorkerSchema):
    """For how long a worker takes something."""

    lock_seconds = fields.Integer(load_default=300, validate=validate.Range(1, LONGEST_LOCK_SECONDS))


class FetchSchema(LockSchema):
    """What a worker wants."""

    topic = fields.String(required=True, validate=validate.Length(1, LONGEST_WORKER))
    limit = fields.Integer(load_default=10, validate=validate.Range(1, MOST_FETCHED))


class ExternalTaskSchema(Schema):
    """Something to be done outside."""

    id = fields.String(
        required=True, metadata={"format": "uuid", "description": "The same in every attempt: do nothing twice for it"}
    )
    case_id = fields.String(required=True, metadata={"format": "uuid"})
    case_number = fields.String(required=True)
    element = fields.String(required=True)
    inputs = fields.Dict(keys=fields.String(), values=Plain(), required=True)
    attempt = fields.Integer(required=True)
    failures = fields.Integer(required=True, metadata={"description": "Attempts in a row that have failed"})
    locked_until = fields.String(required=True, metadata={"format": "date-time"})


class FetchedSchema(Schema):
    """What a worker has been given."""

    items = fields.List(fields.Nested(ExternalTaskSchema), required=True)


class CompleteSchema(WorkerSchema):
    """What has come of it."""

    outputs = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), load_default=dict)


class FailSchema(WorkerSchema):
    """Why an attempt has come to nothing."""

    message = fields.String(required=True, validate=validate.Length(1, LONGEST_MESSAGE))
    retry_seconds = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, 86400),
        metadata={"description": "When to try again; the topic's own pause if left out"},
    )
    final = fields.Boolean(
        load_default=False, metadata={"description": "Whether another attempt would fail in the same way"}
    )


class ErrorSchema(WorkerSchema):
    """An error of the business, which the diagram may catch."""

    code = fields.String(required=True, validate=validate.Length(1, LONGEST_CODE))
    message = fields.String(load_default="", validate=validate.Length(0, LONGEST_MESSAGE))
    data = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), load_default=dict)
