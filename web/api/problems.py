"""Refusals for programs: problem details (RFC 9457) with a stable code, in the caller's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.exceptions import HTTPException

from engine.kernel.absence import MAY_MEAN_AWAY, is_database_away
from engine.kernel.errors import Fault, GuijuError, Invalid
from web.api.phrases import TITLES, translated
from web.errors import RETRY_AFTER_SECONDS, answer_failure, answer_http_error, language_unasked, status_of
from web.i18n.languages import in_language, language
from web.security.errors import SignInNeeded

MEDIA_TYPE = "application/problem+json"

_ROUTING = (400, 404, 405, 413, 414, 415, 429)
"""What Flask refuses before any topic is known."""


class ArgumentsRefused(Invalid):
    """What was sent does not fit the description of the operation: see each fault."""

    code = "arguments-refused"
    zh = "提交的内容不符合接口说明，请逐项更正。"


def answer_with_problems(blueprint: Blueprint) -> None:
    """Let a topic answer every refusal as a problem."""
    blueprint.register_error_handler(GuijuError, answer_refusal)
    blueprint.register_error_handler(HTTPException, answer_http)


def install_problems(app: Flask) -> None:
    """Answer as a problem what is refused under `/api/` before any operation is found."""
    for kind in MAY_MEAN_AWAY:
        app.register_error_handler(kind, answer_database)
    for status in _ROUTING:
        app.register_error_handler(status, answer_routing)


def answer_routing(error: HTTPException) -> ResponseReturnValue:
    """Answer a refused address or method: as a problem to programs, as a page to people."""
    return answer_http(error) if request.path.startswith("/api/") else answer_http_error(error)


def answer_database(error: Exception) -> ResponseReturnValue:
    """Answer what the database raises: that it is away as a problem to programs, all else as everywhere."""
    if not (request.path.startswith("/api/") and is_database_away(error)):
        return answer_failure(error)
    with force_locale(language_unasked()):
        detail = in_language("数据库暂时无法连接，请稍后再试。", "The database cannot be reached: try again later.")
        answer = problem(503, code="database-away", detail=detail, faults=())
    answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def answer_refusal(error: GuijuError) -> Response:
    """Answer one of our refusals with its code, its sentence and its faults."""
    status = 401 if isinstance(error, SignInNeeded) else status_of(error)
    answer = problem(status, code=error.code, detail=error.sentence(language()), faults=error.faults)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="guiju"'
    return answer


def answer_http(error: HTTPException) -> ResponseReturnValue:
    """Answer what Flask or the reader of arguments refuses."""
    status = error.code or 500
    if status < 400:
        return error
    data = getattr(error, "data", None)
    if data and "messages" in data and status == 422:
        return answer_refusal(ArgumentsRefused(faults=tuple(argument_faults(data["messages"]))))
    answer = problem(status, code=f"http-{status}", detail=_title(status), faults=())
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def problem(status: int, *, code: str, detail: str, faults: Iterable[Fault]) -> Response:
    """Return a problem as an answer; a fault says in both languages what is wrong, and where."""
    answer = jsonify(
        type=f"urn:guiju:problem:{code}",
        title=_title(status),
        status=status,
        code=code,
        detail=detail,
        faults=[fault_view(fault) for fault in faults],
    )
    answer.status_code, answer.mimetype = status, MEDIA_TYPE
    return answer


def fault_view(fault: Fault) -> dict[str, Any]:
    """Return a located defect as programs get it: sentences in both languages, and the place."""
    return {
        "code": fault.code,
        "message": fault.sentence(language()),
        "zh": fault.zh,
        "en": fault.en,
        "severity": fault.severity,
        **fault.where,
    }


def argument_faults(messages: Mapping[str, Any]) -> Iterable[Fault]:
    """Return one fault per sentence of the reader of arguments; `field` is the path inside the body or query."""
    for location, found in messages.items():
        for path, sentence in _leaves(found):
            field = ".".join(path) or location
            zh = f"{field}：{translated(sentence)}"
            yield Fault("argument", zh, f"{field}: {sentence}", {"field": field})


def _leaves(found: Any, path: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], str]]:
    if isinstance(found, Mapping):
        for key, inner in found.items():
            step = () if key == "_schema" else (str(key),)
            yield from _leaves(inner, (*path, *step))
    else:
        for sentence in found if isinstance(found, list) else [found]:
            yield path, str(sentence)


def _title(status: int) -> str:
    return in_language(*TITLES.get(status, ("请求未完成。", "The request was not completed.")))
