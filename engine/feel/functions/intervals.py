"""Built-in functions on points and ranges: Allen's relations (DMN 1.5, 10.3.4.12), `range` and `is`."""

from typing import Any

from engine.feel import tree
from engine.feel.comparing import contains, equal, ordered
from engine.feel.errors import FeelSyntaxError
from engine.feel.functions.registry import builtin, signature_for
from engine.feel.parser import parse_expression
from engine.feel.scope import Run
from engine.feel.temporal import is_zoned, parse_temporal, time_offset
from engine.feel.types import type_name
from engine.feel.values import Range
from engine.feel.wide import DATE_TIMES, TIMES


def _ends(value: Any) -> Range:
    """Return a range, or a point as the range that holds only it."""
    return value if isinstance(value, Range) else Range(value, value, start_included=True, end_included=True)


def _ends_before(first: Any, second: Any, run: Run, *, touching: bool) -> bool | None:
    """Tell whether the first ends before the second begins; `touching`: or they meet in a point only one has."""
    end, start = _ends(first), _ends(second)
    if ordered("<", end.end, start.start, run):
        return True
    same = equal(end.end, start.start, run)
    return None if same is None else bool(same) and touching and not (end.end_included and start.start_included)


@builtin("before", "point1: point|range, point2: point|range")
def before(run: Run, first: Any, second: Any) -> bool | None:
    """Tell whether the first lies wholly before the second."""
    return _ends_before(first, second, run, touching=True)


@builtin("after", "point1: point|range, point2: point|range")
def after(run: Run, first: Any, second: Any) -> bool | None:
    """Tell whether the first lies wholly after the second."""
    return _ends_before(second, first, run, touching=True)


@builtin("meets", "range1: range, range2: range")
def meets(run: Run, first: Range, second: Range) -> bool | None:
    """Tell whether the first ends with the very point with which the second starts."""
    same = equal(first.end, second.start, run)
    return None if same is None else bool(same and first.end_included and second.start_included)


@builtin("met by", "range1: range, range2: range")
def met_by(run: Run, first: Range, second: Range) -> bool | None:
    """Tell whether the second meets the first."""
    return meets(run, second, first)


def _starts_order(first: Range, second: Range, run: Run) -> int | None:
    """Return -1, 0 or 1: which range starts earlier; an included point is earlier than an excluded one."""
    if equal(first.start, second.start, run):
        return int(second.start_included) - int(first.start_included)
    less = ordered("<", first.start, second.start, run)
    return None if less is None else (-1 if less else 1)


def _ends_order(first: Range, second: Range, run: Run) -> int | None:
    """Return -1, 0 or 1: which range ends earlier; an excluded point is earlier than an included one."""
    if equal(first.end, second.end, run):
        return int(first.end_included) - int(second.end_included)
    less = ordered("<", first.end, second.end, run)
    return None if less is None else (-1 if less else 1)


def _share_points(first: Range, second: Range, run: Run) -> bool | None:
    apart = (_ends_before(first, second, run, touching=True), _ends_before(second, first, run, touching=True))
    return None if None in apart else not any(apart)


@builtin("overlaps", "range1: range, range2: range")
def overlaps(run: Run, first: Range, second: Range) -> bool | None:
    """Tell whether two ranges share a point."""
    return _share_points(first, second, run)


@builtin("overlaps before", "range1: range, range2: range")
def overlaps_before(run: Run, first: Range, second: Range) -> bool | None:
    """Tell whether the first starts earlier and ends inside the second, or at its end."""
    shared = _share_points(first, second, run)
    starts, ends = _starts_order(first, second, run), _ends_order(first, second, run)
    return None if shared is None or starts is None or ends is None else shared and starts < 0 and ends <= 0


@builtin("overlaps after", "range1: range, range2: range")
def overlaps_after(run: Run, first: Range, second: Range) -> bool | None:
    """Tell whether the second overlaps before the first."""
    return overlaps_before(run, second, first)


@builtin("finishes", "point: point|range, range: range")
@builtin("finishes", "range1: range, range2: range")
def finishes(run: Run, first: Any, second: Range) -> bool | None:
    """Tell whether the first ends where the second ends, and starts no earlier."""
    inner = _ends(first)
    starts, ends = _starts_order(inner, second, run), _ends_order(inner, second, run)
    return None if starts is None or ends is None else ends == 0 and starts >= 0


@builtin("finished by", "range: range, point: point|range")
@builtin("finished by", "range1: range, range2: range")
def finished_by(run: Run, first: Range, second: Any) -> bool | None:
    """Tell whether the second finishes the first."""
    return finishes(run, second, first)


@builtin("includes", "range: range, point: point|range")
@builtin("includes", "range1: range, range2: range")
def includes(run: Run, first: Range, second: Any) -> bool | None:
    """Tell whether the first holds all of the second."""
    if not isinstance(second, Range):
        return contains(first, second, run)
    starts, ends = _starts_order(first, second, run), _ends_order(first, second, run)
    return None if starts is None or ends is None else starts <= 0 and ends >= 0


@builtin("during", "point: point|range, range: range")
@builtin("during", "range1: range, range2: range")
def during(run: Run, first: Any, second: Range) -> bool | None:
    """Tell whether the second includes the first."""
    return includes(run, second, first)


@builtin("starts", "point: point|range, range: range")
@builtin("starts", "range1: range, range2: range")
def starts(run: Run, first: Any, second: Range) -> bool | None:
    """Tell whether the first starts where the second starts, and ends no later."""
    inner = _ends(first)
    begins, ends = _starts_order(inner, second, run), _ends_order(inner, second, run)
    return None if begins is None or ends is None else begins == 0 and ends <= 0


@builtin("started by", "range: range, point: point|range")
@builtin("started by", "range1: range, range2: range")
def started_by(run: Run, first: Range, second: Any) -> bool | None:
    """Tell whether the second starts the first."""
    return starts(run, second, first)


@builtin("coincides", "point1: point|range, point2: point|range")
@builtin("coincides", "range1: range, range2: range")
def coincides(run: Run, first: Any, second: Any) -> bool | None:
    """Tell whether two points or two ranges are the same."""
    if isinstance(first, Range) is not isinstance(second, Range):
        return run.null("A point and a range cannot coincide", "点与区间不能重合")
    return equal(first, second, run)


@builtin("is", "value1: any, value2: any")
def identical(run: Run, first: Any, second: Any) -> bool | None:
    """Tell whether two values are the same down to the zone they are written in."""
    if type_name(first) != type_name(second):
        return False
    if isinstance(first, (*TIMES, *DATE_TIMES)) and (
        is_zoned(first) is not is_zoned(second) or time_offset(first) != time_offset(second)
    ):
        return False
    return equal(first, second, run)


_LITERAL_CALLS = {"date", "time", "date and time", "duration"}


@builtin("range", "from: string")
def range_from(run: Run, text: str) -> Range | None:
    """Return the range written in a string; its ends are literals of one type, in order."""
    run.step(len(text))
    try:
        node = parse_expression(text.strip())
    except FeelSyntaxError:
        node = tree.Literal(None)
    if isinstance(node, tree.Interval):
        start, end = _endpoint(node.start, run), _endpoint(node.end, run)
        if type(start) is type(end) and ordered("<=", start, end, run):
            return Range(start, end, node.start_included, node.end_included)
    return run.null("{text} is no range", "{text}不是有效区间", text=text[:80])


def _endpoint(node: tree.Node, run: Run) -> Any:
    """Return the value of a literal, or of a temporal function applied to one; `None` for anything else."""
    if isinstance(node, tree.Literal):
        return node.value
    if isinstance(node, tree.AtLiteral):
        return parse_temporal(node.text)
    if isinstance(node, tree.Negative):
        value = _endpoint(node.operand, run)
        return -value if value is not None and not isinstance(value, (str, bool)) else None
    if isinstance(node, tree.Call) and isinstance(node.function, tree.Name) and node.function.name in _LITERAL_CALLS:
        arguments = [argument.value for argument in node.arguments if isinstance(argument, tree.Literal)]
        if len(arguments) == len(node.arguments) == 1:
            signature = signature_for(node.function.name, 1)
            return signature.apply(arguments, run) if signature else None
    return None
