"""`guiju due`: computes a period and explains every day that counts or does not."""

import json

import click

from engine.calendar.counting import CountedDay
from engine.calendar.notices import shipped_calendar
from engine.calendar.requests import Answer, Request, answer
from web.cli.speech import language, say


@click.command("due")
@click.option("--start", required=True, metavar="DATE|DATETIME", help="起算之日或时刻 · Where it starts; not counted.")
@click.option("--limit", required=True, type=int, metavar="N", help="期限长度 · How long the period is.")
@click.option(
    "--unit",
    required=True,
    metavar="UNIT",
    help="单位 · workday, calendar_day, month, year, hour, minute.",
)
@click.option("--before", is_flag=True, help="自事项之日倒推 · Count back: the whole period lies before the event.")
@click.option("--power-limit", is_flag=True, help="限制权力的期限，不顺延 · It limits a power and never rolls over.")
@click.option(
    "--exclude",
    "exclusions",
    multiple=True,
    metavar="A..B",
    help="扣除期间，含首尾两日，可重复 · Days that do not count, both ends included; any number.",
)
@click.option("--json", "as_json", is_flag=True, help="结果为 JSON · Print JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    start: str,
    limit: int,
    unit: str,
    before: bool,
    power_limit: bool,
    exclusions: tuple[str, ...],
    as_json: bool,
) -> None:
    """计算期限并逐日说明 · Compute a period, explaining every day."""
    pairs = [_pair(ctx, text) for text in exclusions]
    request = Request(start, limit, unit, is_before=before, is_power_limit=power_limit, exclusions=pairs)
    try:
        found = answer(request, shipped_calendar())
    except ValueError as error:
        say(f"不是日期或时刻：{error}", f"Expected a date or a date and time: {error}")
        ctx.exit(2)
    click.echo(_as_json(found) if as_json else _as_text(found))


def _pair(ctx: click.Context, text: str) -> tuple[str, str]:
    first, dots, last = text.partition("..")
    if not dots:
        say(f"扣除期间应写作 A..B，而不是 {text}", f"Expected an exclusion as A..B, got {text}")
        ctx.exit(2)
    return first, last


def _as_json(found: Answer) -> str:
    days = [
        {"date": each.day.isoformat(), "counted": each.is_counted, "why": each.why.sentence(language())}
        for each in found.days
    ]
    told = {"due": found.due.isoformat(), "end": found.end.isoformat(), "counted": found.counted, "days": days}
    return json.dumps(told, ensure_ascii=False)


def _as_text(found: Answer) -> str:
    lines = [_line(each) for each in found.days]
    if language() == "zh":
        return "\n".join([*lines, f"计入 {found.counted}，届满 {found.due.isoformat()}，止于 {found.end.isoformat()}"])
    ends = f"Counted {found.counted}; due {found.due.isoformat()}; the period ends at {found.end.isoformat()}"
    return "\n".join([*lines, ends])


def _line(each: CountedDay) -> str:
    weekday = "一二三四五六日"[each.day.weekday()] if language() == "zh" else each.day.strftime("%a")
    return f"{'+' if each.is_counted else ' '} {each.day.isoformat()} {weekday}  {each.why.sentence(language())}"
