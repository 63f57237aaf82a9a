"""Whether a failure says that the database is not there, and nothing of what was asked of it."""

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

_STATES = ("08", "53", "57P")
"""Beginnings of SQLSTATE: no connection, no room for one more, the server is going down or coming up."""


MAY_MEAN_AWAY = (DBAPIError, PoolExhausted, psycopg.OperationalError, psycopg.InterfaceError)
"""What is raised when the database is away, among other things."""


def is_database_away(failure: BaseException) -> bool:
    """Tell whether a failure means that the database could not be reached, or went away meanwhile."""
    if isinstance(failure, PoolExhausted):
        return True
    if isinstance(failure, DBAPIError):
        return failure.connection_invalidated or (failure.orig is not None and is_database_away(failure.orig))
    if isinstance(failure, psycopg.OperationalError | psycopg.InterfaceError):
        # Without a state it is the connection that failed: the server has said nothing any more.
        return failure.sqlstate is None or failure.sqlstate.startswith(_STATES)
    return False
