"""Thresholds for legal officers: the list, one with its history, a new version, confirming and withdrawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.commands.add_threshold import add_threshold
from engine.commands.confirm_threshold import confirm_threshold
from engine.commands.withdraw_threshold import withdraw_threshold
from engine.kernel.errors import Conflict, Fault, Invalid
from engine.registers.directory import list_thresholds, read_history, terms_in_use
from engine.registers.rules import Confidence, Status
from web.edge import act, reading
from web.errors import status_of
from web.guard import needs
from web.i18n.codes import FIELDS, PARTIES, field_words, party_words
from web.i18n.languages import language
from web.ui.keys import sent_key

blueprint = Blueprint("thresholds", __name__, url_prefix="/thresholds")

FIELDS_OF_ENTRY = (
    "name", "domain", "jurisdiction", "party", "valid_from", "valid_to", "amount", "unit", "basis", "source",
    "confidence",
)  # fmt: skip


@dataclass(frozen=True)
class Attempt:
    """What was sent and could not be taken: the values, and sentences by field; `""` holds those of no field."""

    raw: Mapping[str, str]
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)


def install_words(app: Flask) -> None:
    """Offer the words of thresholds to every template: pages of cases show them too."""
    app.jinja_env.globals.update(
        field_words=field_words, party_words=party_words, threshold_words=threshold_words, amount_words=amount_words
    )


def threshold_words(status: str) -> tuple[str, str, str]:
    """Return the words, the colour and the icon of a version's status."""
    known = {
        Status.UNVERIFIED: (_("待核实"), "yellow", "warning"),
        Status.VERIFIED: (_("已核实"), "green", "ok"),
        Status.WITHDRAWN: (_("已撤回"), "grey", "stop"),
    }
    return known.get(Status(status), (status, "grey", "info"))


def amount_words(amount: Any) -> str:
    """Return an amount as people write it: grouped, without decimals that say nothing."""
    number = Decimal(str(amount))
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,.2f}"


@blueprint.get("")
@needs("threshold.read")
def show_thresholds() -> ResponseReturnValue:
    """List the versions, by name, field and status."""
    name, domain = request.args.get("q", "").strip()[:40], request.args.get("domain", "")[:40]
    status = request.args.get("status", "")
    status = status if status in set(Status) else ""
    mark = request.args.get("mark")
    with reading() as ctx:
        page = list_thresholds(ctx, name=name, domain=domain, status=status, mark=mark)
        terms = terms_in_use(ctx)
    wish = {"q": name or None, "domain": domain or None, "status": status or None}
    domains = dict.fromkeys([*FIELDS, *terms["domain"]])
    return render_template(
        "thresholds/list.html", page=page, wish=wish, domains=domains, statuses=list(Status), mark=mark
    )


@blueprint.get("/new")
@needs("threshold.edit")
def show_new() -> ResponseReturnValue:
    """Show the form for a new version; `from` names the version it follows."""
    raw = {}
    if request.args.get("from"):
        with reading() as ctx:
            version, _history = read_history(ctx, _id(request.args["from"]))
        raw = {name: str(getattr(version, name) or "") for name in FIELDS_OF_ENTRY} | {
            "valid_from": "", "valid_to": "", "source": "",
        }  # fmt: skip
    return _form(Attempt(raw))


@blueprint.post("")
@needs("threshold.edit")
def add() -> ResponseReturnValue:
    """Enter a version."""
    raw = {name: request.form.get(name, "") for name in FIELDS_OF_ENTRY}
    try:
        receipt = act(add_threshold, request_key=sent_key(), entry=raw)
    except Invalid as refusal:
        return _form(Attempt(raw, _by_field(refusal.faults))), status_of(refusal)
    except Conflict as refusal:
        return _form(Attempt(raw, {"valid_from": [refusal.sentence(language())]})), status_of(refusal)
    flash(_("已登记，自生效日起的违法行为适用；在核实之前标为待核实。"), "success")
    return redirect(url_for("thresholds.show_threshold", threshold_id=receipt.detail["threshold"]))


@blueprint.get("/<uuid:threshold_id>")
@needs("threshold.read")
def show_threshold(threshold_id: UUID) -> ResponseReturnValue:
    """Show a version with its history."""
    return _page(threshold_id, {})


@blueprint.post("/<uuid:threshold_id>/confirm")
@needs("threshold.edit")
def confirm(threshold_id: UUID) -> ResponseReturnValue:
    """Confirm a version, with the source that was read."""
    source = request.form.get("source", "")
    try:
        act(confirm_threshold, request_key=sent_key(), threshold_id=threshold_id, source=source)
    except Invalid as refusal:
        return _page(threshold_id, _by_field(refusal.faults)), status_of(refusal)
    flash(_("已核实。"), "success")
    return redirect(url_for("thresholds.show_threshold", threshold_id=threshold_id))


@blueprint.post("/<uuid:threshold_id>/withdraw")
@needs("threshold.edit")
def withdraw(threshold_id: UUID) -> ResponseReturnValue:
    """Withdraw a version that was entered in error, with a reason."""
    reason = request.form.get("reason", "")
    try:
        act(withdraw_threshold, request_key=sent_key(), threshold_id=threshold_id, reason=reason)
    except Invalid as refusal:
        return _page(threshold_id, _by_field(refusal.faults)), status_of(refusal)
    flash(_("已撤回，此后不再适用。"), "success")
    return redirect(url_for("thresholds.show_threshold", threshold_id=threshold_id))


def _page(threshold_id: UUID, errors: Mapping[str, Sequence[str]]) -> str:
    with reading() as ctx:
        version, history = read_history(ctx, threshold_id)
    return render_template("thresholds/one.html", version=version, history=history, errors=errors)


def _form(attempt: Attempt) -> str:
    with reading() as ctx:
        terms = terms_in_use(ctx)
    return render_template(
        "thresholds/form.html",
        attempt=attempt,
        terms=terms,
        domains=dict.fromkeys([*FIELDS, *terms["domain"], *filter(None, [attempt.raw.get("domain")])]),
        parties=dict.fromkeys([*PARTIES, *filter(None, [attempt.raw.get("party")])]),
        confidences=list(Confidence),
    )


def _by_field(faults: Sequence[Fault]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for fault in faults:
        errors.setdefault(str(fault.where.get("field", "")), []).append(fault.sentence(language()))
    return errors


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
