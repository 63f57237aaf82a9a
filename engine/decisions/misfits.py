"""Says why a value does not fit an item definition: where in it, what was expected, and what came."""

from collections.abc import Iterator
from typing import Any

from engine.decisions.items import Item, fit
from engine.feel.checking.kinds import words
from engine.feel.scope import Run
from engine.feel.types import Type, coerced, type_name


def misfit(value: Any, item: Item, run: Run) -> tuple[str, str]:
    """Return the Chinese and the English words for the first part of a value that misfits, or nothing."""
    return next(_misfits(value, item, "", run), ("", ""))


def _misfits(value: Any, item: Item, path: str, run: Run) -> Iterator[tuple[str, str]]:
    if value is None or fit(value, item, run)[1]:
        return
    if item.is_collection and isinstance(value, list):
        single = Item(item.name, item.base, item.components, allowed=item.allowed)
        for at, part in enumerate(value, 1):
            yield from _misfits(part, single, f"{path}[{at}]", run)
    elif item.components and isinstance(value, dict):
        yield from _in_components(value, item, path, run)
    elif isinstance(item.base, Item):
        yield from _misfits(value, item.base, path, run)
    else:
        yield from _kinds(value, item, path)
    yield _told(path, "取值不在允许范围内", "is not among the allowed values")


def _in_components(value: dict[str, Any], item: Item, path: str, run: Run) -> Iterator[tuple[str, str]]:
    for name, part in item.components.items():
        inner = f"{path}.{name}" if path else name
        if name not in value:
            yield f"缺少“{inner}”", f"“{inner}” is missing"
        else:
            yield from _misfits(value[name], part, inner, run)


def _kinds(value: Any, item: Item, path: str) -> Iterator[tuple[str, str]]:
    wanted = Type("context") if item.components or isinstance(item.base, Item) else item.base
    if not coerced(value, wanted)[1]:
        (wanted_zh, wanted_en), (kind_zh, kind_en) = words(wanted), words(Type(type_name(value)))
        yield _told(path, f"应为{wanted_zh}，实为{kind_zh}", f"should be {wanted_en}, but is {kind_en}")


def _told(path: str, zh: str, en: str) -> tuple[str, str]:
    # The value itself is not told: it may be personal, and reasons are kept where a step of a case fails.
    where_zh, where_en = (f"“{path}”", f"“{path}” ") if path else ("", "it ")
    return f"{where_zh}{zh}", f"{where_en}{en}"
