"""Drafts of diagrams: nobody saves or publishes over what somebody else has drawn meanwhile."""

from uuid import UUID

from engine.definitions.errors import DraftOutdated, StaleDraft
from engine.definitions.models import DefinitionDraft, DefinitionVersion
from engine.kernel.clock import CHINA
from engine.kernel.context import Context
from engine.organization.directory import names_of


def require_base(ctx: Context, draft: DefinitionDraft, live_version_id: UUID, *, replacing: int | None) -> None:
    """Raise `DraftOutdated` if a newer version than the draft was drawn on is live, unless its number was given."""
    if draft.base_version_id == live_version_id:
        return
    base, live = (
        ctx.session.get_one(DefinitionVersion, (ctx.actor.tenant_id, version_id))
        for version_id in (draft.base_version_id, live_version_id)
    )
    if replacing != live.number:
        raise DraftOutdated(key=draft.key, base=base.number, number=live.number)


def require_revision(ctx: Context, draft: DefinitionDraft | None, revision: int) -> None:
    """Raise `StaleDraft` unless the locked draft has the revision; no draft is revision 0."""
    found = draft.revision if draft else 0
    if found == revision:
        return
    person = names_of(ctx, [draft.updated_by]).get(draft.updated_by, "…") if draft else "…"
    at = draft.updated_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if draft else "…"
    raise StaleDraft(expected=revision, found=found, person=person, at=at)
