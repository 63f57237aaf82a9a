"""`guiju worker`: jobs and timers, for real servers; any number of workers may run."""

import logging
import os

import click

from engine.commands.perform import Edge
from engine.documents.files import FileStore
from engine.jobs.worker import run_worker
from engine.kernel.clock import SystemClock
from engine.kernel.database import create_database
from engine.operations.registry import load_operations
from engine.work.bodies import job_bodies
from engine.work.pulses import pulses
from web.cli.settings import read_settings


@click.command()
@click.option("--concurrency", type=click.IntRange(1, 64), default=8, show_default=True, help="Jobs at the same time.")
def command(*, concurrency: int) -> None:
    """Work off jobs and timers of DATABASE_URL until stopped; begins again by itself after a lost connection."""
    settings = read_settings(os.environ)
    address = settings.app_url
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # One line per job would drown what an operator looks for.
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    # Each running job holds a connection, and so may each pulse.
    database = create_database(address, pool_size=concurrency + 4)
    operations = load_operations(settings.operations)
    files = FileStore(settings.files)
    edge = Edge(database=database, clock=SystemClock(), files=files, operations=operations)
    run_worker(database, bodies=job_bodies(edge), pulses=pulses(edge), concurrency=concurrency)
