"""Alembic's entry: runs the revisions on the connection that `migrate` hands over, in one transaction."""

from alembic import context

from engine.migrations.registry import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
