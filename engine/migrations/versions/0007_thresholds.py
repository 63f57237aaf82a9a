"""Keep thresholds as versions that a legal officer edits, and note which case has rested on which."""

import sqlalchemy as sa
from alembic import context, op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("threshold", "threshold_use")

GRANTED = {
    "LEGAL_HEAD": ("threshold.read", "threshold.edit"),
    "LEGAL_REVIEWER": ("threshold.read",),
    "SUPERVISOR": ("threshold.read",),
}
"""What roles of tenants that were founded before may do from now on; nobody could keep thresholds otherwise."""


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "threshold",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("jurisdiction", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_threshold"),
    )
    op.create_index(
        "ux_threshold_version",
        "threshold",
        ["tenant_id", "name", "domain", "jurisdiction", "party", "valid_from"],
        unique=True,
        postgresql_where=sa.text("status <> 'WITHDRAWN'"),
    )
    op.create_table(
        "threshold_use",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("threshold_id", sa.Uuid(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["case.tenant_id", "case.id"], name="fk_threshold_use_tenant_id_case"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "threshold_id"],
            ["threshold.tenant_id", "threshold.id"],
            name="fk_threshold_use_tenant_id_threshold",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "threshold_id", name="pk_threshold_use"),
    )
    op.create_index("ix_threshold_use_tenant_id_threshold_id", "threshold_use", ["tenant_id", "threshold_id"])
    app_role = context.config.attributes["app_role"]
    for table in TABLES:
        op.execute(f'alter table "{table}" enable row level security')
        op.execute(f'alter table "{table}" force row level security')
        op.execute(
            f'create policy own_tenant on "{table}" using (tenant_id = current_tenant())'
            " with check (tenant_id = current_tenant())"
        )
    # A version is never rewritten: the application may move its status and nothing else, and take none away.
    op.execute(f'grant select, insert on threshold, threshold_use to "{app_role}"')
    for tenant in op.get_bind().execute(sa.text("select id from tenant")).scalars().all():
        op.execute(sa.text("select set_config('app.tenant', :tenant, true)").bindparams(tenant=str(tenant)))
        for role, permissions in GRANTED.items():
            for permission in permissions:
                op.execute(_grant(tenant, role, permission))
    op.execute(f'grant update (status, source, settled_at, settled_by, note) on threshold to "{app_role}"')


def _grant(tenant: object, role: str, permission: str) -> sa.TextClause:
    return sa.text(
        "insert into role_permission (tenant_id, role, permission) select :tenant, :role, :permission"
        " where exists (select from role_permission where role = :role) on conflict do nothing"
    ).bindparams(sa.bindparam("tenant", tenant, sa.Uuid()), role=role, permission=permission)


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("threshold_use")
    op.drop_table("threshold")
