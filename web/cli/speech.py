"""How commands speak to people: in Chinese where the terminal asks for it, else in English."""

import os

import click

from engine.kernel.errors import GuijuError


def language() -> str:
    """Return `zh` where the locale of the terminal is Chinese, else `en`."""
    for variable in ("GUIJU_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = os.environ.get(variable)
        if wanted:
            return "zh" if wanted.lower().startswith("zh") else "en"
    return "en"


def say(zh: str, en: str) -> None:
    """Print progress on standard error, so that standard output carries results only."""
    click.echo(zh if language() == "zh" else en, err=True)


def say_refusal(error: GuijuError) -> None:
    """Print a refusal and each of its faults on standard error."""
    click.echo(error.sentence(language()), err=True)
    for fault in error.faults:
        where = ":".join(str(fault.where[key]) for key in ("file", "line", "element") if key in fault.where)
        click.echo(f"  {where}  {fault.sentence(language())}".rstrip(), err=True)
