"""The page of a proof: what is promised of a version or a draft, how it can go wrong, and who answers for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.commands.override_proof import override_proof
from engine.definitions.catalogue import list_versions, read_draft
from engine.definitions.promise import Promise, read_promise, read_version_promise
from engine.kernel.context import Context
from engine.kernel.errors import NotFound
from engine.organization.permissions import Permission, require_permission
from engine.verification.findings import Finding
from engine.verification.sentences import drawn_as, name_of
from web.edge import act, current_edge, reading
from web.guard import needs
from web.i18n.languages import language
from web.security.session import current_actor
from web.ui.keys import sent_key
from web.ui.procedures import definition_of

blueprint = Blueprint("proofs", __name__, url_prefix="/procedures/<key>")


@dataclass(frozen=True)
class Told:
    """A finding in the reader's language: where it is, and the numbered steps of the shortest way there."""

    sentence: str
    name: str
    element: str
    line: int | None
    steps: tuple[str, ...]


@blueprint.get("/versions/<uuid:version_id>/proof")
@needs("definition.read")
def show_version(key: str, version_id: UUID) -> ResponseReturnValue:
    """Show what was proved of a version when it was published."""
    with reading() as ctx:
        definition = definition_of(ctx, key)
        version = next((row for row in list_versions(ctx, key) if row.id == version_id), None)
        if version is None:
            raise NotFound(what_zh="规程版本", what_en="version of this procedure")
        promise = read_version_promise(ctx, version_id)
    xml_url = url_for("procedures.diagram", version_id=version_id)
    return _page(promise, definition=definition, version=version, xml_url=xml_url)


@blueprint.get("/draft/proof")
@needs("definition.read")
def show_draft(key: str) -> ResponseReturnValue:
    """Show what can be proved of the draft as it stands, to those who draw and those who may answer for it."""
    with reading() as ctx:
        _require_concerned(ctx)
        definition, promise = definition_of(ctx, key), _draft(ctx, key)
    return _page(promise, definition=definition, version=None, xml_url=url_for("proofs.draft_diagram", key=key))


@blueprint.get("/draft/diagram.bpmn")
@needs("definition.read")
def draft_diagram(key: str) -> ResponseReturnValue:
    """Give out the diagram of the draft to those who draw and those who may answer for it."""
    with reading() as ctx:
        _require_concerned(ctx)
        content = read_draft(ctx, key).bpmn
    return content, 200, {"Content-Type": "application/xml; charset=utf-8", "Cache-Control": "no-store"}


@blueprint.post("/draft/proof")
@needs("proof.override")
def override(key: str) -> ResponseReturnValue:
    """Answer for exactly what was shown."""
    digest, reason = request.form.get("digest", ""), request.form.get("reason", "")
    act(override_proof, request_key=sent_key(), key=key, digest=digest, reason=reason)
    flash(_("已记录：由您对该草稿承担责任。"), "success")
    return redirect(url_for("proofs.show_draft", key=key), 303)


def _require_concerned(ctx: Context) -> None:
    if Permission.PROOF_OVERRIDE not in ctx.actor.permissions:
        require_permission(ctx, Permission.DEFINITION_EDIT)


def _draft(ctx: Context, key: str) -> Promise:
    promise = read_promise(ctx, key)
    if promise is None:
        raise NotFound(what_zh="规程草稿", what_en="draft of this procedure")
    return promise


def _page(promise: Promise, **given: Any) -> ResponseReturnValue:
    proof = promise.proof
    return render_template(
        "procedures/proof.html",
        promise=promise,
        proof=proof,
        told=[_told(promise, finding) for finding in (proof.defects if proof else ())],
        limits=[_told(promise, finding) for finding in (proof.limits if proof else ())],
        marks=_marks(promise, proof.defects if proof else ()),
        printed_at=current_edge().clock.now(),
        stage_words=_stage_words(),
        may_answer=_may_answer(promise),
        **given,
    )


def _may_answer(promise: Promise) -> bool:
    is_open = promise.proof is not None and promise.proof.verdict == "UNKNOWN" and promise.revision > 0
    actor = current_actor()
    return is_open and Permission.PROOF_OVERRIDE in actor.permissions and promise.drawn_by != actor.person_id


def _told(promise: Promise, finding: Finding) -> Told:
    steps = [
        name_of(promise.model, identifier, language=language())
        for step in finding.path
        for identifier in step
        if _is_element(promise, identifier)
    ]
    return Told(
        sentence=finding.sentence(language()),
        name=name_of(promise.model, finding.element, language=language()) if finding.element else "",
        element=finding.element or "",
        line=finding.line,
        steps=tuple(step for number, step in enumerate(steps) if number == 0 or steps[number - 1] != step),
    )


def _is_element(promise: Promise, identifier: str) -> bool:
    return promise.procedure is not None and identifier in promise.procedure.elements


def _marks(promise: Promise, findings: Sequence[Finding]) -> list[Mapping[str, Any]]:
    """Return what the drawing is marked with: the ways to the defects, and where they end."""
    marks: dict[str, Mapping[str, Any]] = {}
    for finding in findings:
        for identifier in (each for step in finding.path for each in step):
            if drawn_as(promise.model, identifier) is not None:
                state = "done" if _is_element(promise, identifier) else "passed"
                marks.setdefault(identifier, _mark(promise, identifier, state, _("途经")))
    for finding in findings:
        if finding.element:
            marks[finding.element] = _mark(promise, finding.element, "failed", finding.sentence(language()))
    return list(marks.values())


def _mark(promise: Promise, identifier: str, state: str, label: str) -> Mapping[str, Any]:
    name = name_of(promise.model, identifier, language=language())
    return {"element": identifier, "state": state, "label": label, "name": name}


def _stage_words() -> dict[str, str]:
    return {
        "lint": _("图形检查"),
        "sound": _("结构与数据"),
        "rules": _("合规规则"),
        "scenarios": _("场景"),
        "coverage": _("场景覆盖率"),
    }
