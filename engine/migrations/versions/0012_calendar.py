"""Keep holiday notices, calendars and their days as rows, and time limits as versions."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TABLES = ("holiday_notice", "work_calendar", "calendar_day")
TEXTS = ("domain", "jurisdiction", "step", "level", "confidence", "start_event", "exclusions", "direction", "source")
"""What a version of a limit says besides its length; empty where nothing was said."""


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "holiday_notice",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("in_library", sa.Boolean(), nullable=False),
        sa.Column("loaded_at", INSTANT, nullable=False),
        sa.Column("loaded_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "year", name="pk_holiday_notice"),
    )
    op.create_table(
        "work_calendar",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title_zh", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("units", ARRAY(sa.String()), nullable=False),
        sa.Column("revision", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "code", name="pk_work_calendar"),
    )
    op.create_table(
        "calendar_day",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "calendar", "day", name="pk_calendar_day"),
    )
    app_role = context.config.attributes["app_role"]
    for table in TABLES:
        op.execute(f'alter table "{table}" enable row level security')
        op.execute(f'alter table "{table}" force row level security')
        op.execute(
            f'create policy own_tenant on "{table}" using (tenant_id = current_tenant())'
            " with check (tenant_id = current_tenant())"
        )
        op.execute(f'grant select, insert, update on "{table}" to "{app_role}"')
    _version_limits()
    # What a deadline was computed from stays with it, so that it can be explained and computed again.
    op.add_column("deadline", sa.Column("length", sa.Integer(), nullable=True))
    op.add_column("deadline", sa.Column("unit", sa.String(), nullable=True))
    op.add_column("deadline", sa.Column("rolls_over", sa.Boolean(), nullable=True))
    op.add_column("deadline", sa.Column("calendar", sa.String(), nullable=True))
    op.create_index(
        "ix_deadline_provisional",
        "deadline",
        ["tenant_id", "id"],
        postgresql_where=sa.text("provisional and status = 'running'"),
    )


def _version_limits() -> None:
    """Make each limit the first version of its line, valid since the beginning."""
    fresh, empty = sa.text("gen_random_uuid()"), sa.text("''")
    op.add_column("time_limit", sa.Column("version_id", sa.Uuid(), nullable=False, server_default=fresh))
    began = sa.text("'1949-10-01'")
    op.add_column("time_limit", sa.Column("valid_from", sa.Date(), nullable=False, server_default=began))
    op.add_column("time_limit", sa.Column("valid_to", sa.Date(), nullable=True))
    for name in TEXTS:
        op.add_column("time_limit", sa.Column(name, sa.String(), nullable=False, server_default=empty))
    op.add_column("time_limit", sa.Column("extensions", JSONB(), nullable=False, server_default=sa.text("'[]'")))
    op.add_column("time_limit", sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("time_limit", sa.Column("added_at", INSTANT, nullable=False, server_default=sa.text("now()")))
    op.add_column("time_limit", sa.Column("added_by", sa.Uuid(), nullable=True))
    op.drop_constraint("pk_time_limit", "time_limit")
    op.create_primary_key("pk_time_limit", "time_limit", ["tenant_id", "version_id"])
    op.create_index(
        "ux_time_limit_version",
        "time_limit",
        ["tenant_id", "id", "domain", "jurisdiction", "valid_from"],
        unique=True,
        postgresql_where=sa.text("not withdrawn"),
    )


def downgrade() -> None:
    """Take this revision back: of each limit the latest version stays."""
    op.drop_index("ix_deadline_provisional", "deadline")
    for name in ("length", "unit", "rolls_over", "calendar"):
        op.drop_column("deadline", name)
    for tenant in op.get_bind().execute(sa.text("select id from tenant")).scalars().all():
        op.execute(sa.text("select set_config('app.tenant', :tenant, true)").bindparams(tenant=str(tenant)))
        op.execute(
            "delete from time_limit t using time_limit o where o.tenant_id = t.tenant_id and o.id = t.id"
            " and (o.valid_from, o.version_id) > (t.valid_from, t.version_id)"
        )
    op.drop_index("ux_time_limit_version", "time_limit")
    op.drop_constraint("pk_time_limit", "time_limit")
    op.create_primary_key("pk_time_limit", "time_limit", ["tenant_id", "id"])
    for name in (*TEXTS, "version_id", "valid_from", "valid_to", "extensions", "withdrawn", "added_at", "added_by"):
        op.drop_column("time_limit", name)
    for table in reversed(TABLES):
        op.drop_table(table)
