"""`guiju feel`: evaluates an expression, printing its value as JSON and the reasons for nulls."""

from collections.abc import Callable, Mapping
from json import JSONDecodeError
from typing import Any, NoReturn

import click

from engine.calendar.expressions import CALENDAR_FUNCTIONS
from engine.feel import FeelSyntaxError, Reason, compile_expression
from engine.feel.jsonform import from_json, to_json
from engine.kernel.clock import CHINA, SystemClock, legal_day
from web.cli.speech import language, say


@click.command("feel", context_settings={"ignore_unknown_options": True})
@click.argument("expression")
@click.option("--context", "context_text", default="{}", metavar="JSON", help="变量 · The variables in sight.")
@click.option("--json", "as_json", is_flag=True, help="值与原因同为 JSON · The value and the reasons as JSON.")
@click.pass_context
def command(ctx: click.Context, expression: str, context_text: str, *, as_json: bool) -> None:
    """计算 FEEL 表达式 · Evaluate a FEEL expression."""
    context = read_object(context_text, "--context")
    try:
        compiled = compile_expression(expression, names=context)
    except FeelSyntaxError as error:
        say(error.zh, error.en)
        ctx.exit(1)
    evaluation = compiled.explain(context, functions=clock_functions())
    say_reasons(evaluation.reasons)
    click.echo(as_object({"value": evaluation.value}, evaluation.reasons) if as_json else to_json(evaluation.value))


def read_object(text: str, option: str) -> dict[str, Any]:
    """Read a JSON object from an option; exits with 2 when it is none."""
    try:
        value = from_json(text)
    except JSONDecodeError as failure:
        could_not_run(
            f"{option} 不是JSON：第{failure.lineno}行第{failure.colno}个字符处有误（{failure.msg}）",
            f"{option} is no JSON: line {failure.lineno}, character {failure.colno}: {failure.msg}",
        )
    except ValueError as failure:
        could_not_run(f"{option} 不是JSON：不允许{failure}", f"{option} is no JSON: {failure} is not allowed")
    except RecursionError:
        could_not_run(f"{option} 嵌套过深", f"{option} is nested too deeply")
    if not isinstance(value, dict):
        could_not_run(f"{option} 应为JSON对象", f"{option} should be a JSON object")
    return value


def could_not_run(zh: str, en: str) -> NoReturn:
    """Say why nothing was evaluated and exit with 2."""
    say(zh, en)
    raise click.exceptions.Exit(2)


def clock_functions() -> Mapping[str, Callable[..., Any]]:
    """Return what an expression may ask the host for: `now` and `today` in Chinese time, and the workdays."""
    instant = SystemClock().now()
    return {"now": lambda: instant.astimezone(CHINA), "today": lambda: legal_day(instant), **CALENDAR_FUNCTIONS}


def say_reasons(reasons: tuple[Reason, ...]) -> None:
    """Print on standard error why nulls arose."""
    for reason in reasons:
        say(reason.zh, reason)


def as_object(values: Mapping[str, Any], reasons: tuple[Reason, ...]) -> str:
    """Return values and reasons as one JSON object."""
    words = [reason.zh if language() == "zh" else str(reason) for reason in reasons]
    return to_json({**values, "reasons": words})
