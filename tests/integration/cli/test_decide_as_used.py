"""`guiju decide` as people use it: whatever is wrong is named with place and expectation, and ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.cli.main import main

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
TABLE = f"""<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m">
<itemDefinition name="tParty"><typeRef>string</typeRef><allowedValues><text>"公民", "单位"</text></allowedValues>
</itemDefinition>
<inputData id="a" name="罚款金额"><variable name="罚款金额" typeRef="number"/></inputData>
<inputData id="p" name="当事人"><variable name="当事人" typeRef="tParty"/></inputData>
<inputData id="t" name="日期"><variable name="日期" typeRef="date"/></inputData>
<businessKnowledgeModel id="k" name="加罚"><encapsulatedLogic><formalParameter name="本金" typeRef="number"/>
<formalParameter name="天数" typeRef="number"/><literalExpression><text>本金 * 0.03 * 天数</text></literalExpression>
</encapsulatedLogic></businessKnowledgeModel>
<decision id="Program" name="适用程序"><informationRequirement><requiredInput href="#a"/></informationRequirement>
<informationRequirement><requiredInput href="#p"/></informationRequirement><decisionTable hitPolicy="UNIQUE">
<input><inputExpression><text>罚款金额</text></inputExpression></input>
<input><inputExpression><text>当事人</text></inputExpression></input><output name="程序"/>
<rule><inputEntry><text>&lt;= 200</text></inputEntry><inputEntry><text>"公民"</text></inputEntry>
<outputEntry><text>"简易"</text></outputEntry></rule>
<rule><inputEntry><text>&lt;= 3000</text></inputEntry><inputEntry><text>"单位"</text></inputEntry>
<outputEntry><text>"简易"</text></outputEntry></rule></decisionTable></decision>
<decision id="Due" name="届满日"><informationRequirement><requiredInput href="#t"/></informationRequirement>
<literalExpression><text>日期 + duration("P90D")</text></literalExpression></decision>
<decision id="Half" name="一半"><informationRequirement><requiredInput href="#a"/></informationRequirement>
<literalExpression><text>罚款金额 / 2</text></literalExpression></decision>
<decisionService id="s" name="程序服务"><outputDecision href="#Program"/><inputData href="#a"/><inputData href="#p"/>
</decisionService></definitions>"""
BASE = f"""<definitions xmlns="{NAMESPACE}" name="b" namespace="urn:base"><decision id="Limit" name="上限">
<literalExpression><text>3000.10</text></literalExpression></decision></definitions>"""
USER = f"""<definitions xmlns="{NAMESPACE}" name="u" namespace="urn:user">
<import name="通用" namespace="urn:base" importType="{NAMESPACE}"/>
<decision id="Double" name="两倍"><informationRequirement><requiredDecision href="urn:base#Limit"/>
</informationRequirement><literalExpression><text>通用.上限 * 2</text></literalExpression></decision></definitions>"""
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))


def run(*arguments: str | Path, locale: str = "C") -> Result:
    environment = {"LC_ALL": locale, "LANG": locale}
    result = CliRunner(env=environment).invoke(main, ["decide", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return written(tmp_path / "程序.dmn", TABLE)


def written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


ANSWERS = [
    # By id and by name; a name with a blank too many.
    ("Program", '{"罚款金额": 200, "当事人": "公民"}', '"简易"'),
    (" 适用程序 ", '{"罚款金额": 3000, "当事人": "单位"}', '"简易"'),
    # Texts become days where the type says so; decimals are exact.
    ("届满日", '{"日期": "2026-03-02"}', '"2026-05-31"'),
    ("一半", '{"罚款金额": 0.1}', "0.05"),
    ("一半", '{"罚款金额": 12345678901234567890.123456789}', "6172839450617283945.0617283945"),
    # Services by their inputs, knowledge models by their parameters.
    ("程序服务", '{"罚款金额": 3000, "当事人": "单位"}', '"简易"'),
    ("加罚", '{"本金": 3000.10, "天数": 3}', "270.009"),
]


@pytest.mark.parametrize(("decision", "inputs", "printed"), ANSWERS)
def test_whatever_decides_can_be_asked(table: Path, decision: str, inputs: str, printed: str) -> None:
    result = run(table, decision, "--input", inputs)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{printed}\n", "")


REASONS = [
    # An input that is missing, of another type, not allowed, no day.
    ("Program", '{"当事人": "公民"}', "The input 罚款金额 is missing", "缺少输入“罚款金额”"),
    ("Program", '{"罚款金额": "200", "当事人": "公民"}', "should be a number, but is a string", "应为数字，实为文字"),
    ("Program", '{"罚款金额": 1, "当事人": "法人"}', "is not among the allowed values", "取值不在允许范围内"),
    ("Due", '{"日期": "2026-02-30"}', "should be a date, but is a string", "应为日期，实为文字"),
    ("加罚", '{"本金": 1}', "The input 天数 is missing", "缺少输入“天数”"),
    # One that nobody asks for, with the one that was probably meant.
    ("Half", '{"罚金额": 4}', "does not use the input “罚金额”; did you mean “罚款金额”?", "是否指“罚款金额”"),
    ("Half", '{"罚款金额": 4, "zzz": 1}', "“Half” does not use the input “zzz”.", "不使用输入“zzz”。"),
    # No rule that fits.
    ("Program", '{"罚款金额": 201, "当事人": "公民"}', "No rule fits", "没有符合的规则"),
]


@pytest.mark.parametrize(("decision", "inputs", "en", "zh"), REASONS)
def test_what_is_wrong_with_an_input_is_said(table: Path, decision: str, inputs: str, en: str, zh: str) -> None:
    result = run(table, decision, "--input", inputs)
    assert result.exit_code == 0
    assert en in result.stderr
    assert zh in run(table, decision, "--input", inputs, locale="zh_CN.UTF-8").stderr


def test_an_unknown_decision_ends_with_one_and_a_suggestion(table: Path) -> None:
    result = run(table, "适用程度")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "did you mean “适用程序”?" in result.stderr
    assert "加罚" in result.stderr
    assert "是否指“适用程序”" in run(table, "适用程度", locale="zh_CN.UTF-8").stderr


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        # The place where it stops being JSON.
        ('{"a": }', "line 1, character 7", "第1行第7个字符"),
        ('{"a": 1,\n b: 2}', "line 2, character 2", "第2行第2个字符"),
        ("", "line 1, character 1", "第1行第1个字符"),
        # What JSON does not know, or is no object.
        ('{"a": NaN}', "NaN is not allowed", "不允许NaN"),
        ("[1]", "should be a JSON object", "应为JSON对象"),
        ('{"a": ' + "[" * 100_000, "nested too deeply", "嵌套过深"),
    ],
)
def test_inputs_that_are_no_json_end_with_two_and_the_place(table: Path, text: str, en: str, zh: str) -> None:
    result = run(table, "Half", "--input", text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert en in result.stderr
    assert zh in run(table, "Half", "--input", text, locale="zh_CN.UTF-8").stderr


@pytest.mark.parametrize("name", ["missing.dmn", "."])
def test_a_file_that_cannot_be_read_ends_with_two(tmp_path: Path, name: str) -> None:
    result = run(tmp_path / name, "Half")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Cannot read" in result.stderr


HOSTILE = [
    # Entities that grow, entities that fetch, a document type elsewhere.
    (f"<!DOCTYPE d [{LAUGHS}]><definitions xmlns='{NAMESPACE}' name='&e9;'/>", "XML"),
    ("<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><d>&x;</d>", "document type"),
    ("<!DOCTYPE d SYSTEM 'http://127.0.0.1:1/d.dtd'><d/>", "document type"),
    # Depth, another document, no document.
    ("<a>" * 100_000, "XML"),
    ("<html/>", "Not a definitions file"),
    ("", "XML"),
    ("\x00\x01", "XML"),
]


@pytest.mark.parametrize(("text", "words"), HOSTILE)
def test_hostile_xml_is_refused_at_once(tmp_path: Path, text: str, words: str) -> None:
    file = written(tmp_path / "x.dmn", text)
    result = run(file, "Half")
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    assert "root:" not in result.stderr


def test_a_file_of_fifty_megabytes_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "x.dmn"
    with file.open("wb") as opened:
        opened.truncate(50_000_000)
    result = run(file, "Half")
    assert (result.exit_code, "larger than five megabytes" in result.stderr) == (1, True)


def test_imports_are_found_beside_the_file_whatever_else_lies_there(tmp_path: Path) -> None:
    written(tmp_path / "base.dmn", BASE)
    written(tmp_path / "broken.dmn", "<definitions")
    file = written(tmp_path / "user.dmn", USER)
    assert run(file, "Double").stdout == "6000.2\n"


def test_imports_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    base = written(tmp_path / "other/base.dmn", BASE)
    file = written(tmp_path / "user.dmn", USER)
    assert run(file, "Double", "--import", base).stdout == "6000.2\n"
    missing = run(file, "Double")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "The imported model “urn:base” is missing" in missing.stderr
    assert run(file, "Double", "--import", tmp_path / "none.dmn").exit_code == 2


def test_types_that_are_misused_keep_nobody_from_trying_a_model(tmp_path: Path) -> None:
    file = written(tmp_path / "x.dmn", TABLE.replace("罚款金额 / 2", '罚款金额 + "元"'))
    result = run(file, "Half", "--input", '{"罚款金额": 4}')
    assert (result.exit_code, result.stdout) == (0, "null\n")
    assert "number + string is not defined" in result.stderr


def test_the_answer_with_rules_is_one_object(table: Path) -> None:
    inputs = '{"罚款金额": 150.50, "当事人": "公民"}'
    answer = json.loads(run(table, "适用程序", "--input", inputs, "--explain").stdout)
    assert answer["value"] == "简易"
    assert answer["reasons"] == []
    (rule,) = answer["fired"]
    assert (rule["decision"], rule["rule"]) == ("Program", 1)
    assert rule["inputs"] == {"罚款金额": 150.5, "当事人": "公民"}
    assert rule["outputs"] == {"程序": "简易"}


BROKEN = [
    # What would decide otherwise than the file says, or in a circle, decides nothing: policy, cell, row, reference.
    ('hitPolicy="UNIQUE"', 'hitPolicy="SOMETIMES"', "no hit policy “SOMETIMES”", "没有命中策略“SOMETIMES”"),
    ("&lt;= 200", "&lt; ‹", "“适用程序”, row 1, column 1, character 3", "“适用程序”第1行第1列第3个字符"),
    ('<outputEntry><text>"简易"</text></outputEntry></rule></', "</rule></", "rule 2 should have", "第2条规则应有"),
    ('requiredInput href="#t"', 'requiredInput href="#z"', "“#z” leads nowhere", "“#z”不存在"),
    ('requiredInput href="#t"', 'requiredDecision href="#Due"', "届满日 → 届满日", "依赖于自身"),
    ('id="Half" name="一半"', 'id="Half" name="届满日"', "The name “届满日” is taken", "名称“届满日”已由"),
]


@pytest.mark.parametrize(("old", "new", "en", "zh"), BROKEN)
def test_a_defect_of_structure_ends_with_one_and_its_place(
    tmp_path: Path, old: str, new: str, en: str, zh: str
) -> None:
    assert old in TABLE
    file = written(tmp_path / "x.dmn", TABLE.replace(old, new))
    result = run(file, "Program", "--input", '{"罚款金额": 1, "当事人": "公民"}')
    assert (result.exit_code, result.stdout) == (1, "")
    assert en in result.stderr
    assert "x.dmn" in result.stderr
    assert zh in run(file, "Program", locale="zh_CN.UTF-8").stderr


def test_a_file_without_decisions_says_that_it_has_none(tmp_path: Path) -> None:
    file = written(tmp_path / "x.dmn", f'<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m"/>')
    result = run(file, "Half")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no decision “Half” in x.dmn; it has none." in result.stderr
    assert "其中没有任何决策。" in run(file, "Half", locale="zh_CN.UTF-8").stderr
