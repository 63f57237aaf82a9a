"""The page of a procedure's scenarios: what is stored with it, and what came of playing it just now."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from engine.kernel.errors import Fault
from engine.scenarios.covering import KINDS, ProcedureCoverage
from engine.scenarios.errors import FeaturesRefused
from engine.scenarios.feature import Feature, Scenario
from engine.scenarios.rehearsal import Rehearsal, prepare_rehearsal
from engine.scenarios.reports.drawing import draw_coverage
from engine.scenarios.reports.report import Report, report_on
from engine.scenarios.results import FAILED, PASSED, SKIPPED
from engine.scenarios.worker import Limits, play_limited
from web.edge import reading
from web.guard import needs
from web.i18n.languages import in_language, language
from web.ui.procedures import definition_of

blueprint = Blueprint("scenarios", __name__, url_prefix="/procedures/<key>/scenarios")

LIMITS = Limits(scenario_seconds=5, stage_seconds=15, processor_seconds=25)
"""A person waits for the page, and a thread of the server with them."""


@dataclass(frozen=True)
class VerdictRow:
    """One scenario on the page: where it stands, and why it failed or was skipped."""

    name: str
    line: int
    status: str
    word: str
    why: str


@dataclass(frozen=True)
class CoverageRow:
    """One kind of thing on the page: how much of it scenarios have gone through, and what is missing, by name."""

    word: str
    count: int
    all: int
    percent: int
    missing: tuple[str, ...]


@blueprint.get("")
@needs("definition.edit")
def show_scenarios(key: str) -> ResponseReturnValue:
    """Show the scenarios that are stored with a procedure."""
    with reading() as ctx:
        definition = definition_of(ctx, key)
        try:
            rehearsal, faults = prepare_rehearsal(ctx, key), ()
        except FeaturesRefused as refused:
            return _page(definition, None, faults=_told(refused.faults)), 422
    return _page(definition, rehearsal, faults=faults)


@blueprint.post("")
@needs("definition.edit")
def play_scenarios(key: str) -> ResponseReturnValue:
    """Play the scenarios on the draft, or on the live version without one, and show what came of it."""
    with reading() as ctx:
        definition = definition_of(ctx, key)
        try:
            rehearsal = prepare_rehearsal(ctx, key)
        except FeaturesRefused as refused:
            return _page(definition, None, faults=_told(refused.faults)), 422
    # Played outside of the transaction: nothing of the database is needed any more, and it takes a moment.
    scenarios = [scenario for feature in rehearsal.features for scenario in feature.scenarios]
    try:
        performance = play_limited(rehearsal.staging, scenarios, limits=LIMITS)
    except FeaturesRefused as refused:
        return _page(definition, rehearsal, faults=_told(refused.faults)), 422
    return _page(definition, rehearsal, report=report_on(rehearsal.features, scenarios, performance))


def _page(
    definition: object, rehearsal: Rehearsal | None, *, faults: Sequence[str] = (), report: Report | None = None
) -> str:
    own = [each for each in report.coverage if rehearsal and each.key == rehearsal.key] if report else []
    return render_template(
        "procedures/scenarios.html",
        definition=definition,
        rehearsal=rehearsal,
        faults=faults,
        report=report,
        features=[(feature, _rows(report, feature)) for feature in rehearsal.features] if rehearsal else [],
        counts=[(status, word, report.count(status)) for status, word in _words().items()] if report else [],
        coverage=_coverage(own[0]) if own else [],
        drawing=_drawing(rehearsal, own),
        run_url=url_for("scenarios.play_scenarios", key=getattr(definition, "key", "")),
    )


def _rows(report: Report | None, feature: Feature) -> list[VerdictRow]:
    if report is None:
        return [_row(scenario, "", "") for scenario in feature.scenarios]
    return [
        _row(scenario, result.status, result.told.sentence(language()) if result.told else "")
        for scenario, result in report.of(feature)
    ]


def _row(scenario: Scenario, status: str, why: str) -> VerdictRow:
    return VerdictRow(scenario.name, scenario.line, status, _words().get(status, ""), why)


def _coverage(found: ProcedureCoverage) -> list[CoverageRow]:
    words = {"elements": _("流程元素"), "flows": _("顺序流"), "rows": _("决策表行"), "rules": _("表单规则")}
    return [
        CoverageRow(
            word=words[kind],
            count=found.kinds[kind].count,
            all=len(found.kinds[kind].all),
            percent=found.kinds[kind].percent,
            missing=tuple(in_language(item.zh, item.en) for item in found.kinds[kind].missing),
        )
        for kind in KINDS
    ]


def _drawing(rehearsal: Rehearsal | None, own: Sequence[ProcedureCoverage]) -> Markup:
    if rehearsal is None or not own:
        return Markup()
    # Every name in the drawing is escaped where it is drawn.
    return Markup(draw_coverage(rehearsal.diagram, own[0].marks()))  # noqa: S704


def _words() -> dict[str, str]:
    return {PASSED: _("通过"), FAILED: _("未通过"), SKIPPED: _("跳过")}


def _told(faults: Sequence[Fault]) -> list[str]:
    return [
        f"{':'.join(str(fault.where[key]) for key in ('file', 'line', 'element') if key in fault.where)} "
        f"{fault.sentence(language())}".strip()
        for fault in faults
    ]
