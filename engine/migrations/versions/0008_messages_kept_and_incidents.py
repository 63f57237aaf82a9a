"""Keep messages for a time, hand signals to many, and note what could not be done as incidents."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("signal_delivery", "message_start", "incident")
INSTANT = sa.DateTime(timezone=True)

FUNCTIONS = """
create function expired_messages(as_of timestamptz, most integer) returns table (tenant_id uuid, message_id uuid)
language sql volatile security definer set search_path = public, pg_temp as
$$ select m.tenant_id, m.id from message_in m where m.status = 'kept' and m.expires_at <= as_of
   order by m.expires_at limit most $$;
"""


def upgrade() -> None:
    """Apply this revision."""
    app_role = context.config.attributes["app_role"]
    _messages()
    _signals()
    _incidents()
    op.add_column(
        "definition", sa.Column("starts_on_signals", sa.ARRAY(sa.String()), nullable=False, server_default="{}")
    )
    op.execute(FUNCTIONS)
    op.execute("create policy scan on message_in for select to current_user using (true)")
    for table in TABLES:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(
            f"create policy own_tenant on {table} using (tenant_id = current_tenant())"
            " with check (tenant_id = current_tenant())"
        )
        op.execute(f'grant select, insert, update, delete on {table} to "{app_role}"')


def _messages() -> None:
    op.add_column("message_in", sa.Column("sender_key", sa.String(), nullable=True))
    op.add_column("message_in", sa.Column("digest", sa.String(), nullable=True))
    op.add_column("message_in", sa.Column("matches", sa.ARRAY(sa.String()), nullable=False, server_default="{''}"))
    op.add_column("message_in", sa.Column("kind", sa.String(), nullable=False, server_default="message"))
    op.add_column("message_in", sa.Column("expires_at", INSTANT, nullable=True))
    op.execute("update message_in set matches = array['', correlation] where correlation <> ''")
    op.create_index("uq_message_in_tenant_id_sender_key", "message_in", ["tenant_id", "sender_key"], unique=True)
    op.create_index(
        "ix_message_in_kept", "message_in", ["tenant_id", "name", "id"], postgresql_where=sa.text("status = 'kept'")
    )
    op.create_index("ix_message_in_expiry", "message_in", ["expires_at"], postgresql_where=sa.text("status = 'kept'"))
    op.create_index("ix_message_in_tenant_id_status_id", "message_in", ["tenant_id", "status", "id"])
    op.add_column("message_wait", sa.Column("kind", sa.String(), nullable=False, server_default="message"))


def _signals() -> None:
    op.create_table(
        "signal_delivery",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("signal_id", sa.Uuid(), nullable=False),
        sa.Column("wait_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("definition_key", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_signal_delivery"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "signal_id"],
            ["message_in.tenant_id", "message_in.id"],
            name="fk_signal_delivery_tenant_id_message_in",
        ),
    )
    op.create_index("ix_signal_delivery_tenant_id_signal_id", "signal_delivery", ["tenant_id", "signal_id"])
    op.create_table(
        "message_start",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("definition_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("correlation", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "definition_key", "name", "correlation", name="pk_message_start"),
    )
    op.create_index("ix_message_start_tenant_id_case_id", "message_start", ["tenant_id", "case_id"])


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("timer_id", sa.Uuid(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("delivery_id", sa.Uuid(), nullable=True),
        sa.Column("definition_key", sa.String(), nullable=True),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sentence_zh", sa.String(), nullable=False),
        sa.Column("sentence_en", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("draft_revision", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("skip", JSONB(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_incident"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["case.tenant_id", "case.id"], name="fk_incident_tenant_id_case"
        ),
    )
    open_only = sa.text("status = 'open'")
    op.create_index(
        "uq_incident_open", "incident", ["tenant_id", "subject_id", "element"], unique=True, postgresql_where=open_only
    )
    op.create_index("ix_incident_task", "incident", ["tenant_id", "task_id"], postgresql_where=open_only)
    op.create_index("ix_incident_tenant_id_case_id", "incident", ["tenant_id", "case_id"])
    op.create_index("ix_incident_tenant_id_status_id", "incident", ["tenant_id", "status", "id"])


def downgrade() -> None:
    """Take this revision back."""
    for table in TABLES:
        op.drop_table(table)
    op.execute("drop policy scan on message_in")
    op.execute("drop function expired_messages(timestamptz, integer)")
    op.drop_column("definition", "starts_on_signals")
    op.drop_column("message_wait", "kind")
    for index in ("ix_message_in_tenant_id_status_id", "ix_message_in_expiry", "ix_message_in_kept"):
        op.drop_index(index, "message_in")
    op.drop_index("uq_message_in_tenant_id_sender_key", "message_in")
    for column in ("expires_at", "kind", "matches", "digest", "sender_key"):
        op.drop_column("message_in", column)
