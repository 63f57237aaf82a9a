"""Revoke one of the own bearer tokens."""

from uuid import UUID

from engine.audit.log import record_journal
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.errors import TokenUnknown
from engine.organization.permissions import Permission, require_permission
from engine.organization.tokens import revoke_own_token


def revoke_token(ctx: Context, *, token_id: UUID) -> Receipt:
    """Make a token of the actor invalid from now on; a token revoked before stays as it is.

    Raises `TokenUnknown` for a token that is not there or belongs to somebody else.
    """
    require_permission(ctx, Permission.TOKEN_OWN)
    actor = ctx.actor
    if not revoke_own_token(ctx.session, person_id=actor.person_id, token_id=token_id, at=ctx.clock.now()):
        raise TokenUnknown
    record_journal(ctx, "organization", "token:revoked", {"token": str(token_id)})
    return Receipt(detail={"token": str(token_id)})
