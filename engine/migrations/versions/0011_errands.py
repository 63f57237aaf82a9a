"""Keep what machines are to do for a case as errands, and let roles of older tenants do what came since."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

GRANTED = {
    "HEAD": ("case.intervene",),
    "DEPUTY_HEAD": ("case.intervene",),
    "PROCESS_OWNER": ("case.migrate", "incident.handle", "message.send"),
    "ADMINISTRATOR": ("case.migrate", "incident.handle", "message.send", "errand.work"),
}
"""What roles of tenants that were founded before may do from now on; nobody could otherwise."""

CONNECTOR = ("definition.read", "organization.read", "token.own", "message.send", "errand.work")
"""What the role may do that programs of other offices get; there was none."""

FUNCTIONS = """
create function due_errands(as_of timestamptz, most integer)
returns table (tenant_id uuid, task_id uuid)
language sql volatile security definer set search_path = public, pg_temp as
$$ select e.tenant_id, e.task_id from errand e
   where e.status = 'open' and e.is_inside and e.due_at <= as_of and not e.is_held order by e.due_at limit most $$;
"""


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "errand",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("inputs", JSONB(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("is_inside", sa.Boolean(), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("answer", JSONB(), nullable=True),
        sa.Column("said_zh", sa.String(), nullable=True),
        sa.Column("said_en", sa.String(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "task_id", name="pk_errand"),
        sa.ForeignKeyConstraint(["tenant_id", "task_id"], ["task.tenant_id", "task.id"], name="fk_errand_tenant_id_task"),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"], name="fk_errand_tenant_id_case"),
    )
    open_only = sa.text("status = 'open'")
    op.create_index("ix_errand_due", "errand", ["due_at"], postgresql_where=sa.text("status = 'open' and is_inside"))
    op.create_index(
        "ix_errand_topic", "errand", ["tenant_id", "operation", "due_at", "task_id"], postgresql_where=open_only
    )
    op.create_index("ix_errand_tenant_id_case_id", "errand", ["tenant_id", "case_id"])
    app_role = context.config.attributes["app_role"]
    op.execute("alter table errand enable row level security")
    op.execute("alter table errand force row level security")
    op.execute(
        "create policy own_tenant on errand using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())"
    )
    op.execute(f'grant select, insert, update, delete on errand to "{app_role}"')
    op.execute(FUNCTIONS)
    op.execute("create policy scan on errand for select to current_user using (true)")
    for tenant in op.get_bind().execute(sa.text("select id from tenant")).scalars().all():
        op.execute(sa.text("select set_config('app.tenant', :tenant, true)").bindparams(tenant=str(tenant)))
        for role, permissions in GRANTED.items():
            for permission in permissions:
                op.execute(_grant(tenant, role, permission))
        for permission in CONNECTOR:
            op.execute(
                sa.text(
                    "insert into role_permission (tenant_id, role, permission)"
                    " values (:tenant, 'CONNECTOR', :permission) on conflict do nothing"
                ).bindparams(sa.bindparam("tenant", tenant, sa.Uuid()), permission=permission)
            )


def _grant(tenant: object, role: str, permission: str) -> sa.TextClause:
    return sa.text(
        "insert into role_permission (tenant_id, role, permission) select :tenant, :role, :permission"
        " where exists (select from role_permission where role = :role) on conflict do nothing"
    ).bindparams(sa.bindparam("tenant", tenant, sa.Uuid()), role=role, permission=permission)


def downgrade() -> None:
    """Take this revision back."""
    op.execute("drop policy scan on errand")
    op.execute("drop function due_errands(timestamptz, integer)")
    op.drop_table("errand")
