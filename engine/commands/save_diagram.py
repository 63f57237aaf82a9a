"""Save a diagram: keep a process owner's drawing as the draft of its procedure."""

from engine.definitions.drafts import require_revision
from engine.definitions.models import DefinitionDraft
from engine.definitions.store import load_draft, require_definition
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission


def save_diagram(ctx: Context, *, key: str, revision: int, bpmn: bytes) -> Receipt:
    """Keep a diagram as it is, sound or not; `revision` is the draft that was being edited, 0 for the live version.

    A draft may hold anything: what is wrong with it is told by checking it. Raises `StaleDraft` when somebody else
    has saved meanwhile, so that neither overwrites the other.
    """
    require_permission(ctx, Permission.DEFINITION_EDIT)
    definition = require_definition(ctx, key, lock=True)
    draft = load_draft(ctx, key, lock=True)
    require_revision(ctx, draft, revision)
    if draft is None:
        assert definition.live_version_id is not None
        draft = DefinitionDraft(
            tenant_id=ctx.actor.tenant_id, key=key, base_version_id=definition.live_version_id, revision=0
        )
        ctx.session.add(draft)
    draft.revision, draft.bpmn = revision + 1, bpmn
    draft.updated_by, draft.updated_at = ctx.actor.person_id, ctx.clock.now()
    ctx.session.flush()
    return Receipt(detail={"key": key, "revision": draft.revision, "saved_at": draft.updated_at.isoformat()})
