"""Where a request meets the engine: the database, the clock and the files of this application, and who acts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import uuid4

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy

from engine.commands.perform import Edge, perform
from engine.commands.perform import reading as read
from engine.documents.files import FileStore
from engine.kernel.context import Context
from engine.kernel.database import Base, engine_options, guarded
from engine.kernel.receipt import Receipt
from engine.operations.registry import load_operations
from web.config import Settings
from web.security.session import current_actor


def install_edge(app: Flask, settings: Settings) -> None:
    """Open the connection pool and the file store for the requests of this process."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options()
    app.extensions["guiju_settings"] = settings
    # The extension opens the pool and closes it with the application; our tables need no Flask, so it is told theirs.
    tables = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)
    tables.init_app(app)
    with app.app_context():
        database = guarded(tables.engine)
    operations, files = load_operations(settings.operations), FileStore(settings.files)
    edge = Edge(database=database, clock=settings.clock, files=files, operations=operations)
    app.extensions["guiju_edge"] = edge


def current_edge() -> Edge:
    """Return the edge of the application that serves the present request."""
    return cast("Edge", current_app.extensions["guiju_edge"])


def current_settings() -> Settings:
    """Return the settings of the application that serves the present request."""
    return cast("Settings", current_app.extensions["guiju_settings"])


def act(command: Callable[..., Receipt], *, request_key: str | None = None, **arguments: Any) -> Receipt:
    """Perform a command as the person signed in.

    Without a request key a fresh one is made: for commands that carry their own protection against
    repetition, such as the revision of a draft.
    """
    key = str(uuid4()) if request_key is None else request_key
    return perform(current_edge(), current_actor(), command, request_key=key, **arguments)


@contextmanager
def reading() -> Iterator[Context]:
    """Open a transaction for queries of the person signed in."""
    with read(current_edge(), current_actor()) as ctx:
        yield ctx
