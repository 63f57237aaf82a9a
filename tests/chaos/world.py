"""A world that can be hurt: a database server, web and worker processes, all of which may be killed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from uuid import UUID

import psutil
from sqlalchemy import select

from engine.bpmn import SourceFile
from engine.commands.create_token import create_token
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.perform import Edge, perform
from engine.documents.files import FileStore
from engine.kernel.actor import system_actor
from engine.kernel.clock import SystemClock
from engine.kernel.database import create_database, transaction
from engine.kernel.ids import new_id
from engine.kernel.postgres.supervisor import EmbeddedPostgres
from engine.kernel.postgres.throwaway import throwaway_folder
from engine.migrations.migrate import migrate
from engine.organization.accounts import find_person_by_login, load_actor
from engine.organization.models import Tenant
from engine.organization.tokens import new_token
from tests.chaos.drawing import BUNDLE
from web.cli.demo import fill_if_empty
from web.cli.settings import Settings

PATIENCE_SECONDS = 60.0


@dataclass
class World:
    """What runs, and where; `settings` are those of every process."""

    server: EmbeddedPostgres
    settings: Settings
    edge: Edge
    log: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    deaths: dict[str, int] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Return where the web process answers."""
        return f"http://127.0.0.1:{self.settings.port}"

    @property
    def tenant_id(self) -> UUID:
        """Return the id of the one tenant."""
        with transaction(self.edge.database, None) as session:
            return session.scalars(select(Tenant.id)).one()

    def start(self, name: str) -> None:
        """Start a process by its name, `web` or `worker` with a number."""
        verb = name.split("-", maxsplit=1)[0]
        options = ["--workers", "1"] if verb == "web" else []
        environment = {
            **os.environ,
            "DATABASE_URL": self.settings.app_url,
            "GUIJU_DATA": str(self.settings.data),
            "GUIJU_PORT": str(self.settings.port),
            "LC_ALL": "C.UTF-8",
        }
        with self.log.open("ab") as output:
            command = [sys.executable, "-m", "web.cli.main", verb, *options]
            self.processes[name] = subprocess.Popen(
                command, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """Kill a process and all its children at once, and start it again."""
        self.end(name)
        self.deaths[name] = self.deaths.get(name, 0) + 1
        self.start(name)

    def end(self, name: str) -> None:
        """Kill a process and all its children."""
        process = self.processes.pop(name)
        family = [process.pid]
        if psutil.pid_exists(process.pid):
            family += [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
        for number in family:
            if psutil.pid_exists(number):
                os.kill(number, signal.SIGKILL)
        process.wait()

    def restart_database(self) -> None:
        """Kill the database server as a power cut would, and start it again; belongs to the main thread."""
        number = self.server.pid
        assert number is not None
        os.kill(number, signal.SIGQUIT)
        psutil.wait_procs([psutil.Process(number)] if psutil.pid_exists(number) else [], timeout=PATIENCE_SECONDS)
        self.server.ensure()
        self.deaths["database"] = self.deaths.get("database", 0) + 1

    def wait_until_it_answers(self) -> None:
        """Wait until the web process accepts connections."""
        pause = Event()
        for _ in range(int(PATIENCE_SECONDS * 10)):
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", self.settings.port)) == 0:
                    return
            pause.wait(0.1)
        raise TimeoutError(self.log.read_text(encoding="utf-8")[-2000:])


@contextmanager
def new_world(*, workers: int = 2) -> Iterator[World]:
    """Yield a founded district with the procedure of the chaos deployed, its processes running."""
    with throwaway_folder() as folder, EmbeddedPostgres(folder) as server:
        world = _founded(server, folder)
        names = ["web", *(f"worker-{number}" for number in range(workers))]
        for name in names:
            world.start(name)
        try:
            world.wait_until_it_answers()
            yield world
        finally:
            for name in list(world.processes):
                world.end(name)
            world.edge.database.dispose()


def _founded(server: EmbeddedPostgres, folder: Path) -> World:
    data = folder / "application"
    data.mkdir()
    settings = Settings(_free_port(), data, server.app_url, server.owner_url, None)
    migrate(settings.owner_url)
    fill_if_empty(settings)
    edge = Edge(create_database(settings.app_url), SystemClock(), FileStore(settings.files))
    world = World(server, settings, edge, folder / "processes.log")
    actor = system_actor(world.tenant_id)
    files = [SourceFile(name, content) for name, content in BUNDLE.items()]
    perform(edge, actor, deploy_procedure, request_key=str(new_id()), files=files, note="chaos")
    for login in ("wangqiang", "zhaolei", "tianye"):
        world.tokens[login] = _token(world, login)
    return world


def _token(world: World, login: str) -> str:
    made = new_token()
    with transaction(world.edge.database, world.tenant_id) as session:
        person_id = find_person_by_login(session, login)
        assert person_id is not None
        actor = load_actor(session, person_id)
    given = {"name": "chaos", "days": 1, "token_hash": made.hash}
    perform(world.edge, actor, create_token, request_key=str(new_id()), **given)
    return made.secret


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
