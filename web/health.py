"""Whether the platform is alive, for load balancers and monitors."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from web.edge import current_edge
from web.guard import PUBLIC, needs

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@needs(PUBLIC)
def show_health() -> ResponseReturnValue:
    """Answer 200 when the database answers, 503 otherwise; tells nothing about its content."""
    try:
        with current_edge().database.connect() as connection:
            connection.execute(text("select 1"))
    except SQLAlchemyError:
        return jsonify(database="down"), 503
    return jsonify(database="up")
