"""`guiju verify PATH…`: check diagrams and prove them sound; exit 1 and say where, if not."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from engine.bpmn import SourceFile
from engine.verification.judging import Judged, told
from engine.verification.soundness import Soundness
from engine.verification.verify import PROVED, UNKNOWN, VIOLATED, FileReport, verify
from web.cli.bundles import facts_below
from web.cli.junit import junit_of
from web.cli.sarif import sarif_of
from web.cli.speech import language, say
from web.cli.verified_rules import judge_file


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
    judged = {} if soundness_only else {str(path): judge_file(path) for path in diagrams}
    proved = verify(sources, soundness_only=soundness_only, facts=facts)
    reports = [*faulty, *(_with_rules(report, judged.get(report.file, Judged())) for report in proved)]
    if sarif is not None:
        sarif.write_text(json.dumps(sarif_of(reports, language=language()), ensure_ascii=False, indent=1), "utf-8")
    if junit is not None:
        junit.write_bytes(junit_of(reports, language=language()))
    if as_json:
        files = [_told(report, judged.get(report.file, Judged())) for report in reports]
        click.echo(json.dumps({"files": files}, ensure_ascii=False))
    else:
        _say(reports, judged)
    verdicts = {report.verdict for report in reports}
    sys.exit(1 if VIOLATED in verdicts else 2 if UNKNOWN in verdicts else 0)


def _diagrams(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.bpmn")) if path.is_dir() else [path]


def _with_rules(report: FileReport, judged: Judged) -> FileReport:
    """Return a report that counts what was found of the rules."""
    verdicts = {report.verdict, judged.verdict}
    worst = next((each for each in (VIOLATED, UNKNOWN) if each in verdicts), report.verdict)
    return replace(report, verdict=worst, findings=(*report.findings, *judged.findings))


def _say(reports: Sequence[FileReport], judged: Mapping[str, Judged]) -> None:
    words = {"PROVED": ("已证明", "proved"), "VIOLATED": ("违反", "violated"), "UNKNOWN": ("未知", "unknown")}
    for report in reports:
        zh, en = words[report.verdict]
        say(zh=f"{report.file}：{zh}", en=f"{report.file}: {en}")
        for finding in report.findings:
            place = f"{finding.line or '-'} {finding.element or ''}".strip()
            click.echo(f"  {place}  [{finding.rule}] {finding.sentence(language())}")
        rules = judged.get(report.file, Judged()).verdicts
        proved = sum(rule.verdict == PROVED for rule in rules)
        if rules:
            say(zh=f"  合规规则：{len(rules)} 条，已证明 {proved} 条", en=f"  rules: {len(rules)}, proved: {proved}")


def _told(report: FileReport, judged: Judged) -> dict[str, Any]:
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
        "rules": [told(verdict) for verdict in judged.verdicts],
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
