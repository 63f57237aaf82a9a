"""Whether the platform is alive, for load balancers and monitors."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from engine.jobs.alive import count_workers
from web.edge import current_edge
from web.guard import PUBLIC, needs

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@needs(PUBLIC)
def show_health() -> ResponseReturnValue:
    """Answer 200 when the database answers, 503 otherwise; tell beside it whether a worker is alive.

    A missing worker is no reason to send people elsewhere: pages work, timers and messages wait. Nothing is told
    about content.
    """
    try:
        workers = count_workers(current_edge().database)
    except SQLAlchemyError:
        return jsonify(database="down", worker="unknown"), 503
    return jsonify(database="up", worker="up" if workers else "down")
