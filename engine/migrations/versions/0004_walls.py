"""Raise the walls: row-level security by tenant, the app role's rights, an event log that only grows, partitions."""

from alembic import context, op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LIBRARY = ("tenant",)
"""Tables that hold no tenant's data and are readable without one."""

SCANNED = ("person", "api_token", "timer")
"""Tables that a SECURITY DEFINER function of the owner reads across tenants, returning ids only."""

GROWING = ("event", "private_value")
"""Tables of the record: the app role may add and read, never change."""

TENANT_TABLES = (
    "unit",
    "person",
    "seat",
    "role_permission",
    "certificate",
    "separation_rule",
    "api_token",
    "definition",
    "definition_version",
    "definition_file",
    "definition_draft",
    "case",
    "case_reader",
    "once_claim",
    "number_series",
    "comment",
    "task",
    "time_limit",
    "deadline",
    "timer",
    "message_wait",
    "message_in",
    "attachment",
    "event",
    "private_value",
    "journal",
    "request_key",
)

FUNCTIONS = """
create function current_tenant() returns uuid language sql stable as
$$ select nullif(current_setting('app.tenant', true), '')::uuid $$;

create function find_login(login_name text, tenant_code text) returns table (tenant_id uuid, person_id uuid)
language sql stable security definer set search_path = public, pg_temp as
$$ select p.tenant_id, p.id from person p join tenant t on t.id = p.tenant_id
   where p.login = login_name and (tenant_code is null or t.code = tenant_code) limit 2 $$;

create function find_token(hash bytea) returns table (tenant_id uuid, person_id uuid, token_id uuid)
language sql stable security definer set search_path = public, pg_temp as
$$ select a.tenant_id, a.person_id, a.id from api_token a where a.token_hash = hash limit 1 $$;

create function due_timers(as_of timestamptz, most integer) returns table (tenant_id uuid, timer_id uuid)
language sql volatile security definer set search_path = public, pg_temp as
$$ select t.tenant_id, t.id from timer t where t.status = 'armed' and t.due_at <= as_of
   order by t.due_at limit most $$;

create function event_bound(day date) returns uuid language sql immutable as
$$ select (lpad(to_hex((extract(epoch from day::timestamp) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid $$;

create function make_event_partitions(first_month date, months integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  month date; name text; made integer := 0;
begin
  for i in 0 .. months - 1 loop
    month := (date_trunc('month', first_month) + make_interval(months => i))::date;
    name := 'event_' || to_char(month, 'YYYY_MM');
    if to_regclass(name) is null then
      execute format('create table %I partition of event for values from (%L) to (%L)',
        name, event_bound(month), event_bound((month + interval '1 month')::date));
      made := made + 1;
    end if;
  end loop;
  return made;
end
$$;

create function refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'the record only grows: % on % is refused', tg_op, tg_table_name; end $$;
"""


def upgrade() -> None:
    """Apply this revision."""
    app_role = context.config.attributes["app_role"]
    op.execute("create extension if not exists pg_trgm")
    op.execute(FUNCTIONS)
    op.execute('alter table "case" alter column state set storage external')
    op.execute('alter table "case" set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)')
    op.execute("alter table task set (fillfactor = 80)")
    op.execute('create index ix_case_search on "case" using gin (search gin_trgm_ops)')
    op.execute("create table event_before_all partition of event default")
    op.execute("select make_event_partitions((current_date - interval '1 month')::date, 15)")
    for table in GROWING:
        op.execute(
            f"create trigger {table}_only_grows before update or delete on {table}"
            " for each row execute function refuse_change()"
        )
        op.execute(
            f"create trigger {table}_keeps_all before truncate on {table}"
            " for each statement execute function refuse_change()"
        )
    op.execute(f'grant usage on schema public to "{app_role}"')
    for table in TENANT_TABLES:
        op.execute(f'alter table "{table}" enable row level security')
        op.execute(f'alter table "{table}" force row level security')
        op.execute(
            f'create policy own_tenant on "{table}" using (tenant_id = current_tenant())'
            " with check (tenant_id = current_tenant())"
        )
        rights = "select, insert" if table in GROWING else "select, insert, update, delete"
        op.execute(f'grant {rights} on "{table}" to "{app_role}"')
    for table in SCANNED:
        op.execute(f'create policy scan on "{table}" for select to current_user using (true)')
    for table in LIBRARY:
        op.execute(f'grant select on "{table}" to "{app_role}"')


def downgrade() -> None:
    """Take this revision back."""
    app_role = context.config.attributes["app_role"]
    for table in SCANNED:
        op.execute(f'drop policy scan on "{table}"')
    for table in (*TENANT_TABLES, *LIBRARY):
        op.execute(f'revoke all on "{table}" from "{app_role}"')
    for table in TENANT_TABLES:
        op.execute(f'drop policy own_tenant on "{table}"')
        op.execute(f'alter table "{table}" no force row level security')
        op.execute(f'alter table "{table}" disable row level security')
    for table in GROWING:
        op.execute(f"drop trigger {table}_only_grows on {table}")
        op.execute(f"drop trigger {table}_keeps_all on {table}")
    op.execute("drop index ix_case_search")
    op.execute(
        "drop function make_event_partitions(date, integer), event_bound(date), due_timers(timestamptz, integer),"
        " find_token(bytea), find_login(text, text), current_tenant(), refuse_change()"
    )
