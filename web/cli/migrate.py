"""`guiju migrate`: the schema of this release, applied by the role that owns the tables."""

import os

import click
from sqlalchemy import make_url

from engine.migrations.migrate import migrate
from web.cli.settings import Settings, read_settings
from web.cli.speech import say


def apply(settings: Settings) -> None:
    """Upgrade the database and grant the application's role what it needs."""
    migrate(settings.owner_url, app_role=make_url(settings.app_url).username or "guiju_app")


@click.command()
def command() -> None:
    """Upgrade DATABASE_URL through GUIJU_MIGRATE_URL, the owner; safe to repeat and to run on two machines at once."""
    apply(read_settings(os.environ))
    say("数据库结构已是最新。", "The database has the schema of this release.")
