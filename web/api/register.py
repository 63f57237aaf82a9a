"""Put the REST interface together: topics, bearer tokens, problems, and its description."""

from http import HTTPStatus

from flask import Flask
from flask_smorest import Api

from web.api import (
    account,
    activities,
    attachments,
    cases,
    definitions,
    description,
    drafts,
    evaluation,
    external_tasks,
    incidents,
    interventions,
    messages,
    steering,
    tasks,
    thresholds,
    transfers,
)
from web.api.bearer import install_bearer
from web.api.problems import MEDIA_TYPE, install_problems
from web.api.schemas.problem import ProblemSchema

TOPICS = (
    account,
    definitions,
    drafts,
    cases,
    activities,
    interventions,
    steering,
    attachments,
    tasks,
    thresholds,
    evaluation,
    transfers,
    incidents,
    messages,
    external_tasks,
)
"""The modules of operations; each declares one topic."""

_NOT_VALID = HTTPStatus(422).name
"""What Flask-smorest calls the answer to arguments that do not fit; the name differs between Pythons."""

VERSION = "1"
"""Rises when something is taken away or changes its meaning; additions do not count."""

_CONFIG = {
    "API_TITLE": "规矩 Guiju",
    "API_VERSION": VERSION,
    "OPENAPI_VERSION": "3.1.0",
    "API_SPEC_OPTIONS": {
        "info": {"description": description.INTRODUCTION},
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": []}],
    },
}


class DescribedApi(Api):  # type: ignore[misc]
    """Flask-smorest without its own answers to errors, which would also answer for the pages."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Leave the application's handlers alone; topics bring their own."""

    def _register_responses(self) -> None:
        """Describe one answer to everything that is refused: a problem."""
        for name, meaning in (("DEFAULT_ERROR", "Refused"), (_NOT_VALID, "Not valid: see each fault")):
            content = {MEDIA_TYPE: {"schema": self.ERROR_SCHEMA}}
            self.spec.components.response(name, {"description": meaning, "content": content})


def register_api(app: Flask) -> None:
    """Add the REST interface to the application."""
    app.config.update(_CONFIG)
    api = DescribedApi(app)
    for scheme, described in description.SECURITY.items():
        api.spec.components.security_scheme(scheme, described)
    for module in TOPICS:
        api.register_blueprint(module.topic)
    app.register_blueprint(description.blueprint)
    app.extensions["guiju_api"] = api
    install_bearer(app)
    install_problems(app)
