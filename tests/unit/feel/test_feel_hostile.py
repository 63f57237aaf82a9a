"""Hostile expressions end early: by the clock, the count of steps, or a limit of size; never by hanging or raising."""

from collections.abc import Callable

import pytest

from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests
from engine.feel.limits import EVALUATION_SECONDS, STEPS, STEPS_BETWEEN_LOOKS
from engine.feel.scope import Exhausted, Run, Scope

HOSTILE = [
    'for i in 1..100 return if i = 1 then "x" else partial[-1] + partial[-1]',
    'for i in 1..100000 return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" + string(i)',
    "for i in 1..1000000000000 return i",
    "for i in 1..100000 return i",
    "some i in 1..10000, j in 1..10000 satisfies false",
    "every i in 1..10000 satisfies every j in 1..10000 satisfies i + j > 0",
    "{f: function(n) f(n + 1), r: f(1)}.r",
    "{f: function(n) f(n + 1) + f(n + 2), r: f(1)}.r",
    "{f: function(g) g(g), r: f(f)}.r",
    "sort(for i in 1..50000 return -i, function(a, b) a < b)",
    "sort(for i in 1..1000 return i, function(a, b) count(for j in 1..1000 return j) > 0)",
    "sort(for i in 1..1000 return i, function(a, b) sort([a,b], function(c,d) c > d)[1] = a)",
    "distinct values(for i in 1..100000 return i)",
    "duplicate values(for i in 1..30000 return i)",
    "union(for i in 1..30000 return i, for i in 1..30000 return -i)",
    'index of(for i in 1..99999 return "a", "a")',
    "flatten(for i in 1..58 return if i = 1 then [1] else [partial[-1], partial[-1]])",
    "string(for i in 1..58 return if i = 1 then [1] else [partial[-1], partial[-1]])",
    "for i in 1..100 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
    "for i in 1..100000 return append(if i = 1 then [] else partial[-1], i)",
    "for i in 1..10000 return context put(if i = 1 then {} else partial[-1], string(i), i)",
    "for i in 1..20000 return {a: i, b: {c: i}}",
    "[1, 2, 3][count(for i in 1..100000 return i) > 0]",
    "(for i in 1..99999 return i)[item > 0][item > 1][item > 2]",
    "9 ** (9 ** (9 ** 9))",
    "10 ** 6000 * 10 ** 6000",
    "string(10 ** 6000) + string(10 ** 6100)",
    "for i in 1..10000 return string(10 ** 6000)",
    "exp(10 ** 5000)",
    "decimal(1, 99999999999)",
    "round up(10 ** 6000, 6000)",
    "sum(for i in 1..99999 return 1.1)",
    "stddev(for i in 1..99999 return i)",
    "mode(for i in 1..99999 return i)",
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a|aa)+$")',
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a+)+b+c")',
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "(a?){30}a{30}")',
    'matches("a", "((a{900}){900}){900}")',
    'matches("a", "(((((((((a{1,9}){1,9}){1,9}){1,9})))))))")',
    'for i in 1..100 return matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a|aa)+$")',
    'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a*)*b", "c")',
    'replace(string join(for i in 1..5000 return "a"), "a", string join(for i in 1..5000 return "b"))',
    'split(string join(for i in 1..20000 return "a,"), "(a|,)+?")',
    'split("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "(a|a)*c")',
    'string join(for i in 1..99999 return "aaaaaaaaaaaa", "bbbbbbbbbbbbbbb")',
    'range("[1..9") and range("[" + string join(for i in 1..9000 return "1,") + "1..2]")',
    'for i in 1..1000 return range("[" + string join(for j in 1..2000 return "1+") + "1..2]")',
    "__class__",
    '"".__class__.__mro__',
    '"".format',
    "date.__init__",
    "{a: 1}.__class__.__bases__",
    "import os",
    '__import__("os").system("true")',
    'open("/etc/passwd")',
    'eval("1")',
    'get value({}, "__class__")',
    'function(x) external {java: {class: "java.lang.Runtime", method signature: "exec(java.lang.String)"}}',
    '(function(x) external {java: {class: "java.lang.Math", method signature: "cos(double)"}})(1)',
    '@"999999999-12-31" + @"P999999999Y"',
    'for d in @"0001-01-01"..@"9999-12-31" return d',
    "count([1..999999999999])",
    "5 in [1..999999999999]",
    "{a: for i in 1..58 return if i = 1 then [1] else [partial[-1], partial[-1]], b: a = a}",
    "list replace(for i in 1..99999 return i, function(a, b) a > b, 5)",
    "context merge(for i in 1..5000 return {a: 1, b: 2, c: 3, d: 4})",
    "get entries(context(for i in 1..50000 return {key: string(i), value: i}))",
    "for a in 1..9, b in 1..9, c in 1..9, d in 1..9, e in 1..9, f in 1..9 return a",
    "some a in 1..9 satisfies some b in 1..9 satisfies some c in 1..9 satisfies some d in 1..99 satisfies false",
    "if count(for i in 1..99999 return i) > 0 then (for i in 1..99999 return i) else 0",
    "reverse(reverse(reverse(for i in 1..99999 return i)))",
    "sublist(for i in 1..99999 return i, 1, 99999)",
    "min(for i in 1..99999 return string(i))",
    'upper case(string join(for i in 1..9000 return "aaaaaaaaaaaaaaaaaaaaaa"))',
    'for i in 1..9000 return upper case(string join(for j in 1..900 return "aaaaaaaaaaaaaaaaaaaaaa"))',
    'substring(string join(for j in 1..900 return "aaaa"), 99999999999999999999999)',
]
"""Growth, loops, recursion, sorting with slow functions, patterns that backtrack, and attempts to reach Python."""


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_expression_ends_soon(text: str) -> None:
    expression = compile_expression(text)
    run = Run()
    try:
        expression.code(Scope({}, None, run))
    except Exhausted:
        assert run.steps > 0 or ".." in text
    except RecursionError:
        pytest.fail("the interpreter's stack was the limit")
    # What a step costs is bounded; how long the clock lets them go on is measured, not asserted.
    assert run.steps <= STEPS + 200_000


def test_the_table_of_hostile_expressions_is_long() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("text", [text for text in HOSTILE if "_" in text or "open(" in text or "import" in text])
def test_nothing_of_python_is_reached(text: str) -> None:
    assert compile_expression(text).evaluate({}) is None


def test_the_clock_is_looked_at_every_so_many_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, EVALUATION_SECONDS * 2])
    monkeypatch.setattr("engine.feel.scope.thread_time", lambda: next(ticks))
    evaluation = compile_expression("for i in 1..100000 return i").explain({})
    assert evaluation.value is None
    assert evaluation.reasons == ("The evaluation took too long or grew too large",)


def test_the_time_on_the_wall_is_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.feel.scope.thread_time", lambda: 0.0)
    ticks = iter([0.0, 60.0])
    monkeypatch.setattr("engine.feel.scope.monotonic", lambda: next(ticks))
    assert compile_expression("for i in 1..100000 return i").evaluate({}) is None


def test_short_evaluations_never_look_at_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.feel.scope.thread_time", lambda: pytest.fail("looked"))
    assert len(compile_expression(f"for i in 1..{STEPS_BETWEEN_LOOKS // 2 - 10} return i").evaluate({})) > 100


TOO_LONG: list[Callable[[], str]] = [
    # More text, tokens, or keys with operators than any expression needs.
    lambda: " " * 30_000 + "1",
    lambda: "1" + "+1" * 2_900,
    lambda: "{" + ",".join(f"a-{key}: 1" for key in range(500)) + "}",
    # Deeper than the interpreter's stack allows.
    lambda: "(" * 400 + "1" + ")" * 400,
    lambda: "for a in " * 400,
    lambda: "a instance of " + "list<" * 400 + "number" + ">" * 400,
    lambda: "1 or (1 and (1 < (1 + (1 * (2 ** -(" * 60 + "1" + ")))))))" * 60,
    # What once made the lexer walk the rest of the text again and again.
    lambda: "{a" + " " * 19_000 + "b",
    lambda: "{" + "a b " * 4_500,
    lambda: "/*" * 9_000,
]


@pytest.mark.parametrize("text", TOO_LONG)
def test_a_text_that_is_too_much_is_refused_at_once(text: Callable[[], str]) -> None:
    with pytest.raises(FeelSyntaxError):
        compile_expression(text())
    with pytest.raises(FeelSyntaxError):
        compile_unary_tests(text() + "(")
