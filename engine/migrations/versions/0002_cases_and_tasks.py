"""Create the tables of cases and tasks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "number_series",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "prefix", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "case",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("definition_version_id", sa.Uuid(), nullable=False),
        sa.Column("definition_key", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("record", postgresql.JSONB(), nullable=False),
        sa.Column("duties", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("state_codec", sa.SmallInteger(), nullable=False),
        sa.Column("waits", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.LargeBinary(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_reason", sa.String(), nullable=True),
        sa.Column("origin_case_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "definition_version_id"],
            ["definition_version.tenant_id", "definition_version.id"],
            name=op.f("fk_case_tenant_id_definition_version"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_case")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_case_tenant_id_number")),
    )
    op.create_index(op.f("ix_case_tenant_id_started_by_id"), "case", ["tenant_id", "started_by", "id"], unique=False)
    op.create_index(op.f("ix_case_tenant_id_status_id"), "case", ["tenant_id", "status", "id"], unique=False)
    op.create_table(
        "case_reader",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("handler", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["case.tenant_id", "case.id"], name=op.f("fk_case_reader_tenant_id_case")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "subject_id", "case_id", name=op.f("pk_case_reader")),
    )
    op.create_index(op.f("ix_case_reader_tenant_id_case_id"), "case_reader", ["tenant_id", "case_id"], unique=False)
    op.create_table(
        "comment",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["case.tenant_id", "case.id"], name=op.f("fk_comment_tenant_id_case")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_tenant_id_case_id_id"), "comment", ["tenant_id", "case_id", "id"], unique=False)
    op.create_table(
        "once_claim",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["case.tenant_id", "case.id"], name=op.f("fk_once_claim_tenant_id_case")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "name", "key", name=op.f("pk_once_claim")),
    )
    op.create_table(
        "task",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=True),
        sa.Column("field", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sort_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("case_title", sa.String(), nullable=False),
        sa.Column("definition_key", sa.String(), nullable=False),
        sa.Column("excluded", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("excluded_rules", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by", sa.Uuid(), nullable=True),
        sa.Column("draft", postgresql.JSONB(), nullable=True),
        sa.Column("draft_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("draft_revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["case.tenant_id", "case.id"], name=op.f("fk_task_tenant_id_case")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_task")),
    )
    op.create_index(
        "ix_task_assignee",
        "task",
        ["tenant_id", "assignee_id", "sort_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "ix_task_done",
        "task",
        ["tenant_id", "completed_by", "completed_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'completed'"),
    )
    op.create_index(
        "ix_task_queue",
        "task",
        ["tenant_id", "queue", "sort_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'open' and assignee_id is null"),
    )
    op.create_index(op.f("ix_task_tenant_id_case_id_id"), "task", ["tenant_id", "case_id", "id"], unique=False)


def downgrade() -> None:
    """Take this revision back."""
    op.drop_table("task")
    op.drop_table("once_claim")
    op.drop_table("comment")
    op.drop_table("case_reader")
    op.drop_table("case")
    op.drop_table("number_series")
