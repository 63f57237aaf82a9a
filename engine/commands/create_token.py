"""Create a bearer token that acts as the person who created it."""

from engine.audit.log import record_journal
from engine.kernel.context import Context
from engine.kernel.ids import new_id
from engine.kernel.receipt import Receipt
from engine.organization.errors import TokenRefused
from engine.organization.permissions import Permission, require_permission
from engine.organization.tokens import add_token, expiry, fingerprint, token_faults


def create_token(ctx: Context, *, name: str, days: int, token_hash: bytes) -> Receipt:
    """Store a token that `engine.organization.tokens.new_token` made; `days` is its life, at most 365.

    The secret stays at the edge. `detail` holds id, expiry and the fingerprint of the hash: an answer whose
    fingerprint is not that of the hash sent belongs to an earlier request, whose secret is not shown again.
    """
    require_permission(ctx, Permission.TOKEN_OWN)
    faults = token_faults(name=name, days=days)
    if faults:
        raise TokenRefused(faults=faults)
    token_id, expires_at = new_id(), expiry(ctx.clock.now(), days)
    add_token(ctx, token_id=token_id, name=name.strip(), token_hash=token_hash, expires_at=expires_at)
    body = {"token": str(token_id), "name": name.strip(), "expires_at": expires_at.isoformat()}
    record_journal(ctx, "organization", "token:created", body)
    return Receipt(detail={**body, "fingerprint": fingerprint(token_hash)})
