"""What is no FEEL is refused with the place, what could have stood there, and what stood there."""

import pytest

from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests

ROWS = [
    # The text ends too early.
    ("amount >", 1, 9, "应为表达式，实为表达式结尾", "expected an expression, but found the end of the expression"),
    # An operator where a value should be.
    ("1 + * 2", 1, 5, "应为表达式，实为“*”", "expected an expression, but found “*”"),
    # The place is counted in lines and columns.
    ("if a\nthen b\nels c", 3, 6, "", "but found the end of the expression"),
    # A bracket that nothing closes.
    ("[1, 2", 1, 6, "", "but found the end of the expression"),
    # A bracket that nothing opened.
    ("1 + 2)", 1, 6, "应为", "but found “)”"),
    # A string without its end.
    ('name = "abc', 1, 8, "成对的引号", "a closing quotation mark"),
    # A loop that lacks a part.
    ("for x return x", 1, 7, "应为“in”", "expected “in”, but found “return”"),
    # A string where an operator is needed.
    ('1 "a"', 1, 3, "字符串“a”", "the string “a”"),
    # Characters of no meaning.
    ("amount ≥ 5", 1, 8, "“≥”", "“≥”"),
    # Nothing at all.
    ("", 1, 1, "表达式", "an expression"),
    # Statements of a programming language.
    ("import os; os.system('x')", 1, 10, "“;”", "“;”"),
]


@pytest.mark.parametrize(("text", "line", "column", "zh", "en"), ROWS)
def test_a_syntax_error_names_place_expectation_and_finding(
    text: str, line: int, column: int, zh: str, en: str
) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert zh in error.zh
    assert en in error.en
    assert error.zh.startswith(f"第{line}行第{column}列")


def test_unary_tests_are_refused_in_the_same_way() -> None:
    with pytest.raises(FeelSyntaxError, match="expected an expression"):
        compile_unary_tests("< 5, ")
