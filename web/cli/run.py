"""`guiju run`: everything needed to try Guiju out, brought up by one command and taken down with it."""

import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

import click

from engine.kernel.errors import Conflict
from engine.kernel.postgres import EmbeddedPostgres
from web.cli import migrate
from web.cli.banner import banner
from web.cli.database import OpenDatabase, open_database
from web.cli.demo import DemoAccount, content_folder, fill_if_empty
from web.cli.deploy import deploy_folder
from web.cli.household import Household
from web.cli.settings import Settings, read_settings
from web.cli.speech import say
from web.cli.web import gunicorn

HOST = "127.0.0.1"
"""A demo with public passwords is for this machine only."""
TICK_SECONDS = 0.5
READY_SECONDS = 120.0
FAILED_STARTS = 3


class PortTaken(Conflict):
    """Port {port} is in use already; stop the other program or set GUIJU_PORT."""

    code = "port-taken"
    zh = "端口 {port} 已被占用：请停止占用它的程序，或设置 GUIJU_PORT。"


class NotAnswering(Conflict):
    """Web application or worker did not come up; the messages above say why."""

    code = "not-answering"
    zh = "网页服务或后台未能启动，原因见上方输出。"


@click.command()
def command() -> None:
    """Bring up database, procedures, demo organisation, web and worker on this machine, and print where."""
    settings = read_settings(os.environ)
    _require_free_port(settings.port)
    for number in (signal.SIGTERM, signal.SIGHUP):
        # Like Ctrl-C, whatever we are doing: waiting for the recovery of the database has no time limit.
        signal.signal(number, signal.default_int_handler)
    with suppress(KeyboardInterrupt), open_database(settings) as database:
        _keep_up(database, _prepare(database.settings))


def _keep_up(database: OpenDatabase, accounts: Sequence[DemoAccount]) -> None:
    port = database.settings.port
    household = Household(environment=_environment(database.settings), tell=_tell)
    try:
        household.add("web", (*gunicorn(host=HOST, port=port), "--log-level=warning"))
        household.add("worker", (sys.executable, "-m", "web.cli.main", "worker"))
        _await_answer(port, household)
        click.echo(banner(f"http://{HOST}:{port}", accounts))
        _watch(household, database.server)
    finally:
        say("正在停止……", "Stopping …")
        household.end()


def _prepare(settings: Settings) -> Sequence[DemoAccount]:
    say("正在准备数据库、规程和演示数据……", "Preparing database, procedures and demo data …")
    migrate.apply(settings)
    # The organisation first: procedures are deployed for a tenant.
    accounts = fill_if_empty(settings)
    deploy_folder(settings, content_folder())
    return accounts


def _environment(settings: Settings) -> dict[str, str]:
    known = {
        "DATABASE_URL": settings.app_url,
        "GUIJU_DATA": str(settings.data),
        "GUIJU_PORT": str(settings.port),
        "GUIJU_DEMO": "1",
        "PYTHONUNBUFFERED": "1",
    }
    # The owner's address stays with us: web and worker must not be able to change the schema.
    inherited = {name: value for name, value in os.environ.items() if name != "GUIJU_MIGRATE_URL"}
    return inherited | known


def _require_free_port(port: int) -> None:
    with socket.socket() as probe:
        # As the server will do, so that connections of the last run that are still closing do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken(port=port) from error


def _await_answer(port: int, household: Household) -> None:
    last = time.monotonic() + READY_SECONDS
    while not _answers(port):
        household.look_after(time.monotonic())
        keeps_dying = any(member.failures > FAILED_STARTS for member in household.members)
        if keeps_dying or time.monotonic() > last:
            raise NotAnswering
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/login")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _watch(household: Household, postgres: EmbeddedPostgres | None) -> None:
    while True:
        time.sleep(TICK_SECONDS)
        # The server may have been started by a backup that has ended since, or have been killed.
        if postgres is not None and postgres.ensure():
            say("PostgreSQL 已重新启动。", "PostgreSQL was started again.")
        household.look_after(time.monotonic())


def _tell(name: str, code: int) -> None:
    say(f"{name} 已退出（{code}），即将重新启动。", f"{name} ended ({code}) and will be started again.")
