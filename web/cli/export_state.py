"""`guiju export-state NUMBER`: print a case in the form of SpiffWorkflow's official serializer, for support."""

import os

import click

from engine.cases.support import export_case
from engine.commands.perform import reading
from engine.kernel.actor import system_actor
from web.cli.database import open_database
from web.cli.deploy import edge_of, tenants_of
from web.cli.settings import read_settings


@click.command()
@click.argument("number")
@click.option("--tenant", required=True, help="Code of the tenant.")
def command(*, number: str, tenant: str) -> None:
    """Print the case with this NUMBER as SpiffWorkflow's official serializer would store it. Holds personal data."""
    with open_database(read_settings(os.environ)) as opened, edge_of(opened.settings) as edge:
        [tenant_id] = tenants_of(edge.database, tenant).values()
        with reading(edge, system_actor(tenant_id)) as ctx:
            click.echo(export_case(ctx, number))
