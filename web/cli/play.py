"""`guiju play`: run a diagram headless, in memory, answering JSON lines with JSON lines."""

import gc
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from engine.bpmn import SourceFile
from engine.feel.jsonform import from_json
from engine.kernel.clock import CHINA, legal_day
from engine.kernel.errors import GuijuError
from engine.runtime.player import Player, open_player
from web.cli.answers import answer
from web.cli.exact import write_exactly
from web.cli.speech import language
from web.cli.thresholds import filed_thresholds

MONDAY_MORNING = "2026-01-05T01:00:00+00:00"
"""Where the clock stands if nothing else is said: 09:00 in China on the first Monday of 2026."""

DEPTH_LIMIT = 100
"""How deep a request may be nested; data of people are a few levels deep."""

GARBAGE_THRESHOLD = 50_000
"""How many objects may come before Python looks for garbage; an answer of a thousand tasks makes about ten thousand."""


@click.command("play")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--now", default=MONDAY_MORNING, show_default=True, help="The instant the clock starts at (ISO 8601).")
@click.option("--json", "as_json", is_flag=True, help="Accepted for uniformity; answers are JSON in any case.")
def command(files: tuple[Path, ...], now: str, as_json: bool) -> None:  # noqa: ARG001, FBT001 - click hands options over by name
    """Run BPMN (with DMN) files in memory, moved by JSON lines on standard input."""
    sources = [SourceFile(str(path), path.read_bytes()) for path in files]
    try:
        player = open_player(sources, now=_instant(now))
        player.stage.lent = filed_thresholds(files[0], today=lambda: legal_day(player.clock.now()))
    except GuijuError as error:
        _say(refusal(error))
        sys.exit(1)
    # A thousand open tasks are made anew for every answer: what is here by now is not looked through for garbage again.
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)
    # Requests are UTF-8 whatever the locale says; what is not is seen as such in the answer, and the run goes on.
    for line in sys.stdin.buffer:
        _say(_answer(player, line.decode("utf-8-sig", errors="replace")))


def _answer(player: Player, line: str) -> dict[str, Any]:
    try:
        request = from_json(line)
        require_shallow(request)
    except (ValueError, RecursionError) as error:
        return {"ok": False, "error": {"code": "not-json", "message": str(error), "element": None}}
    if not isinstance(request, dict):
        return {"ok": False, "error": {"code": "not-json", "message": "Expected an object.", "element": None}}
    try:
        standing = player.play(request)
    except GuijuError as error:
        return refusal(error, asked=request)
    return {**answer(standing, language()), "now": player.clock.now().isoformat(), **_ignored(player)}


def require_shallow(value: object) -> None:
    """Raise ValueError for a value nested deeper than anything that answers could carry back."""
    level = [value]
    for _ in range(DEPTH_LIMIT):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise ValueError(f"nested deeper than {DEPTH_LIMIT} levels")


def _ignored(player: Player) -> dict[str, Any]:
    return {"ignored": list(player.ignored)} if player.ignored else {}


def refusal(error: GuijuError, *, asked: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the answer to what was refused, with the element it is about: its own, else the one that was asked for."""
    faults = [{"code": fault.code, "message": fault.sentence(language()), **fault.where} for fault in error.faults]
    element = error.data.get("element") or next((fault["element"] for fault in faults if "element" in fault), None)
    if element is None and asked is not None and isinstance(asked.get("element"), str):
        element = asked["element"]
    said = {"code": error.code, "message": error.sentence(language()), "element": element}
    if faults:
        said |= {"code": faults[0]["code"], "message": " ".join(str(fault["message"]) for fault in faults)}
    return {"ok": False, "error": said, **({"faults": faults} if faults else {})}


def _say(answer: Mapping[str, Any]) -> None:
    click.echo(write_exactly(answer))
    sys.stdout.flush()


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--now") from error
    return instant if instant.tzinfo is not None else instant.replace(tzinfo=CHINA)
