"""What a legal officer is told about a cell: its place, what was expected, what came, and how to mend it."""

import pytest

from engine.decisions import read_decisions
from engine.decisions.checks import check_decisions
from engine.kernel.errors import Fault, Invalid

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def table(condition: str, result: str) -> bytes:
    """A table of two columns whose second rule holds the cells."""
    rules = "".join(
        f"<rule><inputEntry><text>-</text></inputEntry><inputEntry><text>{escaped(cell)}</text></inputEntry>"
        f"<outputEntry><text>{escaped(value)}</text></outputEntry></rule>"
        for cell, value in (("-", '"简易"'), (condition, result))
    )
    data = "".join(
        f'<inputData id="i{at}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'
        for at, (name, kind) in enumerate((("当事人", "string"), ("金额", "number")))
    )
    needs = "".join(f'<informationRequirement><requiredInput href="#i{at}"/></informationRequirement>' for at in (0, 1))
    columns = "".join(
        f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name in ("当事人", "金额")
    )
    return (
        f'<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m">{data}<decision id="d" name="适用程序">{needs}'
        f'<decisionTable hitPolicy="FIRST">{columns}<output name="程序" typeRef="string"/>{rules}</decisionTable>'
        "</decision></definitions>"
    ).encode()


def told(content: bytes) -> Fault:
    """Return the first thing that refuses the table, whether it is read or checked."""
    try:
        model = read_decisions(content, file="t.dmn")
    except Invalid as refusal:
        return refusal.faults[0]
    return next(fault for fault in check_decisions(content, model=model) if fault.severity == "error")


SIMPLE = '"简易"'

MISTAKES = [
    # Full-width characters of a Chinese keyboard.
    ("＞ 3000", SIMPLE, "第2行第2列第1个字符", "row 2, column 2, character 1", "“＞”", "请用半角的“>”代替“＞”"),
    ("[1，5]", SIMPLE, "第2行第2列第3个字符", "row 2, column 2, character 3", "“，”", "请用半角的“,”代替“，”"),
    ("（1..5）", SIMPLE, "第2行第2列第1个字符", "row 2, column 2, character 1", "“（”", "请用半角的“(”代替“（”"),
    ("≥ 3000", SIMPLE, "第2行第2列第1个字符", "row 2, column 2, character 1", "“≥”", "请用半角的“>=”代替“≥”"),
    ("-", "“简易”", "第2行第3列第1个字符", "row 2, column 3, character 1", "“", "半角双引号"),
    # Signs written the wrong way round or borrowed from elsewhere.
    ("=> 3000", SIMPLE, "第2行第2列第", "row 2, column 2, character", "应为", "“大于或等于”写作>="),
    ("<> 3000", SIMPLE, "第2行第2列第", "row 2, column 2, character", "应为", "“不等于”写作!="),
    ("> 5 && < 9", SIMPLE, "第2行第2列第5个字符", "row 2, column 2, character 5", "“&”", "“并且”写作and"),
    # Amounts as people write them.
    ("> 5万", SIMPLE, "第2行第2列第4个字符", "row 2, column 2, character 4", "“万”", "数字后面不能跟单位"),
    ("> ￥5000", SIMPLE, "第2行第2列第3个字符", "row 2, column 2, character 3", "“￥”", "金额只写数字"),
    ("> 5%", SIMPLE, "第2行第2列第4个字符", "row 2, column 2, character 4", "“%”", "百分数请写成小数"),
    # Something is missing.
    ("> ", SIMPLE, "第2行第2列第", "row 2, column 2, character", "应为", "应为"),
    ("[1..5", SIMPLE, "第2行第2列第6个字符", "row 2, column 2, character 6", "应为", "没有对应的右括号"),
    ("-", '"简易', "第2行第3列第1个字符", "row 2, column 3, character 1", "应为", "缺少右边的双引号"),
    ("-", 'if 金额 > 5 then "a"', "第2行第3列第", "row 2, column 3, character", "应为", "if 条件 then 值 else 值"),
    # Names and types: a text without quotation marks, a number as text, a function nobody knows.
    ("-", "简易", "第2行第3列第1个字符", "row 2, column 3, character 1", "简易", "没有名为“简易”的数据"),
    ('"三千"', SIMPLE, "第2行第2列第1个字符", "row 2, column 2, character 1", "数字", "文字"),
    ("> 金 额", SIMPLE, "第2行第2列第3个字符", "row 2, column 2, character 3", "金 额", "没有名为"),
    ("-", "大写(当事人)", "第2行第3列第1个字符", "row 2, column 3, character 1", "大写", "函数"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "result", "zh", "en", "found", "mending"), MISTAKES)
def test_a_mistake_in_a_cell_is_told_so_that_it_can_be_mended(condition, result, zh, en, found, mending) -> None:
    fault = told(table(condition, result))
    assert fault.zh.startswith(f"“适用程序”{zh}"), fault.zh
    assert fault.en.startswith(f"“适用程序”, {en}"), fault.en
    assert found in fault.zh
    assert mending in fault.zh
    assert (fault.where["file"], fault.where["element"], fault.where["row"]) == ("t.dmn", "d", 2)
    assert {"line", "column", "character"} <= fault.where.keys()


def test_a_text_of_several_lines_is_told_with_its_line() -> None:
    fault = told(table("-", '"a" +\n+ 1'))
    assert fault.zh.startswith("“适用程序”第2行第3列第2行文字第1个字符：应为")
    assert fault.en.startswith("“适用程序”, row 2, column 3, line 2 of the text, character 1: expected")
