"""Install the job queue's own tables and functions, as its release ships them."""

from alembic import context, op
from procrastinate.schema import SchemaManager
from procrastinate.testing import InMemoryConnector

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DROP = """
do $$
declare thing record;
begin
  for thing in select oid::regclass as name from pg_class
    where relname like 'procrastinate\\_%' and relkind = 'r' and relnamespace = 'public'::regnamespace
  loop execute 'drop table if exists ' || thing.name || ' cascade'; end loop;
  for thing in select oid::regprocedure as name from pg_proc
    where proname like 'procrastinate\\_%' and pronamespace = 'public'::regnamespace
  loop execute 'drop function if exists ' || thing.name || ' cascade'; end loop;
  for thing in select oid::regtype as name from pg_type
    where typname like 'procrastinate\\_%' and typtype in ('e', 'c') and typnamespace = 'public'::regnamespace
  loop execute 'drop type if exists ' || thing.name || ' cascade'; end loop;
end $$
"""

GRANT = """
do $$
declare thing record;
begin
  for thing in select c.oid::regclass as name, c.relkind from pg_class c
    where c.relname like 'procrastinate\\_%' and c.relkind in ('r', 'S') and c.relnamespace = 'public'::regnamespace
  loop
    if thing.relkind = 'r' then
      execute format('grant select, insert, update, delete on %s to %I', thing.name, '{role}');
    else
      execute format('grant usage, select on sequence %s to %I', thing.name, '{role}');
    end if;
  end loop;
end $$
"""


def upgrade() -> None:
    """Apply this revision."""
    connection = op.get_bind().connection.driver_connection
    connection.execute(SchemaManager(InMemoryConnector()).get_schema())
    connection.execute(GRANT.replace("{role}", context.config.attributes["app_role"]))


def downgrade() -> None:
    """Take this revision back."""
    op.get_bind().connection.driver_connection.execute(DROP)
