"""Built-in functions on contexts (DMN 1.5, 10.3.4.9)."""

from typing import Any

from engine.feel.functions.registry import builtin
from engine.feel.limits import VALUE_LEVELS
from engine.feel.scope import Run


@builtin("get value", "context: context, keys: string|list")
@builtin("get value", "m: context, key: string")
def get_value(run: Run, context: dict[str, Any], key: str | list[Any]) -> Any:
    """Return an entry, or one deeper down by a list of keys."""
    value: Any = context
    for part in [key] if isinstance(key, str) else key:
        if not isinstance(value, dict) or not isinstance(part, str) or part not in value:
            return run.null("There is no entry named {key}", "没有名为“{key}”的项", key=part)
        value = value[part]
    return value


@builtin("get entries", "m: context")
def get_entries(_run: Run, context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a list of contexts with key and value."""
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context put", "context: context, keys: string|list, value: any")
@builtin("context put", "context: context, key: string, value: any")
def context_put(run: Run, context: dict[str, Any], key: str | list[Any], value: Any) -> dict[str, Any] | None:
    """Return the context with an entry set, or one deeper down by a list of keys."""
    keys = [key] if isinstance(key, str) else key
    if not keys or len(keys) > VALUE_LEVELS or not all(isinstance(part, str) for part in keys):
        return run.null("context put needs strings as keys", "context put的键应为字符串")
    return _put(context, keys, value, run)


def _put(context: Any, keys: list[str], value: Any, run: Run) -> dict[str, Any] | None:
    if not isinstance(context, dict):
        return run.null("There is no context to put {key} into", "没有可放入“{key}”的上下文", key=keys[0])
    run.step(len(context) >> 4)
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = _put(context.get(keys[0]), keys[1:], value, run)
    return None if inner is None else {**context, keys[0]: inner}


@builtin("context merge", "contexts: list")
def context_merge(run: Run, contexts: list[Any]) -> dict[str, Any] | None:
    """Return one context with the entries of all; later ones win."""
    run.step(sum(len(context) for context in contexts if isinstance(context, dict)))
    if not all(isinstance(context, dict) for context in contexts):
        return run.null("context merge needs contexts", "context merge的参数应为上下文列表")
    return {key: value for context in contexts for key, value in context.items()}


@builtin("context", "entries: list")
def context_of(run: Run, entries: list[Any]) -> dict[str, Any] | None:
    """Return the context made of entries with key and value; null when one is neither or comes twice."""
    result: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("key"), str) or "value" not in entry:
            return run.null("An entry needs key and value", "每一项应有key和value")
        if entry["key"] in result:
            return run.null("The key {key} comes twice", "键“{key}”重复", key=entry["key"])
        result[entry["key"]] = entry["value"]
    return result
