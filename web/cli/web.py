"""`guiju web`: the web application under gunicorn, for real servers."""

import os
import sys
from collections.abc import Sequence

import click

from web.cli.settings import read_settings

APPLICATION = "web.app:create_app()"
WORKERS = 2
THREADS = 8


def gunicorn(*, host: str, port: int, workers: int = WORKERS, threads: int = THREADS) -> Sequence[str]:
    """Return the command line of the web server; each worker process opens its own database connections."""
    return (
        sys.executable,
        "-m",
        "gunicorn",
        APPLICATION,
        "--worker-class=gthread",
        f"--workers={workers}",
        f"--threads={threads}",
        f"--bind={_bracketed(host)}:{port}",
        "--graceful-timeout=10",
        # The heartbeat file belongs in memory: on a busy disk its update can stall and a healthy worker be killed.
        *(("--worker-tmp-dir=/dev/shm",) if os.path.isdir("/dev/shm") else ()),  # noqa: S108, PTH112
        "--no-control-socket",
        "--name=guiju-web",
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; a proxy stands in front.")
@click.option("--workers", type=click.IntRange(1, 64), default=WORKERS, show_default=True, help="Processes.")
@click.option("--threads", type=click.IntRange(1, 64), default=THREADS, show_default=True, help="Threads per process.")
def command(*, host: str, workers: int, threads: int) -> None:
    """Serve the web application on GUIJU_PORT against DATABASE_URL."""
    settings = read_settings(os.environ)
    server = gunicorn(host=host, port=settings.port, workers=workers, threads=threads)
    environment = {**os.environ, "DATABASE_URL": settings.app_url, "GUIJU_DATA": str(settings.data)}
    # We become the server, so that whoever supervises us speaks to it directly.
    os.execve(server[0], list(server), environment)  # noqa: S606
