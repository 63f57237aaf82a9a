"""What the definitions topic sends and receives."""

from marshmallow import Schema, fields


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
