"""Give each tenant a revision that changes with its people, units, seats, permissions, certificates, duty rules."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WATCHED = {
    "unit": "code, superior_id",
    "person": "login, name, language, active, legal_qualification, first_time_reviewer, session_epoch",
    "seat": "person_id, unit_id, role",
    "role_permission": "role, permission",
    "certificate": "person_id, number, fields, valid_from, valid_to, revoked_on",
    "separation_rule": "id, kind, duties, roles, basis, zh, en",
}
"""The columns by table that what is kept in memory depends on; signing in changes none of them."""

FUNCTION = """
create function revise_tenant() returns trigger language plpgsql security definer set search_path = public, pg_temp as
$$
begin
  if tg_op <> 'INSERT' then
    update tenant set revision = gen_random_uuid() where id = old.tenant_id;
  else
    update tenant set revision = gen_random_uuid() where id = new.tenant_id;
  end if;
  return null;
end
$$
"""


def upgrade() -> None:
    """Apply this revision."""
    fresh = sa.text("gen_random_uuid()")
    op.add_column("tenant", sa.Column("revision", sa.Uuid(), nullable=False, server_default=fresh))
    op.execute(FUNCTION)
    for table, columns in WATCHED.items():
        op.execute(
            f"create trigger {table}_revises_tenant after insert or delete or update of {columns} on {table}"
            " for each row execute function revise_tenant()"
        )


def downgrade() -> None:
    """Take this revision back."""
    for table in WATCHED:
        op.execute(f"drop trigger {table}_revises_tenant on {table}")
    op.execute("drop function revise_tenant()")
    op.drop_column("tenant", "revision")
