"""Who acts, in which language, and with which tokens."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.commands.create_token import create_token
from engine.commands.perform import perform
from engine.commands.revoke_token import revoke_token
from engine.commands.set_language import set_language
from engine.commands.sign_in import sign_in
from engine.kernel.actor import Actor
from engine.kernel.receipt import Receipt
from engine.organization.tokens import fingerprint, list_tokens, new_token
from web.api.acting import act_once, sent_key
from web.api.schemas.account import (
    LanguageSchema,
    MeSchema,
    NewTokenSchema,
    SignInSchema,
    TokensSchema,
    TokenWishSchema,
)
from web.api.schemas.shared import ReceiptSchema
from web.api.topic import Topic
from web.edge import act, current_edge, reading
from web.guard import PUBLIC, SIGNED_IN, needs
from web.security.session import current_actor
from web.security.throttle import limiter

topic = Topic("account", "Who acts, in which language, and with which tokens")


@topic.post("/sign-in")
@limiter.limit("20 per minute")
@needs(PUBLIC)
@topic.arguments(SignInSchema)
@topic.response(201, NewTokenSchema)
@topic.described(security=[])
def sign_in_for_token(wish: dict[str, Any]) -> Mapping[str, Any]:
    """Exchange a login and a password for a bearer token.

    The token lives one day unless told otherwise. No session is opened and no cookie set.
    """
    key, edge = sent_key(), current_edge()
    actor = sign_in(edge.database, edge.clock, wish["login"], wish["password"]).actor
    return _make_token(actor, key, name=wish["name"], days=wish["days"])


@topic.get("/me")
@needs(SIGNED_IN)
@topic.response(200, MeSchema)
def read_me() -> Actor:
    """Read the person in whose name the request acts."""
    return current_actor()


@topic.post("/me/language")
@needs(SIGNED_IN)
@topic.arguments(LanguageSchema)
@topic.response(200, ReceiptSchema)
def choose_language(wish: dict[str, Any]) -> Receipt:
    """Choose the language of sentences in answers and on pages."""
    return act_once(set_language, language=wish["language"])


@topic.get("/tokens")
@needs("token.own")
@topic.response(200, TokensSchema)
def list_own_tokens() -> Mapping[str, Any]:
    """List own tokens, the revoked and expired among them."""
    with reading() as ctx:
        return {"items": list_tokens(ctx)}


@topic.post("/tokens")
@needs("token.own")
@topic.arguments(TokenWishSchema)
@topic.response(201, NewTokenSchema)
def make_token(wish: dict[str, Any]) -> Mapping[str, Any]:
    """Make a token that acts as the caller; its secret is in this answer and nowhere else."""
    return _make_token(current_actor(), sent_key(), name=wish["name"], days=wish["days"])


@topic.delete("/tokens/<uuid:token_id>")
@needs("token.own")
@topic.response(200, ReceiptSchema)
def revoke_own_token(token_id: UUID) -> Receipt:
    """Revoke an own token; revoking it again changes nothing."""
    return act(revoke_token, token_id=token_id)


def _make_token(actor: Actor, key: str, *, name: str, days: int) -> Mapping[str, Any]:
    """Create a token for an actor; the secret is told only if this very request made it."""
    token = new_token()
    receipt = perform(current_edge(), actor, create_token, request_key=key, name=name, days=days, token_hash=token.hash)
    made = receipt.detail
    fresh = made["fingerprint"] == fingerprint(token.hash)
    return {
        "id": made["token"],
        "name": made["name"],
        "expires_at": made["expires_at"],
        "token": token.secret if fresh else None,
    }
