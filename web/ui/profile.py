"""The person's own settings: language, password, sessions, tokens for programs."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.commands.change_password import change_password
from engine.commands.create_token import create_token
from engine.commands.revoke_token import revoke_token
from engine.kernel.errors import GuijuError
from engine.organization.tokens import fingerprint, list_tokens, new_token
from web.edge import act, current_edge, reading
from web.errors import status_of
from web.guard import SIGNED_IN, needs
from web.i18n.languages import language
from web.security.credentials import record_sign_out
from web.security.session import Account, close_session, current_actor, open_session
from web.ui.keys import sent_key
from web.ui.sheets import sentences

blueprint = Blueprint("profile", __name__, url_prefix="/profile")


@blueprint.get("")
@needs(SIGNED_IN)
def show_profile() -> ResponseReturnValue:
    """Show the person's settings."""
    return _page()


@blueprint.post("/password")
@needs(SIGNED_IN)
def choose_password() -> ResponseReturnValue:
    """Change the password; all other sessions end, this one goes on."""
    key, form = sent_key(), request.form
    if form.get("new_password") != form.get("new_password_again"):
        return _page(part="password", problems=[_("两次输入的新密码不一致。")]), 422
    try:
        receipt = act(
            change_password,
            request_key=key,
            current=form.get("current_password", ""),
            new=form.get("new_password", ""),
        )
    except GuijuError as refusal:
        problems = sentences(refusal.faults) or [refusal.sentence(language())]
        return _page(part="password", problems=problems), status_of(refusal)
    open_session(Account(current_actor(), int(str(receipt.detail["epoch"]))))
    flash(_("密码已修改，其他设备上的登录已全部退出。"), "success")
    return redirect(url_for("profile.show_profile"))


@blueprint.post("/sign-out-everywhere")
@needs(SIGNED_IN)
def sign_out_everywhere() -> ResponseReturnValue:
    """End all sessions of the person, this one too."""
    record_sign_out(everywhere=True)
    close_session()
    flash(_("所有设备上的登录都已退出。"), "success")
    return redirect(url_for("login.show_login"))


@blueprint.post("/tokens")
@needs("token.own")
def make_token() -> ResponseReturnValue:
    """Make a token and show its secret once; the answer to a repeated request cannot show it again."""
    key, form = sent_key(), request.form
    token = new_token()
    days = form.get("days", "")
    try:
        receipt = act(
            create_token,
            request_key=key,
            name=form.get("name", ""),
            days=int(days) if days.isdigit() else 0,
            token_hash=token.hash,
        )
    except GuijuError as refusal:
        problems = sentences(refusal.faults) or [refusal.sentence(language())]
        return _page(part="tokens", problems=problems), status_of(refusal)
    fresh = receipt.detail["fingerprint"] == fingerprint(token.hash)
    return _page(part="tokens", secret=token.secret if fresh else None)


@blueprint.post("/tokens/<uuid:token_id>/revoke")
@needs("token.own")
def cancel_token(token_id: UUID) -> ResponseReturnValue:
    """Revoke a token."""
    act(revoke_token, request_key=sent_key(), token_id=token_id)
    flash(_("令牌已作废。"), "success")
    return redirect(url_for("profile.show_profile"))


def _page(*, part: str = "", problems: list[str] | None = None, secret: str | None = None) -> str:
    with reading() as ctx:
        tokens = list_tokens(ctx)
    now = current_edge().clock.now()
    return render_template(
        "profile/page.html", tokens=tokens, now=now, part=part, problems=problems or [], secret=secret
    )
