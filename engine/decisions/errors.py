"""What can be refused about decisions."""

from collections.abc import Sequence
from difflib import get_close_matches

from engine.kernel.errors import NotFound

_MOST_TOLD = 30


class NoSuchDecision(NotFound):
    """There is no decision “{decision}” in {file}{hint}; it has {known}."""

    code = "no-such-decision"
    zh = "{file}中没有决策“{decision}”{hint}；{known}。"


def no_such_decision(decision: str, *, file: str, known: Sequence[str]) -> NoSuchDecision:
    """Return the refusal with what there is, and the name that was probably meant."""
    meant = closest(decision, known)
    listed = [*known[:_MOST_TOLD], *(["…"] if len(known) > _MOST_TOLD else [])]
    return NoSuchDecision(
        decision=decision,
        file=file,
        known_zh=f"已有：{'、'.join(listed)}" if listed else "其中没有任何决策",
        known_en=f"these: {', '.join(listed)}" if listed else "none",
        hint_zh=f"，是否指“{meant}”" if meant else "",
        hint_en=f" (did you mean “{meant}”?)" if meant else "",
    )


def closest(name: str, known: Sequence[str]) -> str | None:
    """Return the known name that comes closest to a name; `None` where none is close, or it is known."""
    folded = {each.casefold(): each for each in known}
    found = get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    return folded[found[0]] if found and name not in known else None
