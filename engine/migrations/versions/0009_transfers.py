"""Keep orders to take running cases to another version, with what became of each case."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("transfer", "transfer_item")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "transfer",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("from_version_id", sa.Uuid(), nullable=False),
        sa.Column("to_version_id", sa.Uuid(), nullable=False),
        sa.Column("mapping", JSONB(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_transfer"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "from_version_id"],
            ["definition_version.tenant_id", "definition_version.id"],
            name="fk_transfer_tenant_id_from_definition_version",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "to_version_id"],
            ["definition_version.tenant_id", "definition_version.id"],
            name="fk_transfer_tenant_id_to_definition_version",
        ),
    )
    op.create_index("ix_transfer_tenant_id_key_id", "transfer", ["tenant_id", "key", "id"])
    op.create_table(
        "transfer_item",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("told", JSONB(), nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "transfer_id", "case_id", name="pk_transfer_item"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "transfer_id"],
            ["transfer.tenant_id", "transfer.id"],
            name="fk_transfer_item_tenant_id_transfer",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["case.tenant_id", "case.id"], name="fk_transfer_item_tenant_id_case"
        ),
    )
    op.create_index("ix_transfer_item_tenant_id_case_id", "transfer_item", ["tenant_id", "case_id"])
    app_role = context.config.attributes["app_role"]
    for table in TABLES:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(
            f"create policy own_tenant on {table} using (tenant_id = current_tenant())"
            " with check (tenant_id = current_tenant())"
        )
        op.execute(f'grant select, insert, update on {table} to "{app_role}"')


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("transfer_item")
    op.drop_table("transfer")
