"""`guiju deploy PATH…`: check procedures and make them live, for one tenant or all of them."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import Engine, select

from engine.bpmn import SourceFile
from engine.calendar.notices import FILE as HOLIDAYS
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.load_holiday_notice import load_holiday_notice
from engine.commands.load_limits import load_limits
from engine.commands.load_thresholds import load_thresholds
from engine.commands.perform import Edge, perform
from engine.definitions.errors import NothingChanged
from engine.definitions.folders import read_folder
from engine.documents.files import FileStore
from engine.kernel.actor import system_actor
from engine.kernel.clock import SystemClock
from engine.kernel.database import create_database, transaction
from engine.kernel.errors import NotFound
from engine.kernel.ids import new_id
from engine.operations.registry import load_operations
from engine.organization.models import Tenant
from web.cli.database import open_database
from web.cli.settings import Settings, read_settings
from web.cli.speech import say

LIMITS = "limits.toml"
"""The file beside the bundles that holds the time limits diagrams bind by id."""

THRESHOLDS = "thresholds.toml"
"""The file beside the bundles that holds the thresholds a new tenant begins with."""

CONTENT = ((load_holiday_notice, HOLIDAYS), (load_limits, LIMITS), (load_thresholds, THRESHOLDS))
"""What is loaded before the bundles, from the files beside them."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--tenant", help="Code of one tenant; all of them otherwise.")
@click.option("--note", default="guiju deploy", show_default=True, help="What changed, for the version list.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, paths: tuple[Path, ...], tenant: str | None, note: str, as_json: bool) -> None:
    """Check the procedures at PATHS whole and make them live; nothing is deployed of a bundle with a fault."""
    with open_database(read_settings(os.environ)) as opened:
        done = [line for path in paths for line in deploy_folder(opened.settings, path, tenant=tenant, note=note)]
    if as_json:
        click.echo(json.dumps(done, ensure_ascii=False))


def deploy_folder(
    settings: Settings, path: Path, *, tenant: str | None = None, note: str = "guiju deploy"
) -> list[dict[str, str]]:
    """Deploy every bundle at or below a path to the tenants; say what happened and return it per bundle.

    A bundle whose live version is the same byte for byte is left alone. Raises `BundleRefused`.
    """
    bundles = read_folder(path)
    done: list[dict[str, str]] = []
    with edge_of(settings) as edge:
        for code, tenant_id in tenants_of(edge.database, tenant).items():
            actor = system_actor(tenant_id)
            for load, file in CONTENT:
                if (path / file).is_file():
                    content = (path / file).read_bytes()
                    perform(edge, actor, load, request_key=str(new_id()), content=content, file=file)
            done += [{"tenant": code, **_deploy(edge, tenant_id, files, note)} for files in bundles]
    return done


def _deploy(edge: Edge, tenant_id: UUID, files: Sequence[SourceFile], note: str) -> dict[str, str]:
    name = files[0].name
    try:
        receipt = perform(
            edge,
            system_actor(tenant_id),
            deploy_procedure,
            request_key=str(new_id()),
            files=files,
            note=note,
        )
    except NothingChanged as unchanged:
        return {"file": name, "key": unchanged.data["key"], "number": str(unchanged.data["number"]), "status": "same"}
    key, number = receipt.detail["key"], receipt.number or ""
    say(f"已发布：{key} 第 {number} 版", f"Deployed {key}, version {number}")
    for warning in receipt.detail["warnings"]:
        say(f"注意：{warning['zh']}", f"Warning: {warning['en']}")
    return {"file": name, "key": key, "number": number, "status": "deployed"}


def tenants_of(database: Engine, code: str | None) -> dict[str, UUID]:
    """Return the id of each tenant by its code, or of one; raises `NotFound`."""
    with transaction(database, None) as session:
        rows = session.execute(select(Tenant.code, Tenant.id).order_by(Tenant.code)).all()
    found = {row.code: row.id for row in rows if code is None or row.code == code}
    if not found:
        raise NotFound(what_zh="租户", what_en="tenant")
    return found


@contextmanager
def edge_of(settings: Settings) -> Iterator[Edge]:
    """Yield the edge of a command: a connection of its own, which is closed at the end."""
    database = create_database(settings.app_url, pool_size=1)
    try:
        operations = load_operations(settings.operations)
        files = FileStore(settings.files)
        yield Edge(database=database, clock=SystemClock(), files=files, operations=operations)
    finally:
        database.dispose()
