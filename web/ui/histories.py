"""The page of a procedure's history: where cases wait, drawn as heat, and where they left the drawing."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.cases.history import VersionHistory, read_history
from engine.verification.history.replaying import Deviation
from engine.verification.history.waiting import Waited
from engine.verification.sentences import name_of
from web.edge import reading
from web.guard import needs
from web.i18n.languages import language
from web.ui.procedures import definition_of

blueprint = Blueprint("histories", __name__, url_prefix="/procedures/<key>/history")

MOST_CASES = 2_000
"""The page looks at the newest cases only; the command line at all of them."""

MOST_DEVIATIONS = 100
HOTTEST = 5
_HOUR = 3600


@blueprint.get("")
@needs("case.read_all")
def show_history(key: str) -> ResponseReturnValue:
    """Show what the cases on the newest version that has any have done."""
    with reading() as ctx:
        definition = definition_of(ctx, key)
        found = read_history(ctx, key, most=MOST_CASES)
    if not found:
        return render_template("procedures/history.html", definition=definition, version=None)
    version = found[0]
    deviations = version.deviations()
    return render_template(
        "procedures/history.html",
        definition=definition,
        version=version,
        most=MOST_CASES,
        xml_url=url_for("procedures.diagram", version_id=version.version_id),
        marks=_marks(version),
        rows=_rows(version),
        total=len(deviations),
        deviations=[_deviation(version, each) for each in deviations[:MOST_DEVIATIONS]],
    )


def _rows(version: VersionHistory) -> list[dict[str, Any]]:
    waits = version.waits().elements
    ordered = sorted(waits.items(), key=lambda pair: -pair[1].total)
    return [{"name": _name(version, name), "waited": waited, "hours": _hours(waited)} for name, waited in ordered]


def _marks(version: VersionHistory) -> list[dict[str, Any]]:
    """Return elements and flows with their heat: five where cases lost the most time, one where the least."""
    waits = version.waits()
    found: list[dict[str, Any]] = []
    for kind in (waits.elements, waits.flows):
        hottest = max((waited.total for waited in kind.values()), default=0) or 1
        for name, waited in kind.items():
            words = _("%(times)s 次，中位 %(hours)s 小时", times=waited.times, hours=_hours(waited)["median"])
            heat = max(1, round(HOTTEST * waited.total / hottest))
            found.append({"element": name, "state": "heat", "heat": heat, "label": "", "note": words})
    return found


def _hours(waited: Waited) -> Mapping[str, str]:
    return {name: f"{getattr(waited, name) / _HOUR:.1f}" for name in ("median", "ninetieth", "longest")}


def _deviation(version: VersionHistory, deviation: Deviation) -> dict[str, Any]:
    return {
        "case": deviation.case,
        "number": deviation.number,
        "name": _name(version, deviation.element),
        "kind": deviation.kind,
        "allowed": [_name(version, each) for each in deviation.allowed[:HOTTEST]],
    }


def _name(version: VersionHistory, identifier: str) -> str:
    return name_of(version.procedure.model, identifier, language=language())
