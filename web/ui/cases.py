"""Cases: the list that can be searched, and the page of one case with everything known about it."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine.cases.directory import list_cases
from engine.cases.dossier import read_dossier
from engine.cases.lacking import lacking_of
from engine.cases.timeline import read_timeline
from engine.incidents.directory import incidents_of
from engine.kernel.errors import NotFound
from engine.tasks.offers import read_offers
from engine.tasks.worksheet import read_worksheet
from web.edge import reading
from web.guard import SIGNED_IN, needs
from web.ui.sheets import draw
from web.ui.values import facts_of, section_layouts

blueprint = Blueprint("cases", __name__, url_prefix="/cases")

STATUSES = ("active", "suspended", "completed", "cancelled", "terminated", "failed")
TABS = ("overview", "diagram", "timeline", "materials", "data", "audit")


@blueprint.get("")
@needs(SIGNED_IN)
def show_cases() -> ResponseReturnValue:
    """List the cases the person may read, by words in number, title or facts and by status."""
    search = request.args.get("q", "").strip() or None
    status = request.args.get("status")
    status = status if status in STATUSES else None
    mark = request.args.get("mark")
    with reading() as ctx:
        page = list_cases(ctx, search=search, status=status, mark=mark)
    return render_template(
        "case/list.html", page=page, search=search, statuses=STATUSES, status_filter=status, mark=mark
    )


@blueprint.get("/<uuid:case_id>")
@needs(SIGNED_IN)
def show_case(case_id: UUID) -> ResponseReturnValue:
    """Show a case on one of its tabs."""
    tab = request.args.get("tab", "overview")
    tab = tab if tab in TABS else "overview"
    mark = request.args.get("mark")
    with reading() as ctx:
        dossier = read_dossier(ctx, case_id)
        timeline = read_timeline(ctx, case_id, mark=mark) if tab in ("overview", "timeline", "audit") else None
        layouts = section_layouts(ctx, dossier) if tab == "data" else []
        facts = facts_of(ctx, dossier) if tab == "overview" else []
        offers = read_offers(ctx, dossier.case, dossier.procedure) if tab == "overview" else ()
        incidents = incidents_of(ctx, case_id)
        lacking = lacking_of(ctx, dossier.case, dossier.procedure)
    return render_template(
        f"case/{tab}.html",
        tab=tab,
        lacking=lacking,
        incidents=incidents,
        dossier=dossier,
        case=dossier.case,
        timeline=timeline,
        layouts=layouts,
        facts=facts,
        offers=offers,
        mark=mark,
    )


@blueprint.get("/<uuid:case_id>/forms/<uuid:task_id>")
@needs(SIGNED_IN)
def print_form(case_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Show the form of a step as it is printed."""
    with reading() as ctx:
        sheet = read_worksheet(ctx, task_id)
        dossier = read_dossier(ctx, case_id)
    if sheet.case.id != case_id:
        raise NotFound(what_zh="任务", what_en="task in this case")
    layout = draw(sheet, sheet.values, attachments=dossier.attachments)
    return render_template("case/form.html", sheet=sheet, case=dossier.case, layout=layout)
