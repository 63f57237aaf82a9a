"""`guiju migrate-cases KEY --from N --to M`: take the running cases of one version to another, or try it out."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import click

from engine.commands.pause_transfer import pause_transfer
from engine.commands.perform import Edge, perform, reading
from engine.commands.resume_transfer import resume_transfer
from engine.commands.start_transfer import start_transfer
from engine.commands.stop_transfer import stop_transfer
from engine.kernel.actor import Actor, system_actor
from engine.kernel.ids import new_id
from engine.kernel.receipt import Receipt
from engine.organization.permissions import PERMISSIONS
from engine.transfer.progress import TransferView, Trial, propose_mapping, read_transfer, try_out
from engine.work.transfers import transfer_some
from web.cli.database import open_database
from web.cli.deploy import edge_of, tenants_of
from web.cli.settings import read_settings
from web.cli.speech import language

HALTS: dict[str, Callable[..., Receipt]] = {
    "pause": pause_transfer,
    "resume": resume_transfer,
    "stop": stop_transfer,
}


@click.command()
@click.argument("key")
@click.option("--from", "from_number", type=int, help="Number of the version the cases run on.")
@click.option("--to", "to_number", type=int, help="Number of the version to take them to.")
@click.option("--map", "pairs", multiple=True, metavar="OLD=NEW", help="An element with another id.")
@click.option("--dry-run", is_flag=True, help="Say what would become of each case; change nothing.")
@click.option("--propose", is_flag=True, help="Print the proposed counterpart of every element.")
@click.option("--background", is_flag=True, help="Leave the work to the worker.")
@click.option("--reason", default="", help="Why; goes on record.")
@click.option("--show", metavar="ID", help="Show a transfer and what became of each case.")
@click.option("--halt", type=(click.Choice([*HALTS]), str), metavar="pause|resume|stop ID", help="Halt a transfer.")
@click.option("--tenant", required=True, help="Code of the tenant.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, tenant: str, as_json: bool, **wish: Any) -> None:
    """Take the running cases of the procedure KEY from one version to another, case by case."""
    with open_database(read_settings(os.environ)) as opened, edge_of(opened.settings) as edge:
        [tenant_id] = tenants_of(edge.database, tenant).values()
        told = _do(edge, _operator(tenant_id), wish)
    click.echo(json.dumps(told, ensure_ascii=False, default=str) if as_json else _words(told))
    if not wish["dry_run"] and any(item.get("status") == "refused" for item in told.get("items", ())):
        raise SystemExit(1)


def _operator(tenant_id: UUID) -> Actor:
    """Return the machine with every right: whoever runs the command owns the database."""
    return replace(system_actor(tenant_id), permissions=PERMISSIONS, language=language())


def _do(edge: Edge, actor: Actor, wish: Mapping[str, Any]) -> dict[str, Any]:
    if wish["halt"]:
        verb, transfer = wish["halt"]
        perform(edge, actor, HALTS[verb], request_key=str(new_id()), transfer_id=UUID(transfer))
        return _shown(edge, actor, UUID(transfer))
    if wish["show"]:
        return _shown(edge, actor, UUID(wish["show"]))
    numbers = {"from_number": wish["from_number"], "to_number": wish["to_number"]}
    if None in numbers.values():
        raise click.UsageError("--from and --to are needed")
    mapping = dict(pair.split("=", 1) for pair in wish["pairs"] if "=" in pair) or None
    if wish["propose"] or wish["dry_run"]:
        return _tried(edge, actor, wish, numbers, mapping)
    receipt = perform(
        edge, actor, start_transfer, request_key=str(new_id()), key=wish["key"], mapping=mapping,
        reason=wish["reason"] or "guiju migrate-cases", **numbers,
    )  # fmt: skip
    transfer_id = UUID(receipt.detail["transfer"])
    while not wish["background"] and _shown(edge, actor, transfer_id)["status"] == "running":
        transfer_some(edge, actor.tenant_id, transfer_id)
    return _shown(edge, actor, transfer_id)


def _tried(
    edge: Edge, actor: Actor, wish: Mapping[str, Any], numbers: Mapping[str, int], mapping: Mapping[str, str] | None
) -> dict[str, Any]:
    with reading(edge, actor) as ctx:
        if wish["propose"]:
            pairs = propose_mapping(ctx, wish["key"], **numbers)
            return {"pairs": [{"source": pair.source, "target": pair.target, "how": pair.how} for pair in pairs]}
        return {"items": [_trial(each) for each in try_out(ctx, wish["key"], mapping=mapping, **numbers)]}


def _shown(edge: Edge, actor: Actor, transfer_id: UUID) -> dict[str, Any]:
    with reading(edge, actor) as ctx:
        return _view(read_transfer(ctx, transfer_id))


def _view(view: TransferView) -> dict[str, Any]:
    items = [
        {"case": item.number, "status": item.status, "told": [told[language()] for told in item.told]}
        for item in view.items
    ]
    return {"transfer": str(view.id), "status": view.status, "counts": dict(view.counts), "items": items}


def _trial(trial: Trial) -> dict[str, Any]:
    told = [fault.sentence(language()) for fault in (*trial.refusals, *trial.notes)]
    status = "would move" if trial.would_move else "would stay"
    return {"case": trial.number, "status": status, "places": [list(pair) for pair in trial.places], "told": told}


def _words(told: Mapping[str, Any]) -> str:
    lines = [f"{pair['source']} -> {pair['target'] or '?'} ({pair['how']})" for pair in told.get("pairs", ())]
    for item in told.get("items", ()):
        lines.append(f"{item['case']}: {item['status']}")
        lines += [f"  {sentence}" for sentence in item["told"]]
    if "counts" in told:
        counts = ", ".join(f"{name} {number}" for name, number in told["counts"].items())
        lines.append(f"{told['transfer']}: {told['status']} ({counts})")
    return "\n".join(lines)
