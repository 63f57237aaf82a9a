"""Evaluates a decision of a live procedure, or an expression, for whoever asks from outside a case."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from engine.calendar.expressions import CALENDAR_FUNCTIONS
from engine.decisions import Decided, NoSuchDecision
from engine.decisions.errors import no_such_decision
from engine.definitions.errors import ExpressionRefused, InputsTooLarge, ProcedureUnknown
from engine.definitions.store import load_procedure, require_definition
from engine.feel import Evaluation, FeelSyntaxError, compile_expression
from engine.kernel.clock import CHINA, legal_day
from engine.kernel.context import Context
from engine.kernel.errors import Fault

Functions = Mapping[str, Callable[..., Any]]

MOST_VALUES = 20_000
"""How many values inputs from outside may hold, inner ones counted."""

MOST_LEVELS = 50
"""How deep inputs from outside may be nested."""

LONGEST_TEXT = 100_000
"""Characters of all texts in inputs from outside together."""


def require_modest(values: Mapping[str, Any]) -> None:
    """Raise `InputsTooLarge` for inputs that nobody sends who wants an answer."""
    count = characters = 0
    waiting: list[tuple[Any, int]] = [(values, 0)]
    while waiting:
        value, level = waiting.pop()
        count += 1
        characters += len(value) if isinstance(value, str) else 0
        if count > MOST_VALUES or level > MOST_LEVELS or characters > LONGEST_TEXT:
            raise InputsTooLarge(values=MOST_VALUES, levels=MOST_LEVELS, characters=LONGEST_TEXT)
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting.extend((each, level + 1) for each in inner)


def evaluate_decision(
    ctx: Context, key: str, decision: str, *, inputs: Mapping[str, Any], functions: Functions
) -> Decided:
    """Return what a decision of the live version gives, with the rules that fired; nothing is recorded.

    `decision` is an id or a name, `functions` are what the registers lend. Raises `ProcedureUnknown`, `NoSuchDecision`,
    `InputsTooLarge`.
    """
    require_modest(inputs)
    definition = require_definition(ctx, key)
    if definition.live_version_id is None:
        raise ProcedureUnknown(key=key)
    procedure = load_procedure(ctx, definition.live_version_id)
    models = {model.file: model for model in procedure.decisions.values()}
    lent = {**host_functions(ctx), **functions}
    for model in models.values():
        with suppress(NoSuchDecision):
            return model.decide(decision, inputs, functions=lent)
    known = sorted(name for model in models.values() for name in model.names())
    raise no_such_decision(decision, file=key, known=known)


def evaluate_expression(ctx: Context, text: str, *, names: Mapping[str, Any], functions: Functions) -> Evaluation:
    """Return the value of an expression with the reasons for nulls; raises `ExpressionRefused` with the place."""
    require_modest(names)
    try:
        compiled = compile_expression(text, names=names)
    except FeelSyntaxError as error:
        place: dict[str, str | int] = {"line": error.line, "column": error.column, "field": "expression"}
        raise ExpressionRefused(faults=[Fault("feel.syntax", error.zh, error.en, place)]) from error
    return compiled.explain(names, functions={**host_functions(ctx), **functions})


def host_functions(ctx: Context) -> Functions:
    """Return what an expression may ask the host for: `now` and `today` in Chinese time, and the workdays."""
    instant = ctx.clock.now()
    return {"now": lambda: instant.astimezone(CHINA), "today": lambda: legal_day(instant), **CALENDAR_FUNCTIONS}
