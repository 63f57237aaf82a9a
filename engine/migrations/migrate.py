"""Bring a database to the schema of this release, or back; run by the role that owns the tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

LOCK = 0x6775696A75
"""The advisory lock under which two starting machines migrate one after the other ("guiju" in hexadecimal)."""


def migrate(owner_url: str, *, app_role: str = "guiju_app", revision: str = "head") -> None:
    """Upgrade the database behind an owner's `postgresql+psycopg` URL to a revision, in one transaction.

    `app_role` must exist; it is granted what the application needs and no more.
    """
    _run(owner_url, app_role=app_role, revision=revision, upgrade=True)


def take_back(owner_url: str, *, app_role: str = "guiju_app", revision: str = "base") -> None:
    """Downgrade the database to a revision, dropping what came after it with its rows."""
    _run(owner_url, app_role=app_role, revision=revision, upgrade=False)


def newest_revision() -> str:
    """Return the revision that this release expects."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def _run(owner_url: str, *, app_role: str, revision: str, upgrade: bool) -> None:
    config = _config()
    database = create_engine(owner_url)
    try:
        with database.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
            config.attributes.update(connection=connection, app_role=app_role)
            (command.upgrade if upgrade else command.downgrade)(config, revision)
    finally:
        database.dispose()
