"""Keep the proof of each published version, and who has taken responsibility where there could be none."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("proof", "proof_override")
INSTANT = sa.DateTime(timezone=True)

GRANTED = {"LEGAL_HEAD": ("proof.override",)}
"""What roles of tenants that were founded before may do from now on; nobody could answer for a version otherwise."""


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "proof",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("checker", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "version_id", name="pk_proof"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "version_id"],
            ["definition_version.tenant_id", "definition_version.id"],
            name="fk_proof_tenant_id_definition_version",
        ),
        sa.CheckConstraint("verdict in ('PROVED', 'UNKNOWN')", name=op.f("ck_proof_never_violated")),
    )
    op.create_table(
        "proof_override",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "key", "digest", "person_id", name="pk_proof_override"),
    )
    app_role = context.config.attributes["app_role"]
    for table in TABLES:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(
            f"create policy own_tenant on {table} using (tenant_id = current_tenant())"
            " with check (tenant_id = current_tenant())"
        )
        # What was proved of a version, and who answered for it, is never rewritten.
        op.execute(f'grant select, insert on {table} to "{app_role}"')
    for tenant in op.get_bind().execute(sa.text("select id from tenant")).scalars().all():
        op.execute(sa.text("select set_config('app.tenant', :tenant, true)").bindparams(tenant=str(tenant)))
        for role, permissions in GRANTED.items():
            for permission in permissions:
                op.execute(_grant(tenant, role, permission))


def _grant(tenant: object, role: str, permission: str) -> sa.TextClause:
    return sa.text(
        "insert into role_permission (tenant_id, role, permission) select :tenant, :role, :permission"
        " where exists (select from role_permission where role = :role) on conflict do nothing"
    ).bindparams(sa.bindparam("tenant", tenant, sa.Uuid()), role=role, permission=permission)


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("proof_override")
    op.drop_table("proof")
