"""`guiju spec [PATH…]`: play Gherkin scenarios on procedures in memory, and tell what they cover."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from engine.bpmn import SourceFile
from engine.definitions.bundle import read_bundle
from engine.kernel.errors import GuijuError
from engine.scenarios.feature import Feature, Scenario
from engine.scenarios.reading import read_features
from engine.scenarios.reports.cucumber import coverage_json, cucumber
from engine.scenarios.reports.junit import junit
from engine.scenarios.reports.page import WORDS, html_page
from engine.scenarios.reports.report import Report, counts, report_on
from engine.scenarios.results import FAILED, PASSED, ScenarioResult
from engine.scenarios.shelf import staging_of
from engine.scenarios.staging import Staging
from engine.scenarios.tags import read_tags
from engine.scenarios.worker import play_limited, propose_limited
from web.cli.demo import content_folder
from web.cli.places import places_of
from web.cli.speech import language, say, say_refusal

_FILE = click.Path(dir_okay=False, path_type=Path)
_GIVEN = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, type=_GIVEN)
@click.option("--procedures", type=_GIVEN, help="Folder of the procedures; else found near the scenarios.")
@click.option("--organisation", type=_GIVEN, help="The people; else demo-organisation.toml beside the procedures.")
@click.option("--tags", help="Which scenarios: @S24, '@S24 or @S26', 'not @slow'.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON as Cucumber writes it.")
@click.option("--junit", "junit_file", type=_FILE, help="Write JUnit's XML.")
@click.option("--html", "html_file", type=_FILE, help="Write one page with verdicts, coverage and diagrams.")
@click.option("--coverage", "coverage_file", type=_FILE, help="Write the coverage and proposals as JSON.")
@click.option("--propose", is_flag=True, help="Propose a scenario for each flow that none goes along.")
def command(  # noqa: PLR0913 - click hands options over by name
    *,
    paths: tuple[Path, ...],
    procedures: Path | None,
    organisation: Path | None,
    tags: str | None,
    as_json: bool,
    junit_file: Path | None,
    html_file: Path | None,
    coverage_file: Path | None,
    propose: bool,
) -> None:
    """Play the scenarios at PATHS; exit code 1 if one fails, 2 if they cannot be played."""
    try:
        places = places_of(paths, procedures=procedures, shipped=content_folder())
        staging = staging_of(places.procedures, beside=content_folder(), chart=organisation, defaults=places.defaults)
        features = read_features(SourceFile(str(path), path.read_bytes()) for path in places.features)
        report = _played(staging, features, tags, propose=propose)
    except GuijuError as refused:
        say_refusal(refused)
        sys.exit(2)
    if not report.played:
        say(zh="没有找到场景。", en="There are no scenarios.")
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(cucumber(report, language=language()), ensure_ascii=False))
    else:
        _say(report)
    _write(report, staging, junit_file=junit_file, html_file=html_file, coverage_file=coverage_file)
    sys.exit(1 if report.has_failed else 0)


def _played(staging: Staging, features: Sequence[Feature], tags: str | None, *, propose: bool) -> Report:
    wanted = read_tags(tags) if tags else None
    scenarios: list[Scenario] = [
        scenario for feature in features for scenario in feature.scenarios if wanted is None or wanted(scenario.tags)
    ]
    performance = play_limited(staging, scenarios)
    proposals = propose_limited(staging, performance) if propose else ()
    return report_on(features, scenarios, performance, proposals)


def _say(report: Report) -> None:
    chosen = 0 if language() == "zh" else 1
    for feature in report.features:
        played = list(report.of(feature))
        if not played:
            continue
        click.echo(f"{feature.name}  ({feature.file})")
        for scenario, result in played:
            _say_scenario(scenario, result)
    click.echo("")
    for each in report.coverage:
        if each.is_touched:
            shares = "  ".join(f"{WORDS[kind][chosen]} {found.percent} %" for kind, found in each.kinds.items())
            click.echo(f"{each.title(language())}: {shares}")
    click.echo("  ".join(f"{WORDS[status][chosen]} {number}" for status, number in counts(report)))
    for proposal in report.proposals:
        click.echo(f"\n{proposal.text}")


def _say_scenario(scenario: Scenario, result: ScenarioResult) -> None:
    click.echo(f"  {_SIGNS.get(result.status, '-')} {scenario.name}")
    for step, told in zip(scenario.steps, result.steps, strict=True):
        if told.zh:
            click.echo(f"      {scenario.file}:{step.line}  {step.keyword} {step.text}")
            click.echo(f"      {told.sentence(language())}")


def _write(
    report: Report, staging: Staging, *, junit_file: Path | None, html_file: Path | None, coverage_file: Path | None
) -> None:
    if junit_file is not None:
        junit_file.write_bytes(junit(report, language=language()))
    if html_file is not None:
        page = html_page(report, language=language(), diagrams=dict(diagrams_of(staging.bundles)))
        html_file.write_text(page, encoding="utf-8")
    if coverage_file is not None:
        coverage_file.write_text(json.dumps(coverage_json(report), ensure_ascii=False, indent=1), encoding="utf-8")


def diagrams_of(bundles: Iterable[Sequence[SourceFile]]) -> Iterator[tuple[str, bytes]]:
    """Yield the drawing of each bundle by its key."""
    for files in bundles:
        bundle = read_bundle(files)
        yield bundle.key, bundle.files[bundle.bpmn]


_SIGNS = {PASSED: "✓", FAILED: "✗"}
