"""The description of the REST interface: OpenAPI 3.1 for programs, and a page for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from web.guard import PUBLIC, needs

INTRODUCTION = """\
Everything a person can do, a program can: the same commands, the same checks, the same record.

Sign in with a session, or send `Authorization: Bearer <token>`; `POST /api/v1/sign-in` gives one out. Every POST
carries an `Idempotency-Key`: repeated with the same key it returns the first answer, and nothing happens twice.
A request within a session also repeats the page's token in `X-CSRFToken`. Lists are read page by page with `mark`.

A refusal is a problem (RFC 9457, `application/problem+json`): a stable `code`, a `detail` in the caller's language, and
`faults` that say where. What belongs to another tenant, or may not be read, does not exist: 404."""

SECURITY: Mapping[str, Mapping[str, str]] = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "guiju_session"},
}

blueprint = Blueprint("api", __name__, url_prefix="/api", template_folder="templates")


@dataclass(frozen=True)
class Operation:
    """An operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Mapping[str, Any], ...]
    body: str | None
    answers: tuple[tuple[str, str, str], ...]


@blueprint.get("/openapi.json")
@needs(PUBLIC)
def show_openapi() -> ResponseReturnValue:
    """Give out the description for programs."""
    return jsonify(spec())


@blueprint.get("/")
@needs(PUBLIC)
def show_page() -> ResponseReturnValue:
    """Show the description to people; it is made of the same text, so that it cannot say anything else."""
    described = spec()
    return render_template(
        "api/page.html",
        info=described["info"],
        topics=[(tag, tuple(operations(described, tag["name"]))) for tag in described["tags"]],
        schemas=described["components"]["schemas"],
        type_of=type_of,
    )


def spec() -> dict[str, Any]:
    """Return the OpenAPI document of the application."""
    return dict(current_app.extensions["guiju_api"].spec.to_dict())


def operations(described: Mapping[str, Any], topic: str) -> Iterable[Operation]:
    """Return the operations of a topic, in the order they were declared."""
    for path, methods in described["paths"].items():
        shared = methods.get("parameters", [])
        for method, operation in methods.items():
            if method == "parameters" or topic not in operation["tags"]:
                continue
            yield Operation(
                id=operation["operationId"],
                method=method.upper(),
                path=path,
                summary=operation.get("summary", ""),
                description=operation.get("description", ""),
                parameters=(*shared, *operation.get("parameters", [])),
                body=_body(operation),
                answers=tuple(sorted(_answers(operation))),
            )


def type_of(schema: Mapping[str, Any]) -> str:
    """Return a schema's type in a few words, the name of its own where it has one."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(type_of(choice) for choice in schema["anyOf"])
    kind = schema.get("type", "any")
    if kind == "array":
        return f"{type_of(schema.get('items', {}))}[]"
    words = " | ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{words} ({schema['format']})" if "format" in schema else words


def _body(operation: Mapping[str, Any]) -> str | None:
    content = operation.get("requestBody", {}).get("content")
    if not content:
        return None
    return ", ".join(f"{media}: {type_of(entry.get('schema', {}))}" for media, entry in content.items())


def _answers(operation: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    for status, answer in operation["responses"].items():
        if "$ref" in answer:
            yield status, "application/problem+json", "Problem"
            continue
        for media, entry in answer.get("content", {}).items():
            yield status, media, type_of(entry.get("schema", {}))
