"""Checks of tables before they go live: each finding has its place, an example and words in both languages."""

import time

import pytest

from engine.decisions import read_decisions
from engine.decisions.checks import check_decisions
from engine.kernel.errors import Fault

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
PARTY = (
    '<itemDefinition name="tParty"><typeRef>string</typeRef><allowedValues><text>"公民", "单位"</text></allowedValues>'
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def findings(policy: str, *rows: tuple[str, ...], kinds: tuple[str, ...] = ("number",), more: str = "") -> list[Fault]:
    """Check a table whose columns are called 甲, 乙 …; the last text of a row is its result."""
    names = "甲乙丙丁"[: len(kinds)]
    data = "".join(
        f'<inputData id="i{n}" name="{n}"><variable name="{n}" typeRef="{k}"/></inputData>'
        for n, k in zip(names, kinds, strict=True)
    )
    needs = "".join(f'<informationRequirement><requiredInput href="#i{n}"/></informationRequirement>' for n in names)
    columns = "".join(f"<input><inputExpression><text>{n}</text></inputExpression></input>" for n in names)
    rules = "\n".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{escaped(cell)}</text></inputEntry>" for cell in row[:-1])
        + f"<outputEntry><text>{escaped(row[-1])}</text></outputEntry></rule>"
        for row in rows
    )
    content = (
        f'<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m">{PARTY}</itemDefinition>{data}'
        f'<decision id="d" name="表">{needs}<decisionTable hitPolicy="{policy}">{columns}'
        f'<output name="r">{more}</output>\n{rules}</decisionTable></decision></definitions>'
    ).encode()
    return list(check_decisions(content, model=read_decisions(content, file="t.dmn")))


TABLES = [
    # Neighbouring ranges leave one point open, which the example names.
    (("UNIQUE", ("< 5000", "1"), ("> 5000", "2")), ("number",), [("gap", "甲 = 5000 时没有规则适用")]),
    # Or an interval; the example lies inside, or at an end that belongs to it.
    (("UNIQUE", ("<= 3000", "1"), (">= 5000", "2")), ("number",), [("gap", "甲 = 4000")]),
    (("UNIQUE", ("< 3000", "1"), (">= 5000", "2")), ("number",), [("gap", "甲 = 3000")]),
    (("UNIQUE", ("< 5000", "1"), (">= 5000", "2")), ("number",), []),
    # Allowed values close the list: nothing but the two remains.
    (("UNIQUE", ('"公民"', "1"), ('"单位"', "2")), ("tParty",), []),
    (("UNIQUE", ('"公民"', "1")), ("tParty",), [("gap", "甲 = “单位”")]),
    # Without them there is always something else.
    (("UNIQUE", ('"公民"', "1"), ('"单位"', "2")), ("string",), [("gap", "甲 = 其他值")]),
    # A gap of two columns names both.
    (
        ("FIRST", ("< 10", "true", "1"), (">= 10", "-", "2")),
        ("number", "boolean"),
        [("gap", "甲 = 9，乙 = false")],
    ),
    # Two rules for one input.
    (("UNIQUE", ("<= 10", "1"), (">= 10", "2")), ("number",), [("overlap", "甲 = 10 时两条都适用")]),
    (("ANY", ("<= 10", "1"), (">= 10", "2")), ("number",), [("contradiction", "甲 = 10")]),
    (("ANY", ("<= 10", "1"), (">= 10", "1")), ("number",), []),
    # A policy that chooses by importance needs an order.
    (("PRIORITY", ("<= 10", "1"), (">= 10", "2")), ("number",), [("no-order", "没有输出列列出取值的先后")]),
    # Rules that earlier ones leave nothing for: one of them, or several together.
    (("FIRST", ("< 10", "1"), ("< 5", "2"), ("-", "3")), ("number",), [("shadowed", "已被第1条遮蔽")]),
    (("FIRST", ("<= 5", "1"), ("> 5", "2"), ("[0..9]", "3")), ("number",), [("shadowed", "之前几条合起来")]),
    # Cells that no value meets, and rules written twice.
    (("COLLECT", ("[9..1]", "1")), ("number",), [("never", "不可能满足 [9..1]")]),
    (("COLLECT", ('"法人"', "1")), ("tParty",), [("never", "第1条")]),
    (("COLLECT", ("> 1", "1"), ("> 1", "1")), ("number",), [("duplicate", "第2条规则与第1条相同")]),
    # Days have neighbours, numbers have not.
    (("UNIQUE", ('<= date("2026-01-31")', "1"), ('>= date("2026-02-01")', "2")), ("date",), []),
    (("UNIQUE", ("<= 1", "1"), (">= 2", "2")), ("number",), [("gap", "甲 = 1.5")]),
    # Durations of both kinds, negations, lists, null.
    (("UNIQUE", ('< duration("P30D")', "1"), ('not(< duration("P30D"))', "2")), ("dayTimeDuration",), []),
    (("UNIQUE", ("null", "1"), ("not(null)", "2")), ("number",), []),
    (("UNIQUE", ("1, 2, (> 5)", "1"), ("not(1, 2, (> 5))", "2")), ("number",), []),
    # A cell that speaks of another value may fit or not: neither a gap nor an overlap is sure.
    (("UNIQUE", ("< 乙", "-", "1"), (">= 0", "-", "2")), ("number", "number"), []),
    # Names nobody knows and types that cannot meet.
    (("UNIQUE", ("< 金额", "1"), (">= 0", "2")), ("number",), [("feel.unknown-name", "第1行第1列第3个字符")]),
    (("COLLECT", ('"三千"', "1")), ("number",), [("feel.comparison", "第1行第1列第1个字符")]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "kinds", "expected"), TABLES)
def test_a_table_is_told_what_is_wrong_with_an_example(rows, kinds, expected) -> None:
    policy, *rules = rows
    told = [(fault.code.removeprefix("dmn."), fault.zh) for fault in findings(policy, *rules, kinds=kinds)]
    for code, words in expected:
        assert any(code == each and words in zh for each, zh in told), told
    assert bool(told) is bool(expected), told


def test_a_default_answers_for_every_gap() -> None:
    more = "<defaultOutputEntry><text>0</text></defaultOutputEntry>"
    assert findings("UNIQUE", ("< 5", "1"), more=more) == []


def test_only_overlaps_contradictions_and_wrong_expressions_refuse_a_table() -> None:
    rows = (("< 5", "1"), ("< 9", "2"))
    assert {fault.code: fault.severity for fault in findings("UNIQUE", *rows)} == {
        "dmn.overlap": "error",
        "dmn.gap": "warning",
    }


def test_a_finding_names_file_line_decision_and_row_in_both_languages() -> None:
    (overlap,) = findings("UNIQUE", ("<= 10", "1"), (">= 10", "2"))
    assert overlap.where == {"file": "t.dmn", "line": 3, "element": "d", "row": 2}
    assert overlap.en == "Decision table “表”: rules 1 and 2 overlap: both apply when 甲 = 10, but only one may."


def test_what_a_decision_requires_and_never_uses_is_told() -> None:
    content = (
        f'<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m"><inputData id="i" name="金额"/>'
        '<decision id="d" name="表"><informationRequirement><requiredInput href="#i"/></informationRequirement>'
        "<literalExpression><text>1 + 1</text></literalExpression></decision></definitions>"
    ).encode()
    (fault,) = check_decisions(content, model=read_decisions(content, file="t.dmn"))
    assert (fault.code, fault.severity, fault.zh) == ("dmn.unused", "warning", "决策“表”要求“金额”，但从未使用。")


def test_a_table_too_large_to_be_looked_through_says_so_in_time() -> None:
    cells = [[f">= {(row * 37 + column * 11) % 997}" for column in range(4)] for row in range(400)]
    begun = time.perf_counter()
    found = findings("FIRST", *((*row, str(at)) for at, row in enumerate(cells)), kinds=("number",) * 4)
    assert time.perf_counter() - begun < 10
    assert found
