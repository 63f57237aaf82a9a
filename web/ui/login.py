"""Signing in and out, choosing a language, and the page a person starts on."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.commands.set_language import set_language
from engine.kernel.errors import GuijuError
from web.edge import act
from web.errors import status_of
from web.guard import PUBLIC, SIGNED_IN, needs
from web.i18n.languages import LANGUAGES, language
from web.security.credentials import check_credentials, record_sign_out
from web.security.session import close_session, current_actor, is_signed_in, open_session
from web.security.throttle import limiter
from web.ui.carried import unpack
from web.ui.links import own_path

blueprint = Blueprint("login", __name__)


@blueprint.get("/")
@needs(PUBLIC)
def show_home() -> ResponseReturnValue:
    """Send everybody to the page their work begins on."""
    if not is_signed_in():
        return redirect(url_for("login.show_login"))
    permissions = current_actor().permissions
    homes = {
        "task.work": "inbox.show_inbox",
        "case.read_all": "cases.show_cases",
        "definition.read": "procedures.show_procedures",
    }
    home = next((page for permission, page in homes.items() if permission in permissions), "profile.show_profile")
    return redirect(url_for(home))


@blueprint.get("/login")
@needs(PUBLIC)
def show_login() -> ResponseReturnValue:
    """Show the sign-in page."""
    if is_signed_in():
        return redirect(url_for("login.show_home"))
    return render_template("login.html", next=own_path(request.args.get("next")))


@blueprint.post("/login")
@limiter.limit("20 per minute")
@needs(PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Open a session, then go where the person was headed, with what they had typed if they had."""
    carried, target = unpack(), own_path(request.form.get("next"))
    try:
        account = check_credentials(request.form.get("login", "").strip(), request.form.get("password", ""))
    except GuijuError as refusal:
        sentence = refusal.sentence(language())
        return render_template("login.html", refused=sentence, carried=carried, next=target), status_of(refusal)
    open_session(account)
    if carried is not None:
        sentence = _("您已重新登录。下面是登录失效前填写的内容，尚未提交。")
        return render_template("resend.html", carried=carried, sentence=sentence)
    return redirect(target or url_for("login.show_home"))


@blueprint.post("/logout")
@needs(SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """End the session in this browser."""
    record_sign_out(everywhere=False)
    close_session()
    flash(_("您已退出登录。"), "success")
    return redirect(url_for("login.show_login"))


@blueprint.post("/language")
@needs(PUBLIC)
def choose() -> ResponseReturnValue:
    """Switch the language: of the person when signed in, of this browser otherwise."""
    chosen = request.form.get("language")
    if chosen in LANGUAGES:
        session["language"] = chosen
        if is_signed_in():
            act(set_language, language=chosen)
    return redirect(own_path(request.form.get("next")) or url_for("login.show_home"))
