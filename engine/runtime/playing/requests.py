"""What can be asked of a run: one JSON object per request, checked before anything is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from engine.runtime.errors import NotUnderstood

TEXTS = frozenset({"process", "event", "element", "name", "code", "by", "to", "from", "reason", "flow", "id"})
"""Fields that hold a text."""

HANDLES = frozenset({"task", "case"})
"""Fields that hold a handle of this run; it may look like a number, so one is taken for its digits."""

OBJECTS = frozenset({"data", "payload", "correlation"})
"""Fields that hold an object; absent and null mean an empty one."""

_DATA = frozenset({"data"})
_TASK = frozenset({"element", "task", "case", "index"})


@dataclass(frozen=True)
class Verb:
    """The fields a verb knows; of each group in `needs` at least one must be given."""

    fields: frozenset[str]
    needs: tuple[tuple[str, ...], ...] = ()


VERBS: dict[str, Verb] = {
    "start": Verb(frozenset({"process", "event", "element", "payload"}) | _DATA),
    "complete": Verb(_TASK | _DATA, (("element", "task"),)),
    "message": Verb(frozenset({"name", "correlation", "payload", "id"}), (("name",),)),
    "signal": Verb(frozenset({"name", "payload"}), (("name",),)),
    "advance": Verb(frozenset({"by", "to"}), (("by", "to"),)),
    "error": Verb(_TASK | {"code", "payload"}, (("element", "task"),)),
    "escalation": Verb(_TASK | {"code", "payload"}, (("element", "task"),)),
    "begin": Verb(frozenset({"element", "task", "case"}) | _DATA, (("element", "task"),)),
    "finish": Verb(frozenset({"element", "task", "case"}), (("element", "task"),)),
    "retry": Verb(frozenset({"element", "case"}) | _DATA),
    "skip": Verb(frozenset({"element", "case", "reason", "flow"}) | _DATA),
    "cancel": Verb(_TASK | {"reason"}),
    "move": Verb(_TASK | {"from", "to", "reason"}, (("to",),)),
    "restart": Verb(frozenset({"to", "case", "reason"}), (("to",),)),
    "revise": Verb(frozenset({"case", "reason"}) | _DATA),
    "state": Verb(frozenset()),
}


@dataclass(frozen=True)
class Request:
    """One request that was understood; `ignored` are fields its verb does not know."""

    verb: str
    given: Mapping[str, Any]
    ignored: tuple[str, ...] = ()

    def text(self, field: str) -> str | None:
        """Return the text of a field, `None` if it is not given."""
        value = self.given.get(field)
        return None if value is None else str(value)

    def object(self, field: str) -> dict[str, Any]:
        """Return the object of a field, an empty one if it is not given."""
        return dict(self.given.get(field) or {})


def read_request(raw: object) -> Request:
    """Return the request of a JSON value; raises `NotUnderstood` with everything that is wrong with it."""
    if not isinstance(raw, dict):
        raise NotUnderstood(detail_zh="应为一个对象", detail_en="an object is expected")
    name = raw.get("do")
    verb = VERBS.get(name) if isinstance(name, str) else None
    if verb is None:
        raise _unknown_verb(name)
    wrong = [*_missing(verb, raw), *_mistyped(verb, raw)]
    if wrong:
        raise NotUnderstood(
            detail_zh="；".join(zh for zh, _ in wrong), detail_en="; ".join(en for _, en in wrong), do=name
        )
    return Request(str(name), raw, tuple(field for field in raw if field != "do" and field not in verb.fields))


def _unknown_verb(name: object) -> NotUnderstood:
    known = ", ".join(VERBS)
    if name is None:
        return NotUnderstood(detail_zh=f"缺少 do，可用：{known}", detail_en=f"do is missing, known are {known}")
    near = get_close_matches(str(name), VERBS, 1)
    zh, en = (f"是否指 {near[0]}", f"did you mean {near[0]}") if near else (f"可用：{known}", f"known are {known}")
    return NotUnderstood(detail_zh=f"没有动作 {name}，{zh}", detail_en=f"there is no verb {name}, {en}")


def _missing(verb: Verb, raw: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (f"缺少 {' 或 '.join(group)}", f"{' or '.join(group)} is missing")
        for group in verb.needs
        if all(raw.get(field) is None or raw.get(field) == "" for field in group)
    ]


def _mistyped(verb: Verb, raw: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for field in sorted(verb.fields & raw.keys()):
        value = raw[field]
        if value is None:
            continue
        if field in OBJECTS and not isinstance(value, dict):
            found.append((f"{field} 应为对象", f"{field} should be an object"))
        elif field in TEXTS and not isinstance(value, str):
            found.append((f"{field} 应为文字", f"{field} should be a text"))
        elif field in HANDLES and not isinstance(value, str) and not _is_number(value):
            found.append((f"{field} 应为编号", f"{field} should be a handle"))
        elif field == "index" and not _is_number(value):
            found.append((f"{field} 应为数字", f"{field} should be a number"))
    return found


def _is_number(value: object) -> bool:
    # JSON numbers arrive as Decimal where exactness matters, as int elsewhere.
    return not isinstance(value, bool) and (isinstance(value, int) or type(value).__name__ == "Decimal")
