"""Whether values fit what an operation declares, and how they are read from JSON. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.feel.checking import FeelType
from engine.feel.types import coerced
from engine.operations.values import AttemptFailed, Operation, Parameter

_SAID = {
    "number": "数字",
    "string": "文字",
    "boolean": "真假值",
    "date": "日期",
    "time": "时刻",
    "date and time": "日期时间",
    "list": "列表",
    "context": "数据组",
}


def fitting_inputs(operation: Operation, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs in the types declared; raises `AttemptFailed` with all that does not fit."""
    return _fitting(operation.inputs, inputs, zh="输入", en="input")


def fitting_outputs(operation: Operation, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return what came back in the types declared, without what is not declared; raises `AttemptFailed`."""
    return _fitting(operation.outputs, outputs, zh="返回值", en="output")


def _fitting(declared: Mapping[str, Parameter], given: Mapping[str, Any], *, zh: str, en: str) -> dict[str, Any]:
    fit: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for name, parameter in declared.items():
        value = read(given.get(name), parameter.type)
        value, fits = coerced(value, parameter.type)
        kind = str(parameter.type)
        if not fits:
            wrong.append((f"{zh}“{name}”应为{_SAID.get(kind, kind)}", f"the {en} {name} should be of type {kind}"))
        elif value is None and parameter.required:
            wrong.append((f"缺少{zh}“{name}”", f"the {en} {name} is missing"))
        else:
            fit[name] = value
    if wrong:
        raise AttemptFailed(
            zh="；".join(said for said, _ in wrong), en="; ".join(said for _, said in wrong), temporary=False
        )
    return fit


def read(value: Any, kind: FeelType) -> Any:
    """Return a JSON value as a value of a type: days and instants from ISO text, exact numbers; else as it is."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return Decimal(str(value))
    if isinstance(value, str):
        return _read_text(value, kind)
    if isinstance(value, list):
        inner = kind.parts[0] if kind.name == "list" and kind.parts else kind
        return [read(item, inner) for item in value]
    if isinstance(value, Mapping):
        entries = dict(kind.entries)
        return {str(name): read(item, entries.get(name, _ANYTHING)) for name, item in value.items()}
    return value


def _read_text(value: str, kind: FeelType) -> Any:
    try:
        return _READERS[kind.name](value) if kind.name in _READERS else value
    except ValueError:
        return value


_ANYTHING = FeelType("Any")
_READERS: Mapping[str, Any] = {
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "date and time": datetime.fromisoformat,
}


def plain(value: Any) -> Any:
    """Return a value as JSON has it: days and instants as ISO text, exact numbers as numbers where they stay exact."""
    if value is None or isinstance(value, bool | str | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return _number(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: Decimal) -> int | float | str:
    if value == value.to_integral_value() and abs(value) < 2**53:
        return int(value)
    binary = float(value)
    return binary if Decimal(repr(binary)) == value else str(value)
