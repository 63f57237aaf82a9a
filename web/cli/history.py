"""`guiju history PROCEDURE`: replay the record of its cases on the drawing, and export it for other tools."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from engine.cases.history import VersionHistory, load_history
from engine.commands.perform import reading
from engine.kernel.actor import system_actor
from engine.verification.history.exporting import ocel_of, xes_of
from web.cli.database import open_database
from web.cli.deploy import edge_of, tenants_of
from web.cli.settings import read_settings
from web.cli.speech import say

MOST_SHOWN = 20


@click.command()
@click.argument("procedure")
@click.option("--tenant", help="Code of the tenant; needed where there are several.")
@click.option("--xes", type=click.Path(dir_okay=False, path_type=Path), help="Write the log as XES.")
@click.option("--ocel", type=click.Path(dir_okay=False, path_type=Path), help="Write the log as OCEL 2.0 JSON.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, procedure: str, tenant: str | None, xes: Path | None, ocel: Path | None, as_json: bool) -> None:
    """Say where the cases of a procedure did what its drawing does not allow, and where they waited."""
    with open_database(read_settings(os.environ)) as opened, edge_of(opened.settings) as edge:
        tenants = tenants_of(edge.database, tenant)
        if len(tenants) > 1:
            raise click.UsageError("There are several tenants: name one with --tenant.")
        [tenant_id] = tenants.values()
        with reading(edge, system_actor(tenant_id)) as ctx:
            found = load_history(ctx, procedure)
    traces = [trace for version in found for trace in version.traces]
    names = {name: text for version in reversed(found) for name, text in version.names.items()}
    if xes is not None:
        xes.write_bytes(xes_of(procedure, traces, names))
    if ocel is not None:
        ocel.write_text(json.dumps(ocel_of(procedure, traces, names), ensure_ascii=False), "utf-8")
    told = [_told(version) for version in found]
    if as_json:
        click.echo(json.dumps({"procedure": procedure, "versions": told}, ensure_ascii=False))
    else:
        for version in told:
            _say(version, names)


def _told(version: VersionHistory) -> dict[str, Any]:
    waits = version.waits()
    return {
        "number": version.number,
        "cases": len(version.traces),
        "deviations": [asdict(deviation) for deviation in version.deviations()],
        "waits": {name: asdict(waited) for name, waited in waits.elements.items()},
        "flows": {name: asdict(waited) for name, waited in waits.flows.items()},
    }


def _say(version: dict[str, Any], names: dict[str, str]) -> None:
    number, cases, deviations = version["number"], version["cases"], version["deviations"]
    say(
        zh=f"第 {number} 版：{cases} 件案件，{len(deviations)} 处与图不符",
        en=f"Version {number}: {cases} cases, {len(deviations)} steps that the drawing does not allow",
    )
    for deviation in deviations[:MOST_SHOWN]:
        place = f"{deviation['case']} #{deviation['number']} {names.get(deviation['element'], deviation['element'])}"
        click.echo(f"  {place} [{deviation['kind']}]")
    slowest = sorted(version["waits"].items(), key=lambda pair: -pair[1]["total"])[:MOST_SHOWN]
    for name, waited in slowest:
        hours = waited["median"] / 3600
        say(
            zh=f"  {names.get(name, name)}：{waited['times']} 次，中位 {hours:.1f} 小时",
            en=f"  {names.get(name, name)}: {waited['times']} times, median {hours:.1f} hours",
        )
