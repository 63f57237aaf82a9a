"""An expression is checked against the names and types that are known where it stands."""

import pytest

from engine.feel import check_expression, check_unary_tests, feel_type, infer_type
from engine.feel.checking import ANY, BOOLEAN, DATE, NUMBER, STRING, context_of, list_of
from engine.feel.checking.results import DEPENDENT, RESULTS
from engine.feel.functions.registry import BUILTINS

SCHEMA = {
    "金额": NUMBER,
    "当事人": STRING,
    "立案日期": DATE,
    "条目": list_of(context_of({"名称": STRING, "价": NUMBER})),
    "任意": ANY,
    "case": context_of({"number": STRING}),
}
WRONG = [
    # Types that do not compare.
    ('金额 > "5"', "feel.comparison", 4, "不能用“>”比较数字与文字"),
    ('金额 = "a"', "feel.comparison", 4, '"=" cannot compare a number with a string'),
    ('金额 between 1 and "x"', "feel.comparison", 4, "比较数字与文字"),
    ('当事人 in ("a", 5)', "feel.comparison", 14, "比较文字与数字"),
    # A list is not one of its items.
    ('条目[价 > 3].名称 = "a"', "feel.comparison", 14, "比较列表与文字"),
    # Names that are not there.
    ("金客 > 5", "feel.unknown-name", 1, "是否想写“金额”"),
    ("条目[价格 > 3]", "feel.unknown-name", 4, "是否想写“价”"),
    ("case.numbr", "feel.unknown-entry", 5, 'did you mean "number"'),
    ("立案日期.yeer", "feel.unknown-entry", 5, "日期没有“yeer”这一项"),
    # Keywords in capitals or in Chinese, which became part of a name.
    ("金额 AND 当事人", "feel.unknown-name", 1, "“AND”应写作and"),
    ("金额 且 当事人", "feel.unknown-name", 1, '"且" is written and'),
    ("TRUE", "feel.unknown-name", 1, "“TRUE”应写作true"),
    ("金额 not in [1]", "feel.unknown-name", 1, "“not”应写作not(…)"),
    # Functions.
    ('contain(当事人, "a")', "feel.unknown-function", 1, "是否想写“contains”"),
    ("contains(当事人)", "feel.arguments", 1, "contains(string, match)"),
    ("substring(string: 当事人, start: 1)", "feel.arguments", 1, "没有这些参数名"),
    ('contains(金额, "a")', "feel.argument-type", 10, "应为文字，实为数字"),
    ("{f: function(a) a + 1, r: f(1, 2)}.r", "feel.arguments", 27, "需要1个参数，给了2个"),
    # Operators.
    ("当事人 + 1", "feel.operands", 5, "不能用于文字与数字"),
    ('for i in 1..3 return i + "a"', "feel.operands", 24, "不能用于数字与文字"),
    ("立案日期 + 1", "feel.operands", 6, "不能用于日期与数字"),
    ("立案日期 + 立案日期", "feel.operands", 6, "不能用于日期与日期"),
    ("-当事人", "feel.operands", 1, "文字没有相反数"),
    # Conditions.
    ("if 金额 then 1 else 2", "feel.condition", 4, "应为条件"),
    ("金额 > 1 and 当事人", "feel.condition", 12, "实为文字"),
    ("some i in 条目 satisfies i.价", "feel.condition", 25, "实为数字"),
    ("条目[名称]", "feel.condition", 4, "筛选条件"),
    # Literals that mean nothing.
    ('@"2020-13-01"', "feel.argument-type", 1, "不是有效的日期"),
    ('date("2020-13-01")', "feel.argument-type", 6, "不是有效的date"),
    # Text that is no FEEL at all.
    ("金额 >", "feel.syntax", 5, "应为表达式"),
]


@pytest.mark.parametrize(("text", "code", "column", "words"), WRONG)
def test_a_mistake_is_found_with_its_place_in_both_languages(text: str, code: str, column: int, words: str) -> None:
    findings = check_expression(text, schema=SCHEMA)
    assert [(finding.code, finding.line) for finding in findings] == [(code, 1)]
    assert words in findings[0].zh + findings[0].en
    assert findings[0].column == column


RIGHT = [
    "金额 > 5 and 当事人 != null",
    'sum(条目.价) > 100 or contains(当事人, "公司")',
    '立案日期 + duration("P1D") > today()',
    "superior(任意) = 任意.x.y",
    "条目[价 > 3][1].名称 = 当事人",
    "count(条目[item.价 > 3])",
    "for i in 条目, j in 1..3 return i.价 * j",
    "every i in 条目 satisfies i.价 > 1",
    "{f: function(n) if n <= 0 then 1 else n * f(n - 1), r: f(3)}.r",
    "sort(条目, function(a, b) a.价 < b.价)",
    "任意[whatever = 1]",
    "(function(a: number) a + 1)(2)",
    "金额 in (< 5, [7..9], 11)",
    "if 金额 = null then null else 金额",
    "立案日期.year + 1",
    "max(1, 2) + 1",
    "string(from: 金额)",
    "[1..3].start included",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_may_be_right_is_not_complained_about(text: str) -> None:
    assert check_expression(text, schema=SCHEMA, functions={"superior"}) == ()


def test_a_result_of_another_type_than_expected_is_found() -> None:
    assert [finding.code for finding in check_expression("金额 + 1", schema=SCHEMA, expected=BOOLEAN)] == [
        "feel.result"
    ]
    assert check_expression("金额 > 1", schema=SCHEMA, expected=BOOLEAN) == ()
    assert check_expression("[金额]", schema=SCHEMA, expected=NUMBER) == ()


@pytest.mark.parametrize(
    ("text", "kind", "codes"),
    [
        ("> 5, [1..3], 7", NUMBER, []),
        ("-", NUMBER, []),
        ('not("a", "b")', STRING, []),
        ("? > 5 and ? < 金额", NUMBER, []),
        ("contains(?, 当事人)", STRING, []),
        ('"a", > 5', NUMBER, ["feel.comparison"]),
        ("[1..5]", STRING, ["feel.comparison"]),
        ("< 金客", NUMBER, ["feel.unknown-name"]),
        (">", NUMBER, ["feel.syntax"]),
    ],
)
def test_unary_tests_are_checked_against_what_they_test(text: str, kind: object, codes: list[str]) -> None:
    assert [finding.code for finding in check_unary_tests(text, tested=kind, schema=SCHEMA)] == codes  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("金额 * 2", "number"),
        ("条目.价", "list<number>"),
        ('duration("P1D")', "days and time duration"),
        ("立案日期 - 立案日期", "days and time duration"),
        ("for i in 条目 return i.名称", "list<string>"),
        ("任意 + 1", "number"),
        ("{a: 1, b: 当事人}", "context<a: number, b: string>"),
        ("if true then 1 else null", "number"),
    ],
)
def test_the_type_of_a_value_is_worked_out(text: str, kind: str) -> None:
    assert infer_type(text, schema=SCHEMA) == feel_type(kind)


def test_every_built_in_function_says_what_it_gives() -> None:
    assert not set(BUILTINS) - {*RESULTS, *DEPENDENT}
