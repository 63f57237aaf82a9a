"""What expressions evaluate to: one row per behaviour of the language."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from engine.feel import Range, YearMonthDuration, compile_expression

CONTEXT = {
    "amount": 6000,
    "rate": 0.1,
    "party": "citizen",
    "罚款金额": 50000,
    "full name": "王芳",
    "evidence": [{"kind": "photo", "pages": 1}, {"kind": "video", "pages": 3}],
    "record": {"Review": {"seq": 7}, "Report": {"seq": 5}},
    "case": {"unit": "510107-01"},
    "started": dt.date(2026, 3, 2),
    "nested": [[1], [2, 3]],
    "nothing": None,
}

ROWS: list[tuple[str, Any]] = [
    # Literals and names.
    ("1", 1),
    ("-1.50", Decimal("-1.5")),
    (".5", Decimal("0.5")),
    ("1.2e3", 1200),
    ('"a\\"b\\u4e2d\\n"', 'a"b中\n'),
    ("null", None),
    ("罚款金额", 50000),
    ("full name", "王芳"),
    ("full   name", "王芳"),
    ("= amount", 6000),
    ("// a comment\n1 /* and another */ + 1", 2),
    # Arithmetic: decimal, 34 digits, left to right.
    ("0.1 + 0.2 = 0.3", True),
    ("rate * 3", Decimal("0.3")),
    ("1 / 3 * 3", Decimal("0.9999999999999999999999999999999999")),
    ("2 ** 3 ** 2", 64),
    ("-2 ** 2", 4),
    ("10 - 2 - 3", 5),
    ("1 / 0", None),
    ('"规" + "矩"', "规矩"),
    ('"a" + 1', None),
    # Comparison and three-valued logic.
    ('amount > 5000 and party = "citizen"', True),
    ("amount >= 6000", True),
    ('1 = "1"', None),
    ("nothing = null", True),
    ("nothing > 1", None),
    ("false and nothing", False),
    ("true and nothing", None),
    ("true or nothing", True),
    ("false or nothing", None),
    ("not(nothing)", None),
    ("amount between 1 and 6000", True),
    ("record.Review.seq > record.Report.seq", True),
    ("record.Decision.seq > record.Report.seq", None),
    # `in` and ranges.
    ("amount in [1..6000)", False),
    ("amount in ]1..6000]", True),
    ("amount in (1, 2, > 5000)", True),
    ("amount in < 5000", False),
    ("5 in (> 3)", True),
    ('party in ["citizen", "organisation"]', True),
    ("[1..3].end", 3),
    ("[1..3[.end included", False),
    ("[3..1]", None),
    # Choice, loops, quantifiers.
    ('if amount > 1 then "a" else "b"', "a"),
    ('if nothing then "a" else "b"', "b"),
    ("for i in 1..3 return i * i", [1, 4, 9]),
    ("for i in 3..1 return i", [3, 2, 1]),
    ("for i in 1..2, j in [i, 10] return i * j", [1, 10, 4, 20]),
    ("for i in 1..5 return if i < 3 then 1 else partial[-1] + partial[-2]", [1, 1, 2, 3, 5]),
    ('for d in @"2026-02-28"..@"2026-03-01" return d.day', [28, 1]),
    ('some e in evidence satisfies e.kind = "photo"', True),
    ("every e in evidence satisfies e.pages > 1", False),
    ("every e in [] satisfies false", True),
    ("some x in [nothing] satisfies x > 1", None),
    # Lists, filters, contexts, functions.
    ('evidence[kind = "video"].pages', [3]),
    ("evidence[1].kind", "photo"),
    ("evidence[-1].kind", "video"),
    ("evidence[item.pages > amount]", []),
    ("evidence[3]", None),
    ("evidence.pages", [1, 3]),
    ("count(evidence[pages > 0])", 2),
    ("amount[1]", 6000),
    ("{a: 1, b: a + 1}.b", 2),
    ("{a: 1, a: 2}", None),
    ('{"x y": 1}.x y', 1),
    ("{if-then: 1, b: if-then + 1}.b", 2),
    ("(function(a, b) a - b)(b: 1, a: 3)", 2),
    ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", 120),
    ("flatten(nested)", [1, 2, 3]),
    ("sort(evidence, function(a, b) a.pages > b.pages)[1].kind", "video"),
    ("sum([1, 2, 3])", 6),
    ("min(3, 1, 2)", 1),
    ('max(["a", "c", "b"])', "c"),
    ("string length(full name)", 2),
    ('contains(string: "abc", match: "b")', True),
    ('substring("foobar", -3, 2)', "ba"),
    ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
    ('split("John Doe", "\\s")', ["John", "Doe"]),
    ('number("1.000,5", ".", ",")', Decimal("1000.5")),
    ("round half up(2.5, 0)", 3),
    ("decimal(0.515, 2)", Decimal("0.52")),
    ("modulo(-12, 5)", 3),
    ("is defined(nope)", False),
    ("distinct values([1, 2, 1])", [1, 2]),
    ("append([1], 2, 3)", [1, 2, 3]),
    ("concatenate([[1]], [2])", [[1], 2]),
    ('get value({a: {b: 1}}, ["a", "b"])', 1),
    ('string({a: [1, "x"], d: @"2026-03-02"})', '{a: [1, "x"], d: 2026-03-02}'),
    # Dates and durations.
    ('date("2026-02-29")', None),
    ('started + @"P1M"', dt.date(2026, 4, 2)),
    ('@"2026-01-31" + duration("P1M")', dt.date(2026, 2, 28)),
    ('started + @"P15D" >= date(2026, 3, 17)', True),
    ('@"2026-03-02" - @"2026-03-01"', dt.timedelta(days=1)),
    ('years and months duration(@"2024-03-15", @"2026-03-14")', YearMonthDuration(23)),
    ('duration("P1Y2M").months', 2),
    ('time("10:30:00+08:00").time offset', dt.timedelta(hours=8)),
    ('date and time("2026-03-02T10:00:00@Asia/Shanghai").timezone', "Asia/Shanghai"),
    ('@"2026-03-02T23:00:00Z" + @"PT2H"', dt.datetime(2026, 3, 3, 1, tzinfo=dt.UTC)),
    ('@"23:00:00" + @"PT2H"', dt.time(1)),
    ("day of week(started)", "Monday"),
    ('week of year(@"2026-01-01")', 1),
    ('before(@"2026-03-01", [started..@"2026-03-05"])', True),
    ('range("[1..3]")', Range(1, 3, True, True)),
    # Types.
    ("started instance of date", True),
    ("evidence instance of list<context<kind: string, pages: number>>", True),
    ("nothing instance of number", False),
]


def rounded(value: Any) -> Any:
    """Let whole numbers be written as int in the table above."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return Range(rounded(value.start), rounded(value.end), True, True) if isinstance(value, Range) else value


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text for text, _ in ROWS])
def test_an_expression_gives_its_value(text: str, expected: Any) -> None:
    value = compile_expression(text).evaluate(CONTEXT)
    assert value == rounded(expected)
    assert isinstance(value, bool) is isinstance(expected, bool)


REASONS: list[tuple[str, str, str]] = [
    # A name that nothing has.
    ("nope > 1", "There is no value named nope", "没有名为“nope”的值"),
    # A function that nobody defined.
    ("superior(1)", "There is no function named superior", "没有名为“superior”的函数"),
    # An argument of a wrong type.
    (
        'contains(1, "a")',
        "contains: string should be a string, but is a number",
        "contains：参数string应为string，实为number",
    ),
    # An operator without a meaning for its operands.
    ('"a" - 1', "string - number is not defined", "string - number 没有定义"),
    # A path into a context that lacks the entry.
    ("record.Nope", "There is no entry named Nope", "没有名为“Nope”的项"),
]


@pytest.mark.parametrize(("text", "en", "zh"), REASONS)
def test_a_null_has_a_reason_in_both_languages(text: str, en: str, zh: str) -> None:
    evaluation = compile_expression(text).explain(CONTEXT)
    assert evaluation.value is None
    assert evaluation.reasons[0] == en
    assert evaluation.reasons[0].zh == zh


def test_functions_of_the_host_are_called_with_feel_values() -> None:
    superior = {"superior": lambda unit: unit[:6]}
    assert compile_expression("superior(case.unit)").evaluate(CONTEXT, functions=superior) == "510107"


def test_a_function_of_the_host_that_fails_on_its_argument_gives_null_with_the_reason() -> None:
    evaluation = compile_expression("superior(1)").explain({}, functions={"superior": lambda unit: unit[:6]})
    assert evaluation.value is None
    assert "superior failed" in evaluation.reasons[0]


def test_the_clock_is_only_what_the_host_hands_in() -> None:
    assert compile_expression("now()").evaluate({}) is None
    assert compile_expression("today()").evaluate({}, functions={"today": lambda: dt.date(2026, 3, 2)}) == dt.date(
        2026, 3, 2
    )


def test_names_are_those_taken_from_outside() -> None:
    expression = compile_expression("for i in items return i + rate * count(list[kind = tax][item.n > 1])")
    assert expression.names == {"items", "rate", "list", "kind", "tax"}
    assert expression.filter_names == {"kind", "tax"}
    assert expression.calls == {"count"}


def test_a_known_name_may_hold_operators_and_keywords() -> None:
    context = {"a-b": 5, "a": 1, "b": 1, "date of birth in file": "x"}
    assert compile_expression("a-b", names=context).evaluate(context) == 5
    assert compile_expression("a-b").evaluate(context) == 0
    assert compile_expression("date of birth in file", names=context).evaluate(context) == "x"


def test_the_same_text_is_compiled_once() -> None:
    assert compile_expression("amount > 1") is compile_expression("amount > 1")


def test_importing_the_language_does_not_load_the_parser() -> None:
    # A worker that only evaluates stored results should not pay for lark; see the import budget in the reference.
    import subprocess
    import sys

    program = "import sys, engine.feel; sys.exit('lark' in sys.modules or 'regex' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
