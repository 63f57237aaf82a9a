"""A topic of the REST interface: a blueprint whose operations are named, and whose refusals are problems."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from flask_smorest import Blueprint
from marshmallow import Schema

from web.api.problems import answer_with_problems

View = TypeVar("View", bound=Callable[..., Any])

PREFIX = "/api/v1"

KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "A fresh UUID per intention. Sending it again returns the first answer; nothing happens twice.",
}


class Decorator(Protocol):
    """A decorator that leaves the signature of a view to its readers as it is written."""

    def __call__(self, view: View) -> View:
        """Return the view, decorated."""
        ...


class Topic(Blueprint):  # type: ignore[misc]
    """A group of operations under one heading of the description.

    Flask wants the name of a blueprint to be unique beside those of the pages; readers want a plain heading. The
    decorators are declared again because Flask-smorest has no types.
    """

    def __init__(self, heading: str, description: str) -> None:
        super().__init__(f"api_{heading}", __name__, url_prefix=PREFIX, description=description)
        self.heading = heading
        answer_with_problems(self)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,  # noqa: FBT001 - the signature is Flask's
        **options: Any,
    ) -> None:
        """Register an operation under its own name; every POST is described with its idempotency key."""
        assert view_func is not None
        described = dict(getattr(view_func, "_apidoc", {}))
        manual = {"operationId": view_func.__name__, **described.get("manual_doc", {})}
        if "POST" in options.get("methods", ()):
            manual["parameters"] = [KEY_PARAMETER]
        view_func._apidoc = {**described, "manual_doc": manual}  # type: ignore[attr-defined]  # noqa: SLF001 - flask-smorest reads it
        options.setdefault("tags", [self.heading])
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)

    def get(self, rule: str) -> Decorator:
        """Declare an operation that only reads."""
        return self._operation(rule, "GET")

    def post(self, rule: str) -> Decorator:
        """Declare an operation that does something once per idempotency key."""
        return self._operation(rule, "POST")

    def put(self, rule: str) -> Decorator:
        """Declare an operation that sets something, however often it is repeated."""
        return self._operation(rule, "PUT")

    def delete(self, rule: str) -> Decorator:
        """Declare an operation that takes something away, however often it is repeated."""
        return self._operation(rule, "DELETE")

    def arguments(self, schema: type[Schema], *, location: str = "json") -> Decorator:
        """Read the body, the query or the files by a schema and hand them to the view."""
        decorator: Decorator = super().arguments(schema, location=location)
        return decorator

    def response(
        self,
        status: int,
        schema: type[Schema] | Mapping[str, str],
        *,
        content_type: str | None = None,
        description: str | None = None,
    ) -> Decorator:
        """Answer with what the view returns, in the shape of a schema."""
        decorator: Decorator = super().response(status, schema, content_type=content_type, description=description)
        return decorator

    def described(self, **entries: Any) -> Decorator:
        """Add entries to the description of an operation."""
        decorator: Decorator = self.doc(**entries)
        return decorator

    def _operation(self, rule: str, method: str) -> Decorator:
        decorator: Decorator = self.route(rule, methods=[method])
        return decorator
