"""The page of interventions: choose where the case stands and what to do, see what follows, give a reason, confirm."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.cases.dossier import read_dossier
from engine.commands.cancel_activity import cancel_activity
from engine.commands.correct_data import correct_data
from engine.commands.move_token import move_token
from engine.commands.restart_case import restart_case
from engine.interventions.plan import Wish
from engine.interventions.preview import preview
from engine.interventions.standing import read_standing
from web.edge import act, reading
from web.guard import needs
from web.ui.keys import sent_key

blueprint = Blueprint("steering", __name__, url_prefix="/cases/<uuid:case_id>/steer")

ACTIONS = ("move", "withdraw", "skip", "restart")


@blueprint.get("")
@needs("case.intervene")
def show_steering(case_id: UUID) -> ResponseReturnValue:
    """Show where the case stands and what can be done; with a choice made, what would follow from it."""
    action = request.args.get("action")
    wish = None
    if action in ACTIONS:
        wish = Wish(action, request.args.get("token") or None, request.args.get("to") or None)
    field = request.args.get("field")
    with reading() as ctx:
        dossier = read_dossier(ctx, case_id)
        standing = read_standing(ctx, case_id)
        told = preview(ctx, case_id, wish) if wish else None
    return render_template(
        "case/steering.html",
        tab="steering",
        dossier=dossier,
        case=dossier.case,
        standing=standing,
        wish=wish,
        told=told,
        field=next((each for each in standing.fields if each.key == field), None),
    )


@blueprint.post("")
@needs("case.intervene")
def steer(case_id: UUID) -> ResponseReturnValue:
    """Do what was chosen and confirmed."""
    action, token, to = (request.form.get(name, "") for name in ("action", "token", "to"))
    given = {"case_id": case_id, "reason": request.form.get("reason", "").strip(), "seq": _seq()}
    key = sent_key()
    if action == "restart":
        act(restart_case, request_key=key, to=to, **given)
    elif action == "move":
        act(move_token, request_key=key, token=token, to=to, **given)
    else:
        act(cancel_activity, request_key=key, token=token, go_on=action == "skip", **given)
    flash(_("已按您的决定调整案件，理由已写入流转记录。"), "success")
    return redirect(url_for("cases.show_case", case_id=case_id))


@blueprint.post("/data")
@needs("case.intervene")
def correct(case_id: UUID) -> ResponseReturnValue:
    """Correct one value."""
    act(
        correct_data,
        request_key=sent_key(),
        case_id=case_id,
        changes={request.form.get("field", ""): request.form.get("value", "").strip()},
        reason=request.form.get("reason", "").strip(),
        seq=_seq(),
    )
    flash(_("数据已更正，原值与新值已写入流转记录。"), "success")
    return redirect(url_for("cases.show_case", case_id=case_id, tab="data"))


def _seq() -> int:
    sent = request.form.get("seq", "")
    return int(sent) if sent.isdecimal() else 0
