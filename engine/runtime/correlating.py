"""What tells messages of one case from those of another, by the correlation keys of the drawing."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn import CorrelationProperty, Model, Process


def expected(
    process: Process, message: str, context: Mapping[str, Any], functions: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the values a message must carry to be for a case with these data; what is not known yet may be any.

    A subscription's data path says what counts; without it the case's data are read as if they were the message, by the
    path of this message, else by those of others, because what a message brought or took along is data of the case.
    """
    found: dict[str, Any] = {}
    for each in process.correlations:
        if message not in each.paths:
            continue
        subscribed = process.subscriptions.get(each.name)
        others = [formula for name, formula in each.paths.items() if name != message]
        formulas = [subscribed] if subscribed else [each.paths[message], *others]
        values = (formula.expression.evaluate(context, functions=functions) for formula in formulas)
        value = next((value for value in values if value is not None), None)
        if value is not None:
            found[each.name] = value
    return found


def carried(properties: tuple[CorrelationProperty, ...], message: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values a message carries in its payload."""
    found = {
        each.name: each.paths[message].expression.evaluate(payload) for each in properties if message in each.paths
    }
    return {name: value for name, value in found.items() if value is not None}


def correlation_of(model: Model, message: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return what tells for whom a message from outside is, by the correlation keys of all files."""
    found: dict[str, Any] = {}
    for process in model.processes.values():
        found.update(carried(process.correlations, message, payload))
    return found
