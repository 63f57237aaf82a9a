"""The storm: clients drive cases while processes die, until the time is over; then everything comes to rest."""

import random
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from time import monotonic

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.kernel.database import transaction
from tests.chaos.clients import Client, Ledger, drive
from tests.chaos.invariants import broken
from tests.chaos.world import World, new_world

REST_SECONDS = 60.0
WEB_SHARE = 0.25


@dataclass(frozen=True)
class Result:
    """What the storm came to."""

    cases: int
    ended: int
    deaths: dict[str, int]
    broken: list[str]


def storm(*, seconds: float, seed: int, clients: int = 8, database_deaths: int = 1) -> Result:
    """Let a storm blow for some seconds and return what it came to; belongs to the main thread."""
    chaos, ledger, stopped = random.Random(seed), Ledger(), Event()
    with new_world() as world, ThreadPoolExecutor(clients) as threads:
        ends = monotonic() + seconds
        runs = [threads.submit(_drive_on, world, ledger, stopped, seed + number, ends) for number in range(clients)]
        blows = [ends - seconds * (number + 1) / (database_deaths + 1) for number in range(database_deaths)]
        while monotonic() < ends:
            stopped.wait(chaos.uniform(0.5, 2.5))
            if blows and monotonic() > blows[-1]:
                blows.pop()
                world.restart_database()
            else:
                # The web process takes seconds to come back, and while it is away nothing happens that could go wrong.
                world.kill("web" if chaos.random() < WEB_SHARE else chaos.choice(["worker-0", "worker-1"]))
        _await(runs)
        stopped.set()
        _come_to_rest(world)
        return Result(len(ledger.cases), len(ledger.ended), world.deaths, broken(world, ledger))


def _drive_on(world: World, ledger: Ledger, stopped: Event, seed: int, ends: float) -> None:
    chaos = random.Random(seed)
    officer = Client(world.address, world.tokens["wangqiang"], ledger, stopped)
    sender = Client(world.address, world.tokens["tianye"], ledger, stopped)
    while monotonic() < ends:
        drive(officer, sender, chaos)


def _await(runs: list[Future[None]]) -> None:
    for run in runs:
        run.result(timeout=REST_SECONDS * 2)


def _come_to_rest(world: World) -> None:
    """Wait until the workers have nothing left to do."""
    pause, ends = Event(), monotonic() + REST_SECONDS
    busy = "select count(*) from procrastinate_jobs where status in ('todo', 'doing')"
    while monotonic() < ends:
        try:
            with transaction(world.edge.database, world.tenant_id) as session:
                if not session.scalar(text(busy)):
                    return
        except DBAPIError:
            pass
        pause.wait(0.3)
