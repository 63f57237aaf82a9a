"""`guiju bench inbox`: what a page of the inbox costs among 100,000 and 1,000,000 open tasks."""

from collections.abc import Callable
from statistics import median
from uuid import UUID

import psycopg

from engine.commands.perform import reading
from engine.kernel.actor import Actor
from engine.tasks.inbox import count_tasks, list_tasks
from web.bench.measuring import CpuMeter, calibration_ms
from web.bench.stage import Stage, staged

PAGE = 50
ROUNDS, PER_ROUND = 7, 60
SIZES = {"100k": 100_000, "1m": 1_000_000}

_CASE = b"""
insert into "case" (tenant_id, id, definition_version_id, definition_key, process, number, title, search, status, unit,
  data, record, duties, state, state_codec, waits, seq, head_hash, started_by, started_at)
select %(tenant)s, %(case)s, v.id, v.key, v.process, 'bench', 'bench', 'bench', 'active', 'SQUAD_01', '{}', '{}', '{}',
  '', 1, 0, 0, '', %(person)s, now()
from definition_version v where v.tenant_id = %(tenant)s limit 1
"""
_TASKS = b"""
insert into task (tenant_id, id, case_id, key, element, process, name_zh, name_en, status, role, unit, queue, sort_at,
  due_at, case_number, case_title, definition_key, excluded, excluded_rules, created_at, draft_revision)
select %(tenant)s, gen_random_uuid(), %(case)s, n::text, 'Work', 'BenchLoop', 'Work', 'Work', 'open',
  'OFFICER_LEAD', 'SQUAD_01', 'OFFICER_LEAD@SQUAD_01', now() + n * interval '1 second', now() + n * interval '1 second',
  'bench', 'bench', 'bench-loop', '{}', '{}', now(), 0
from generate_series(%(first)s, %(last)s) n
"""
_BARE = b"""
select id, case_id, case_number, case_title, definition_key, name_zh, name_en, role, unit, assignee_id, due_at,
  created_at, sort_at
from task where tenant_id = %s and queue = %s and status = 'open' and assignee_id is null
order by sort_at, id limit %s
"""


def measure() -> dict[str, object]:
    """Return CPU milliseconds of the read functions with counts, and of the bare indexed query, per size."""
    with staged() as stage, stage.bare_connection() as connection:
        actor, case_id = stage.officer, UUID(int=7)
        connection.execute(b"select set_config('app.tenant', %s, false)", (str(stage.tenant_id),))
        parameters = {"tenant": stage.tenant_id, "case": case_id, "person": actor.person_id}
        connection.execute(_CASE, parameters)
        figures: dict[str, object] = {}
        filled = 0
        for name, size in SIZES.items():
            connection.execute(_TASKS, {**parameters, "first": filled + 1, "last": size})
            connection.commit()
            connection.autocommit = True
            connection.execute(b"vacuum analyze task")
            connection.autocommit = False
            filled = size
            figures[f"cpu_ms_{name}"], figures[f"bare_ms_{name}"] = _compare(stage, actor, connection)
        return {**figures, "calibration_ms": round(calibration_ms(), 2)}


def _compare(stage: Stage, actor: Actor, connection: psycopg.Connection[tuple[object, ...]]) -> tuple[float, float]:
    meter = CpuMeter((stage.server_pid,))
    queue = "OFFICER_LEAD@SQUAD_01"

    def page() -> None:
        with reading(stage.edge, actor) as ctx:
            assert len(list_tasks(ctx, "claimable", limit=PAGE).items) == PAGE
            count_tasks(ctx)

    def bare() -> None:
        rows = connection.execute(_BARE, (stage.tenant_id, queue, PAGE + 1)).fetchall()
        assert len(rows) == PAGE + 1
        connection.commit()

    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_milliseconds(meter, bare))
        ours.append(_milliseconds(meter, page))
    return round(median(ours), 3), round(median(theirs), 3)


def _milliseconds(meter: CpuMeter, work: Callable[[], None]) -> float:
    def often() -> None:
        for _ in range(PER_ROUND):
            work()

    return meter.cost(often) * 1000 / PER_ROUND
