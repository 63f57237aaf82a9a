"""Publish a diagram: make the draft of a procedure, with the rest of its bundle, the live version."""

from engine.audit.log import record_journal
from engine.cases.rules import require_reason
from engine.definitions.drafts import require_base, require_revision
from engine.definitions.errors import NothingToPublish
from engine.definitions.gate import publish_version
from engine.definitions.publishing import JOURNAL, compile_for_publication, publication_of, receipt_of, require_change
from engine.definitions.renewal import renew_callers
from engine.definitions.store import load_bundle, load_draft, require_definition
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.scenarios.playable import require_playable


def publish_diagram(ctx: Context, *, key: str, revision: int, note: str, replacing: int | None = None) -> Receipt:
    """Publish the draft with the given revision; the note says what changed and why.

    The draft's diagram replaces the one in the bundle of the live version. Running cases stay on their version. A
    draft that was drawn on an older version than the live one undoes what has changed since: `replacing` is the
    number of the live version that is meant to be replaced. Raises `NothingToPublish`, `StaleDraft`,
    `DraftOutdated`, `ReasonMissing`, `BundleRefused` with every fault, `NothingChanged`, `ProofRefuted` with every way
    it can go wrong, and `ProofUnknown` where nobody but the one who drew and the one who publishes answers for it.
    """
    require_permission(ctx, Permission.DEFINITION_PUBLISH)
    note = require_reason(note)
    definition = require_definition(ctx, key, lock=True)
    draft = load_draft(ctx, key, lock=True)
    if draft is None:
        raise NothingToPublish(key=key)
    require_revision(ctx, draft, revision)
    assert definition.live_version_id is not None
    require_base(ctx, draft, definition.live_version_id, replacing=replacing)
    base = load_bundle(ctx, definition.live_version_id)
    bundle = base.with_file(base.bpmn, draft.bpmn)
    require_change(ctx, bundle)
    require_playable(bundle)
    procedure, calls = compile_for_publication(ctx, bundle)
    version, proof = publish_version(ctx, procedure, calls=calls, note=note, drawn_by=draft.updated_by)
    renew_callers(ctx, version)
    ctx.session.delete(draft)
    ctx.session.flush()
    record_journal(ctx, JOURNAL, "procedure:published", publication_of(version, proof, note=note))
    return receipt_of(procedure, version)
