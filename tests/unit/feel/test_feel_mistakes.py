"""The mistakes people make most: each is refused at its place, with the way to mend it in both languages."""

import pytest

from engine.feel import FeelSyntaxError, compile_expression

MISTAKES = [
    ("金额 ＞ 5", 4, "请用半角的“>”代替“＞”", "Write > instead of ＞"),
    ("金额 = 5，6", 7, "请用半角的“,”代替“，”", "Write , instead of ，"),
    ("f（a）", 2, "请用半角的“(”代替“（”", "Write ( instead of （"),
    ("金额 ＝ 5", 4, "请用半角的“=”代替“＝”", "Write = instead of ＝"),
    (
        "a；b",
        2,
        "一个单元格只写一个表达式；多项之间用半角逗号",
        "There is one expression; parts are separated by commas",
    ),
    ("a == b", 4, "相等只写一个“=”", "Equality is written with one ="),
    ("a && b", 3, "“并且”写作and；连接文字用“+”", '"And" is written and; texts are joined with +'),
    ("a || b", 3, "“或者”写作or", '"Or" is written or'),
    ("!a", 1, "“不等于”写作!=，“非”写作not(…)", '"Not equal" is written !=, "not" is written not(…)'),
    ("if a > 1 5 else 6", 10, "条件写作：if 条件 then 值 else 值", "A condition is written: if … then … else …"),
    ("if a then 1", 12, "条件写作：if 条件 then 值 else 值", "A condition is written: if … then … else …"),
    ("(1 + 2", 7, "第1个字符“(”没有对应的右括号", 'The "(" at character 1 is not closed'),
    ("[1, 2", 6, "第1个字符“[”没有对应的右括号", 'The "[" at character 1 is not closed'),
    ("{a: 1", 6, "第1个字符“{”没有对应的右括号", 'The "{" at character 1 is not closed'),
    ("f(1, 2", 7, "第2个字符“(”没有对应的右括号", 'The "(" at character 2 is not closed'),
    ("1 + 2)", 6, "多写了一个右括号，或缺少左括号", "A closing bracket is too many, or its opening one is missing"),
    ("[1]]", 4, "多写了一个右括号，或缺少左括号", "A closing bracket is too many, or its opening one is missing"),
    ("name = 'x'", 8, '文字请用半角双引号括起来，如"甲"', 'Texts stand in straight double quotes: "A"'),
    ("名称 = “甲”", 6, '文字请用半角双引号括起来，如"甲"', 'Texts stand in straight double quotes: "A"'),
    ('name = "x', 8, "文字缺少右边的双引号", "The text lacks its closing quotation mark"),
    (
        "[1, 2,]",
        7,
        "逗号后面缺少一项，或者多写了一个逗号",
        "Something is missing behind the comma, or the comma is one too many",
    ),
    (
        "f(1,)",
        5,
        "逗号后面缺少一项，或者多写了一个逗号",
        "Something is missing behind the comma, or the comma is one too many",
    ),
    (
        "{a: 1,}",
        7,
        "逗号后面缺少一项，或者多写了一个逗号",
        "Something is missing behind the comma, or the comma is one too many",
    ),
    ("a =: 5", 4, "FEEL没有赋值，只写要计算的值", "FEEL does not assign; write the value only"),
    ("a := 5", 3, "FEEL没有赋值，只写要计算的值", "FEEL does not assign; write the value only"),
    ("a += 1", 4, "FEEL没有赋值，只写要计算的值", "FEEL does not assign; write the value only"),
    ("a => 5", 4, "“大于或等于”写作>=", '"At least" is written >='),
    ("a =< 5", 4, "“小于或等于”写作<=", '"At most" is written <='),
    ("a <> 5", 4, "“不等于”写作!=", '"Not equal" is written !='),
    ("a ≥ 5", 3, "请用半角的“>=”代替“≥”", "Write >= instead of ≥"),
    ("a ≠ b", 3, "请用半角的“!=”代替“≠”", "Write != instead of ≠"),
    ("5万 > 3", 2, "数字后面不能跟单位，只写数字", "A number has no unit; write the number only"),
    ("5%", 2, "百分数请写成小数，如0.05", "Write a percentage as a number: 0.05"),
    (
        "1,000 + 1",
        2,
        "数字中不用千分位逗号；多个值请写成[1, 2]",
        "Numbers have no thousands separators; several values are written [1, 2]",
    ),
    ('"a" "b"', 5, "两个值之间缺少运算符或逗号", "An operator or a comma is missing between two values"),
    ('a "b"', 3, "两个值之间缺少运算符或逗号", "An operator or a comma is missing between two values"),
    ("1 2", 3, "两个值之间缺少运算符或逗号", "An operator or a comma is missing between two values"),
    ("a is null", 6, "“为空”写作 = null", '"Is null" is written = null'),
    ("a ? 1 : 2", 7, "条件写作：if 条件 then 值 else 值", "A condition is written: if … then … else …"),
    ("for x = 1..3 return x", 7, "遍历写作：for 名称 in 列表", "It is written: for name in list"),
    ("for x in [1] x", 14, "遍历写作：for 名称 in 列表 return 值", "A loop is written: for name in list return value"),
    (
        "some x in [1] x > 1",
        15,
        "写作：some 名称 in 列表 satisfies 条件",
        "It is written: some name in list satisfies condition",
    ),
    ("a between 1, 5", 12, "写作：between 最小值 and 最大值", "It is written: between lowest and highest"),
    (
        "[1..]",
        5,
        "区间两端都要写，如[1..5]；没有上限时写 >= 1",
        "A range has two ends: [1..5]; without an end write >= 1",
    ),
    (
        "[..5]",
        2,
        "区间两端都要写，如[1..5]；没有上限时写 >= 1",
        "A range has two ends: [1..5]; without an end write >= 1",
    ),
    (
        "1...5",
        2,
        "区间两端都要写，如[1..5]；没有上限时写 >= 1",
        "A range has two ends: [1..5]; without an end write >= 1",
    ),
    ("{a = 1}", 4, "每一项写作“名称: 值”", "An entry is written name: value"),
    ("{a, b}", 3, "每一项写作“名称: 值”", "An entry is written name: value"),
    ("f(a: 1, 2)", 9, "参数要么都写名称，要么都不写", "Either all arguments are named, or none"),
    ("x in ()", 7, "括号里至少要有一项", "There must be something between the brackets"),
    ("function x(a) a", 10, "两个值之间缺少运算符或逗号", "An operator or a comma is missing between two values"),
    ("x -> x", 3, "函数写作function(x) x + 1", "A function is written function(x) x + 1"),
    ("￥500", 1, "金额只写数字", "Write amounts as plain numbers"),
    ("a;", 2, "一个单元格只写一个表达式；多项之间用半角逗号", "There is one expression; parts are separated by commas"),
    ("日期 = @2026-01-01", 6, '日期写作@"2026-01-31"', 'A date is written @"2026-01-31"'),
    ("a++", 3, "加1写作 + 1", "Adding one is written + 1"),
    ("【1】", 1, "请用半角的“[”代替“【”", "Write [ instead of 【"),
    ("“甲”", 1, '文字请用半角双引号括起来，如"甲"', 'Texts stand in straight double quotes: "A"'),
    ("a、b", 2, "请用半角的“,”代替“、”", "Write , instead of 、"),
]


@pytest.mark.parametrize(("text", "column", "zh", "en"), MISTAKES)
def test_a_common_mistake_is_explained(text: str, column: int, zh: str, en: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)
    assert (caught.value.line, caught.value.column) == (1, column)
    assert zh in caught.value.zh
    assert en in caught.value.en
    assert caught.value.zh.startswith(f"第1行第{column}列：应为")


def test_the_table_of_mistakes_is_long() -> None:
    assert len(MISTAKES) >= 40


@pytest.mark.parametrize(
    "text", ["a != b", 'a = "它说：“好”，然后走了"', "a >= 5 and b <= 3", "[1..5]", "(1..5)", "]1..5["]
)
def test_what_is_right_is_not_refused(text: str) -> None:
    compile_expression(text)
