"""`guiju bench NAME`: run a benchmark and print its figures with the floor they are read against."""

import importlib
import json

import click

NAMES = ("completion", "feel", "http", "inbox", "verify")


@click.command()
@click.argument("name", type=click.Choice(NAMES))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, name: str, as_json: bool) -> None:
    """Measure on a throw-away database of its own; nothing of yours is touched."""
    figures = importlib.import_module(f"web.bench.{name}").measure()
    if as_json:
        click.echo(json.dumps(figures))
        return
    width = max(len(figure) for figure in figures)
    for figure, value in figures.items():
        click.echo(f"{figure:<{width}}  {value}")
