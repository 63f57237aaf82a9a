"""What the account topic sends and receives."""

from marshmallow import Schema, fields, validate

from engine.organization.tokens import LONGEST_DAYS, LONGEST_NAME_CHARACTERS


class SeatSchema(Schema):
    """A role in a unit."""

    role = fields.String(required=True)
    unit = fields.String(required=True)


class MeSchema(Schema):
    """The person in whose name the request acts."""

    person_id = fields.UUID(required=True)
    tenant_id = fields.UUID(required=True)
    login = fields.String(required=True)
    name = fields.String(required=True)
    language = fields.String(required=True, validate=validate.OneOf(["zh", "en"]))
    seats = fields.List(fields.Nested(SeatSchema), required=True)
    permissions = fields.Method("sorted_permissions", metadata={"type": "array", "items": {"type": "string"}})

    def sorted_permissions(self, actor: object) -> list[str]:
        """Return the permissions in a stable order."""
        return sorted(getattr(actor, "permissions", ()))


class TokenWishSchema(Schema):
    """A token to be made."""

    name = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_NAME_CHARACTERS),
        metadata={"description": "What the token is for, as its owner will read it in the list"},
    )
    days = fields.Integer(
        load_default=30, validate=validate.Range(1, LONGEST_DAYS), metadata={"description": "Life in days"}
    )


class SignInSchema(TokenWishSchema):
    """A login and a password that a token is wanted for."""

    login = fields.String(required=True, metadata={"description": "`login` or `login@tenantcode`"})
    password = fields.String(required=True, load_only=True)
    name = fields.String(load_default="API", validate=validate.Length(1, LONGEST_NAME_CHARACTERS))
    days = fields.Integer(load_default=1, validate=validate.Range(1, LONGEST_DAYS))


class NewTokenSchema(Schema):
    """A token just made; `token` is null in the answer to a repeated request, for a secret is shown once."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    expires_at = fields.String(required=True, metadata={"format": "date-time"})
    token = fields.String(required=True, allow_none=True)


class TokenSchema(Schema):
    """A token as its owner sees it in the list."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)
    revoked_at = fields.AwareDateTime(required=True, allow_none=True)


class TokensSchema(Schema):
    """All own tokens, the newest first."""

    items = fields.List(fields.Nested(TokenSchema), required=True)


class LanguageSchema(Schema):
    """The language a person works in."""

    language = fields.String(required=True, validate=validate.OneOf(["zh", "en"]))
