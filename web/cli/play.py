"""`guiju play`: run a diagram headless, in memory, answering JSON lines with JSON lines."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from engine.bpmn import SourceFile
from engine.feel.jsonform import from_json, to_json
from engine.feel.values import normal
from engine.kernel.clock import CHINA
from engine.kernel.errors import GuijuError
from engine.runtime.player import Player, open_player
from engine.runtime.values import Outcome
from web.cli.speech import language

MONDAY_MORNING = "2026-01-05T01:00:00+00:00"
"""Where the clock stands if nothing else is said: 09:00 in China on the first Monday of 2026."""


@click.command("play")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--now", default=MONDAY_MORNING, show_default=True, help="The instant the clock starts at (ISO 8601).")
@click.option("--json", "as_json", is_flag=True, help="Accepted for uniformity; answers are JSON in any case.")
def command(files: tuple[Path, ...], now: str, as_json: bool) -> None:  # noqa: ARG001, FBT001 - click hands options over by name
    """Run BPMN (with DMN) files in memory, moved by JSON lines on standard input."""
    sources = [SourceFile(str(path), path.read_bytes()) for path in files]
    try:
        player = open_player(sources, now=_instant(now))
    except GuijuError as error:
        _say(_refusal(error))
        sys.exit(1)
    for line in sys.stdin:
        if line.strip():
            _say(_answer(player, line))


def _answer(player: Player, line: str) -> dict[str, Any]:
    try:
        request = from_json(line)
    except ValueError as error:
        return {"ok": False, "error": {"code": "not-json", "message": str(error), "element": None}}
    if not isinstance(request, dict):
        return {"ok": False, "error": {"code": "not-json", "message": "Expected an object.", "element": None}}
    try:
        return _standing(player, player.play(request))
    except GuijuError as error:
        return _refusal(error)


def _standing(player: Player, case: Outcome) -> dict[str, Any]:
    return {
        "ok": True,
        "status": case.status,
        "offered": [],
        "open": [_open(player, task) for task in case.opened],
        "waiting": [
            {
                "element": wait.element,
                "event": wait.event,
                "name": wait.name,
                "due": wait.due.astimezone(UTC).isoformat() if wait.due else None,
                "correlation": wait.correlation,
            }
            for wait in case.waits
        ],
        "passed": [passed.element for passed in player.passed],
        "data": case.data,
        "incidents": [],
        "thrown": player.thrown,
        "now": player.clock.now().isoformat(),
    }


def _open(player: Player, task: Any) -> dict[str, Any]:
    element = player.element(task)
    shown = {
        "task": task.key,
        "element": task.element,
        "name": element.name,
        "kind": task.kind,
        "lane": element.lane,
        "process": task.process,
    }
    if task.index is not None:
        shown["index"] = task.index
    if task.scope is not None:
        shown["data"] = task.data
    note = player.note(task)
    if note is not None:
        shown["note"] = note[0] if language() == "zh" else note[1]
    return shown


def _refusal(error: GuijuError) -> dict[str, Any]:
    faults = [{"code": fault.code, "message": fault.sentence(language()), **fault.where} for fault in error.faults]
    element = error.data.get("element") or next((fault.get("element") for fault in faults), None)
    said = {"code": error.code, "message": error.sentence(language()), "element": element}
    return {"ok": False, "error": said, **({"faults": faults} if faults else {})}


def _say(answer: Mapping[str, Any]) -> None:
    click.echo(to_json(normal(answer)))
    sys.stdout.flush()


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--now") from error
    return instant if instant.tzinfo is not None else instant.replace(tzinfo=CHINA)
