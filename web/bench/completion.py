"""`guiju bench completion`: what completing a task costs, against the floor measured in the same run."""

from statistics import median
from typing import Any, Self
from uuid import UUID

import psycopg

from engine.commands.complete_task import complete_task
from engine.commands.perform import perform
from engine.commands.start_case import start_case
from engine.kernel.actor import Actor
from engine.kernel.database import driver, transaction
from engine.kernel.ids import new_id
from web.bench.crowds import crowd_growth
from web.bench.floor import Floor
from web.bench.library import engine_over_library
from web.bench.measuring import CpuMeter, calibration_ms
from web.bench.procedure import DATA, KEY
from web.bench.stage import Stage, staged

ROUNDS = 7
PER_ROUND = 150
CASES_FOR_GROWTH, TURNS_MEASURED = 25, 7
EARLY, LATE = 5, 80
"""Loop turns whose cost is compared: a case must not become dearer by going on."""


def measure() -> dict[str, object]:
    """Return the figures; rounds of completions and floor take turns, so that both see the same machine."""
    with staged() as stage:
        officer = stage.officer
        with stage.bare_connection() as connection:
            floor = Floor(connection)
            runner = _Runner(stage, officer)
            runner.complete(50)
            stage.settle_in()
            runner.complete(50)
            meter = CpuMeter((stage.server_pid,))
            ours, bare = [], []
            for _ in range(ROUNDS):
                bare.append(PER_ROUND / meter.cost(lambda: floor.run(PER_ROUND)))
                ours.append(PER_ROUND / meter.cost(lambda: runner.complete(PER_ROUND)))
            statements, commits = runner.counted()
            early, late = runner.growth(meter)
            return {
                "completions_per_cpu_s": round(median(ours), 1),
                "floor_per_cpu_s": round(median(bare), 1),
                "ratio": round(median(ours) / median(bare), 3),
                "statements": statements,
                "commits": commits,
                "loop80_over_loop5": round(late / early, 3),
                "state_bytes": runner.state_bytes(),
                "mi1000_over_mi100": round(crowd_growth(), 2),
                "engine_over_library": engine_over_library(),
                "calibration_ms": round(calibration_ms(), 2),
            }


class _Runner:
    """An officer who completes one task after the other; each completion opens the next in their name."""

    def __init__(self, stage: Stage, officer: Actor) -> None:
        self.stage, self.officer = stage, officer
        self.case_id, self.task_id = self.start()

    def start(self) -> tuple[UUID, UUID]:
        receipt = perform(self.stage.edge, self.officer, start_case, request_key=str(new_id()), key=KEY)
        assert receipt.case_id is not None
        assert receipt.next_task_id is not None
        return receipt.case_id, receipt.next_task_id

    def complete(self, times: int) -> None:
        for _ in range(times):
            self.task_id = self.step(self.task_id)

    def step(self, task_id: UUID) -> UUID:
        receipt = perform(
            self.stage.edge, self.officer, complete_task, request_key=str(new_id()), task_id=task_id, data=DATA
        )
        assert receipt.next_task_id is not None
        return receipt.next_task_id

    def counted(self) -> tuple[int, int]:
        """Return statements and commits of one completion as PostgreSQL itself counts them.

        Beginning, committing and setting the tenant are not counted among the statements.
        """
        self.stage.counted.watch(self.stage.edge.database)
        before = self.stage.counted.commits
        with _Counting() as counting:
            self.complete(1)
        return counting.statements, self.stage.counted.commits - before

    def growth(self, meter: CpuMeter) -> tuple[float, float]:
        """Return the CPU seconds of a completion at the early and at the late loop turn.

        Many cases stand at the same turn when they are measured together: the server's CPU is counted in steps of
        ten milliseconds, far coarser than one completion. Early and late take turns, so that both see one machine.
        """
        late = self.at_turn(LATE)
        spent: tuple[list[float], list[float]] = ([], [])
        for _ in range(TURNS_MEASURED):
            early = self.at_turn(EARLY)
            for which, tasks in enumerate((early, late)):
                began = meter.seconds()
                tasks[:] = [self.step(self.step(task)) for task in tasks]
                spent[which].append(meter.seconds() - began)
        return median(spent[0]), median(spent[1])

    def at_turn(self, turn: int) -> list[UUID]:
        """Return the open tasks of new cases that stand at the beginning of a loop turn."""
        tasks = [self.start()[1] for _ in range(CASES_FOR_GROWTH)]
        for _ in range(turn - 1):
            tasks = [self.step(self.step(task)) for task in tasks]
        return tasks

    def state_bytes(self) -> int:
        with transaction(self.stage.edge.database, self.stage.tenant_id) as session:
            row = driver(session).execute(b'select length(state) from "case" where id = %s', (self.case_id,)).fetchone()
        assert row is not None
        return int(str(row[0]))


class _Counting:
    """Counts what a psycopg cursor sends while it is entered."""

    statements = 0

    def __enter__(self) -> Self:
        self._execute: Any = psycopg.Cursor.execute
        counting = self

        def execute(cursor: Any, query: Any, *arguments: Any, **more: Any) -> Any:
            counting.statements += b"set_config" not in _text(query)
            return counting._execute(cursor, query, *arguments, **more)

        psycopg.Cursor.execute = execute  # type: ignore[assignment,method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        psycopg.Cursor.execute = self._execute  # type: ignore[method-assign]


def _text(query: object) -> bytes:
    return query if isinstance(query, bytes) else str(query).encode()
