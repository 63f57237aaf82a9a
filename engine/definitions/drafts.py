"""Drafts of diagrams: nobody saves or publishes over what somebody else has drawn meanwhile."""

from engine.definitions.errors import StaleDraft
from engine.definitions.models import DefinitionDraft
from engine.kernel.clock import CHINA
from engine.kernel.context import Context
from engine.organization.directory import names_of


def require_revision(ctx: Context, draft: DefinitionDraft | None, revision: int) -> None:
    """Raise `StaleDraft` unless the locked draft has the revision; no draft is revision 0."""
    found = draft.revision if draft else 0
    if found == revision:
        return
    person = names_of(ctx, [draft.updated_by]).get(draft.updated_by, "…") if draft else "…"
    at = draft.updated_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if draft else "…"
    raise StaleDraft(expected=revision, found=found, person=person, at=at)
