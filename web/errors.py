"""The one place where refusals meet HTTP: four kinds, four statuses, and an answer people can act on."""

import logging
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import Flask, g, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from engine.kernel.absence import is_database_away
from engine.kernel.errors import Conflict, Fault, Forbidden, GuijuError, Invalid, NotFound
from web.i18n.languages import LANGUAGES, language
from web.security.errors import PageExpired, SignInNeeded
from web.security.session import is_signed_in
from web.ui.carried import carry
from web.ui.links import own_path, previous_path

_STATUS: Mapping[type[GuijuError], int] = {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422}
_MESSAGE_ALONE = {"HX-Retarget": "#main", "HX-Reswap": "afterbegin", "HX-Reselect": "[role=alert]"}
"""Puts the message above the page: swapped in for the part asked for, it would take away what people are typing."""
RETRY_AFTER_SECONDS = 30
"""When whoever met an absent database may come again; a server restarts faster."""
_LOG = logging.getLogger("guiju.web")


def install_errors(app: Flask) -> None:
    """Answer refusals, HTTP errors and failures."""
    app.register_error_handler(SignInNeeded, answer_sign_in_needed)
    app.register_error_handler(PageExpired, answer_page_expired)
    app.register_error_handler(GuijuError, answer_refusal)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(Exception, answer_failure)


def status_of(error: GuijuError) -> int:
    """Return the HTTP status of a refusal by its kind."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)


def refusal_body(error: GuijuError) -> dict[str, Any]:
    """Return a refusal as JSON for scripts: code, sentence in the page's language, located faults."""
    faults = [fault_body(fault) for fault in error.faults]
    return {"code": error.code, "message": error.sentence(language()), "faults": faults}


def fault_body(fault: Fault) -> dict[str, Any]:
    """Return a located fault as JSON for scripts."""
    sentence = fault.sentence(language())
    return {"code": fault.code, "message": sentence, "severity": fault.severity, "where": dict(fault.where)}


def wants_json() -> bool:
    """Tell whether a program asks, not a page: the REST interface, or a script of ours that sends JSON."""
    accepts = request.accept_mimetypes
    return request.path.startswith("/api/") or request.is_json or accepts.best == "application/json"


def is_htmx() -> bool:
    """Tell whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def answer_refusal(error: GuijuError) -> ResponseReturnValue:
    """Answer a refusal with its sentence, its faults and a way out."""
    status = status_of(error)
    if wants_json():
        return jsonify(refusal_body(error)), status
    faults = [fault.sentence(language()) for fault in error.faults]
    return _page(status, sentence=error.sentence(language()), faults=faults)


def answer_sign_in_needed(error: SignInNeeded) -> ResponseReturnValue:
    """Send readers to the sign-in page, and show it at once to those who sent something, keeping what they typed."""
    if wants_json():
        return jsonify(refusal_body(error)), 401
    target = own_path(request.full_path.rstrip("?"))
    if is_htmx():
        return "", 401, {"HX-Redirect": url_for("login.show_login", next=previous_path())}
    if request.method == "GET":
        return redirect(url_for("login.show_login", next=target))
    return render_template("login.html", carried=carry(), next=previous_path(), expired=True), 401


def answer_page_expired(error: PageExpired) -> ResponseReturnValue:
    """Say that the page is too old, and offer to send what was typed once more."""
    if wants_json():
        return jsonify(refusal_body(error)), 403
    if not is_signed_in():
        return answer_sign_in_needed(SignInNeeded())
    carried = carry()
    if is_htmx() or carried is None:
        return _page(403, sentence=error.sentence(language()), faults=[])
    return render_template("resend.html", carried=carried, sentence=error.sentence(language())), 403


def answer_http_error(error: HTTPException) -> ResponseReturnValue:
    """Answer what Flask itself refuses: no such page, too large, too often."""
    code = error.code or 500
    if code < 400:
        return error
    sentence = _sentences().get(code, _("服务器不接受这个请求。"))
    if wants_json():
        return jsonify(code=f"http-{code}", message=sentence, faults=[]), code
    return _page(code, sentence=sentence, faults=[])


def answer_failure(error: Exception) -> ResponseReturnValue:
    """Log what nobody foresaw and show a calm page; it asks the database for nothing, for that may be what broke."""
    if is_database_away(error):
        return answer_away(error)
    number = uuid4().hex[:8]
    _LOG.error("Failure %s at %s %s", number, request.method, request.path, exc_info=error)
    g.failed = True
    with force_locale(language_unasked()):
        if wants_json():
            message = _("系统出错，编号 %(number)s。", number=number)
            return jsonify(code="failure", message=message, faults=[]), 500
        return render_template("failure.html", number=number), 500


def answer_away(error: Exception) -> ResponseReturnValue:
    """Say that the database cannot be reached, and when to come again; nothing is asked of it."""
    _LOG.warning("The database is away at %s %s: %s", request.method, request.path, error)
    g.failed = True
    again = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    with force_locale(language_unasked()):
        if wants_json():
            message = _("数据库暂时无法连接，刚才的操作没有生效，请稍后再试。")
            return jsonify(code="database-away", message=message, faults=[]), 503, again
        if is_htmx():
            sentence = _("数据库暂时无法连接，刚才的操作没有生效，请稍后再试。")
            return render_template("parts/refusal.html", sentence=sentence, faults=[]), 503, {**again, **_MESSAGE_ALONE}
        return render_template("away.html"), 503, again


def language_unasked() -> str:
    """Return a language for an answer that may ask nobody who the reader is, because the database is gone."""
    return session.get("language") or request.accept_languages.best_match(LANGUAGES) or "zh"


def _page(status: int, *, sentence: str, faults: list[str]) -> ResponseReturnValue:
    if is_htmx():
        part = render_template("parts/refusal.html", sentence=sentence, faults=faults)
        return part, status, _MESSAGE_ALONE
    page = render_template(
        "refusal.html",
        status=status,
        heading=_headings().get(status, _("请求未完成")),
        sentence=sentence,
        faults=faults,
        back=previous_path(),
    )
    return page, status


def _headings() -> dict[int, str]:
    return {
        403: _("没有权限"),
        404: _("没有找到"),
        405: _("不能这样打开"),
        409: _("情况已经变化"),
        413: _("内容太大"),
        422: _("内容有误"),
        429: _("尝试过于频繁"),
    }


def _sentences() -> dict[int, str]:
    return {
        400: _("请求不完整，请重新打开页面再试。"),
        404: _("没有这个页面，地址可能有误或已失效。"),
        405: _("这个地址只接受页面上的按钮提交，请从页面进入。"),
        413: _("提交的内容超过上限：单个文件不超过 20 MB，文字不超过 2 MB。"),
        415: _("服务器不认识这种内容格式。"),
        429: _("短时间内尝试次数过多，请等一分钟后再试。"),
    }
