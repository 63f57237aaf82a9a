"""Whether anybody works off the jobs: what a monitor asks."""

from sqlalchemy import Engine, text

from engine.jobs.worker import DEAD_AFTER_SECONDS

_LIVING = text(
    "select count(*) from procrastinate_workers where last_heartbeat >= now() - make_interval(secs => :seconds)"
)


def count_workers(database: Engine) -> int:
    """Return how many workers have shown a sign of life within the last seconds; raises as the database does."""
    with database.connect() as connection:
        return int(connection.execute(_LIVING, {"seconds": DEAD_AFTER_SECONDS}).scalar_one())
