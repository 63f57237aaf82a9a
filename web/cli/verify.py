"""`guiju verify PATH…`: check diagrams and prove them sound; exit 1 and say where, if not."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from engine.bpmn import SourceFile
from engine.verification.soundness import Soundness
from engine.verification.verify import UNKNOWN, VIOLATED, FileReport, verify
from web.cli.bundles import facts_below
from web.cli.junit import junit_of
from web.cli.sarif import sarif_of
from web.cli.speech import language, say


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--soundness-only", is_flag=True, help="Prove the structure alone; nothing else counts.")
@click.option("--sarif", type=click.Path(dir_okay=False, path_type=Path), help="Write the findings as SARIF 2.1.0.")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), help="Write the verdicts as JUnit XML.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    *, paths: tuple[Path, ...], soundness_only: bool, sarif: Path | None, junit: Path | None, as_json: bool
) -> None:
    """Check the diagrams at PATHS and prove them sound; exit code 1 for a defect, 2 for what nobody knows."""
    diagrams = list(_diagrams(paths))
    sources = [SourceFile(str(path), path.read_bytes()) for path in diagrams]
    if not sources:
        say(zh="没有找到 .bpmn 文件。", en="There are no .bpmn files.")
        sys.exit(2)
    facts, faulty = ({}, []) if soundness_only else facts_below(paths, diagrams)
    reports = [*faulty, *verify(sources, soundness_only=soundness_only, facts=facts)]
    if sarif is not None:
        sarif.write_text(json.dumps(sarif_of(reports, language=language()), ensure_ascii=False, indent=1), "utf-8")
    if junit is not None:
        junit.write_bytes(junit_of(reports, language=language()))
    if as_json:
        click.echo(json.dumps({"files": [_told(report) for report in reports]}, ensure_ascii=False))
    else:
        _say(reports)
    verdicts = {report.verdict for report in reports}
    sys.exit(1 if VIOLATED in verdicts else 2 if UNKNOWN in verdicts else 0)


def _diagrams(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.bpmn")) if path.is_dir() else [path]


def _say(reports: Sequence[FileReport]) -> None:
    words = {"PROVED": ("已证明", "proved"), "VIOLATED": ("违反", "violated"), "UNKNOWN": ("未知", "unknown")}
    for report in reports:
        zh, en = words[report.verdict]
        say(zh=f"{report.file}：{zh}", en=f"{report.file}: {en}")
        for finding in report.findings:
            place = f"{finding.line or '-'} {finding.element or ''}".strip()
            click.echo(f"  {place}  [{finding.rule}] {finding.sentence(language())}")


def _told(report: FileReport) -> dict[str, Any]:
    return {
        "file": report.file,
        "verdict": report.verdict,
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "element": finding.element,
                "line": finding.line,
                "message": finding.sentence(language()),
                "path": [list(step) for step in finding.path],
            }
            for finding in report.findings
        ],
        "soundness": None if report.soundness is None else _soundness(report.soundness),
        "rules": [],
    }


def _soundness(soundness: Soundness) -> dict[str, Any]:
    return {
        "safe": soundness.safe,
        "option_to_complete": soundness.option_to_complete,
        "proper_completion": soundness.proper_completion,
        "dead": None if soundness.dead is None else list(soundness.dead),
        "states": soundness.states,
        "ms": soundness.milliseconds,
    }
