"""What the topics of definitions and drafts send and receive."""

from marshmallow import Schema, fields

from web.api.schemas.problem import FaultSchema


class DefinitionSchema(Schema):
    """A procedure and the version that new cases start on."""

    key = fields.String(required=True)
    title_zh = fields.String(required=True)
    title_en = fields.String(required=True)
    owner = fields.String(required=True)
    starter_role = fields.String(
        required=True, allow_none=True, metadata={"description": "Who starts a case by hand; null if nobody does"}
    )
    version_id = fields.UUID(required=True)
    number = fields.Integer(required=True, metadata={"description": "Number of the live version"})
    published_at = fields.AwareDateTime(required=True)
    note = fields.String(required=True)


class DefinitionsSchema(Schema):
    """All procedures."""

    items = fields.List(fields.Nested(DefinitionSchema), required=True)


class DeployQuerySchema(Schema):
    """What a deployment is accompanied by."""

    note = fields.String(load_default="", metadata={"description": "Why this version; goes on record"})


class RevisionQuerySchema(Schema):
    """Which draft was edited."""

    revision = fields.Integer(
        required=True, metadata={"description": "Revision of the draft that was edited; 0 for the live version"}
    )


class PublishWishSchema(Schema):
    """What a publication says."""

    revision = fields.Integer(required=True, metadata={"description": "Revision of the draft to publish"})
    note = fields.String(required=True, metadata={"description": "What changed and why; goes on record"})
    replacing = fields.Integer(
        load_default=None,
        allow_none=True,
        metadata={"description": "Number of the live version to replace, if it is newer than what was drawn on"},
    )


class FindingsSchema(Schema):
    """What would be refused."""

    items = fields.List(fields.Nested(FaultSchema), required=True)
