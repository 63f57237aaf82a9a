"""Set the language a person works in."""

from engine.audit.log import record_journal
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.accounts import save_language
from engine.organization.errors import LanguageUnknown
from engine.organization.rules import LANGUAGES


def set_language(ctx: Context, *, language: str) -> Receipt:
    """Store `zh` or `en` as the actor's language; raise `LanguageUnknown` for any other."""
    if language not in LANGUAGES:
        raise LanguageUnknown(language=language, languages="、".join(LANGUAGES))
    save_language(ctx.session, ctx.actor.person_id, language)
    record_journal(ctx, "organization", "person:language-set", {"language": language})
    return Receipt(detail={"language": language})
