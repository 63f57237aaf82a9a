"""Decisions and expressions evaluated for other systems: values, rules that fired, reasons, and what is refused."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[3]
PROCEDURE = Path(__file__).parent / "procedure"
FOLDER = "tests/integration/api/procedure"


def dmn(second: str = "&gt;= 3000") -> bytes:
    """A table of two rules over an amount and a day."""
    return f"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:t">
<inputData id="a" name="金额"><variable name="金额" typeRef="number"/></inputData>
<inputData id="t" name="日期"><variable name="日期" typeRef="date"/></inputData>
<decision id="Program" name="适用程序"><informationRequirement><requiredInput href="#a"/></informationRequirement>
<decisionTable hitPolicy="UNIQUE"><input label="金额"><inputExpression><text>金额</text></inputExpression></input>
<output name="程序"/>
<rule id="r1"><inputEntry><text>&lt; 3000</text></inputEntry><outputEntry><text>"简易"</text></outputEntry>
<annotationEntry><text>行政处罚法第五十一条</text></annotationEntry></rule>
<rule id="r2"><inputEntry><text>{second}</text></inputEntry><outputEntry><text>"普通"</text></outputEntry></rule>
</decisionTable></decision>
<decision id="Due" name="届满日"><informationRequirement><requiredInput href="#t"/></informationRequirement>
<literalExpression><text>日期 + duration("P90D")</text></literalExpression></decision></definitions>""".encode()


def bundle(table: bytes) -> dict[str, Any]:
    """The procedure of the tests with a file of decisions."""
    files = {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in sorted(PROCEDURE.iterdir())}
    files[f"{FOLDER}/procedure.toml"] += f'dmn = ["{FOLDER}/t.dmn"]\n'.encode()
    files[f"{FOLDER}/t.dmn"] = table
    packed = BytesIO()
    with ZipFile(packed, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return {"data": packed.getvalue(), "content_type": "application/zip"}


@pytest.fixture
def program(programs):
    owner = programs.of("tianye")
    answer = owner.post("/definitions", **bundle(dmn()))
    assert answer.status_code == 201, answer.text
    return owner


def test_a_decision_gives_its_value_and_the_rules_that_fired(program) -> None:
    answer = program.post("/decisions/note/Program/evaluate", {"inputs": {"金额": 2999.99}})
    assert answer.get_json() == {
        "value": "简易",
        "fired": [
            {
                "decision": "Program",
                "rule": 1,
                "id": "r1",
                "annotation": "行政处罚法第五十一条",
                "inputs": {"金额": 2999.99},
                "outputs": {"程序": "简易"},
            }
        ],
        "reasons": [],
        "thresholds": [],
    }


def test_a_decision_may_be_asked_by_name_and_reads_days_as_text(program) -> None:
    answer = program.post("/decisions/note/届满日/evaluate", {"inputs": {"日期": "2026-01-01"}})
    assert answer.get_json()["value"] == "2026-04-01"


def test_a_value_that_is_no_number_counts_as_missing_and_the_reason_says_so(program) -> None:
    body = program.post("/decisions/note/Program/evaluate", {"inputs": {"金额": "很多"}}).get_json()
    assert body["value"] is None
    assert any("金额" in reason["zh"] for reason in body["reasons"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        # No such decision; the refusal lists what there is.
        ("/decisions/note/Nothing/evaluate", 404),
        # No such procedure.
        ("/decisions/none/Program/evaluate", 404),
    ],
)
def test_what_is_not_there_is_refused(program, path: str, status: int) -> None:
    assert program.post(path, {"inputs": {}}).status_code == status


def test_inputs_that_are_no_object_are_refused_with_the_field(program) -> None:
    answer = program.post("/decisions/note/Program/evaluate", {"inputs": [1]})
    assert (answer.status_code, answer.get_json()["faults"][0]["field"]) == (422, "inputs")


DIGITS = "1.234567890123456789012345678901234"
EXACT = [
    # 34 digits of a context and of a text, many before the point, none after it, a float's old trap.
    ("a", f'{{"a": {DIGITS}}}', DIGITS),
    ("[a, {b: a}]", f'{{"a": -{DIGITS}}}', f'[-{DIGITS}, {{"b": -{DIGITS}}}]'),
    (DIGITS, "{}", DIGITS),
    ("a + 0", '{"a": 12345678901234567890.5}', "12345678901234567890.5"),
    ("a", '{"a": 1234567890123456789012345678901234}', "1234567890123456789012345678901234"),
    ("a + b", '{"a": 0.1, "b": 0.2}', "0.3"),
]


@pytest.mark.parametrize(("text", "context", "told"), EXACT)
def test_numbers_keep_their_digits_in_and_out(programs, text: str, context: str, told: str) -> None:
    body = f'{{"expression": {json.dumps(text)}, "context": {context}}}'
    answer = programs.of("wangqiang").post("/feel/evaluate", data=body, content_type="application/json")
    assert answer.mimetype == "application/json"
    assert answer.text.startswith(f'{{"value": {told}, ')


def test_a_decision_and_its_rules_tell_all_digits(program) -> None:
    answer = program.post(
        "/decisions/note/Program/evaluate", data=f'{{"inputs": {{"金额": {DIGITS}}}}}', content_type="application/json"
    )
    assert f'"inputs": {{"金额": {DIGITS}}}' in answer.text


def test_a_number_that_is_none_is_refused_with_the_field(programs) -> None:
    body = '{"expression": "a", "context": {"a": NaN}}'
    answer = programs.of("wangqiang").post("/feel/evaluate", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["faults"][0]["field"]) == (422, "context")


VALUES = [
    # Numbers are numbers, however they came about.
    ("0.1 + 0.2", {}, 0.3),
    # Names come from the context, Chinese ones and those with spaces.
    ("金额 * 2", {"金额": 5}, 10),
    ("unit price + 1", {"unit price": 1}, 2),
    # What JSON has no type for is text.
    ('duration("P1DT2H")', {}, "P1DT2H"),
    ('date("2026-02-28") + duration("P1D")', {}, "2026-03-01"),
    ("null", {}, None),
]


@pytest.mark.parametrize(("text", "context", "value"), VALUES)
def test_an_expression_gives_its_value(programs, text: str, context: dict[str, Any], value: Any) -> None:
    body = {"expression": text, "context": context}
    assert programs.of("wangqiang").post("/feel/evaluate", body).get_json()["value"] == value


def test_an_expression_that_cannot_be_read_is_refused_with_its_place(programs) -> None:
    answer = programs.of("wangqiang").post("/feel/evaluate", {"expression": "1 +"})
    (fault,) = answer.get_json()["faults"]
    assert (answer.status_code, answer.get_json()["code"], fault["line"]) == (422, "expression-refused", 1)
    assert fault["zh"].startswith("第1行第")


def test_the_answer_names_the_versions_of_thresholds_it_rests_on(programs) -> None:
    entry = {
        "name": "较大数额罚款",
        "party": "PERSON",
        "valid_from": "2026-11-01",
        "amount": "4000.50",
        "basis": "三条",
    }
    entered = programs.of("xulan").post("/thresholds", {**entry, "confidence": "H"}).get_json()
    asked = 'threshold("较大数额罚款", "PERSON")'
    body = {"expression": f"{asked} + {asked}", "context": {}}
    answer = programs.of("wangqiang").post("/feel/evaluate", body).get_json()
    (version,) = answer["thresholds"]
    assert answer["value"] == 8001
    assert (version["threshold"], version["amount"]) == (entered["detail"]["threshold"], 4000.5)
    assert (version["status"], version["valid_from"], version["basis"]) == ("UNVERIFIED", "2026-11-01", "三条")


def test_a_threshold_that_is_not_there_refuses_the_evaluation(programs) -> None:
    body = {"expression": 'threshold("没有的门槛")', "context": {}}
    answer = programs.of("wangqiang").post("/feel/evaluate", body)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "threshold-missing")


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        # Too many values, too deep, too long a text.
        list(range(30_000)),
        nested(80),
        "长" * 200_000,
    ],
)
def test_inputs_beyond_their_limits_are_refused_and_say_them(program, value: Any) -> None:
    for path, body in (
        ("/decisions/note/Program/evaluate", {"inputs": {"金额": value}}),
        ("/feel/evaluate", {"expression": "1", "context": {"a": value}}),
    ):
        answer = program.post(path, body)
        assert (answer.status_code, answer.get_json()["code"]) == (422, "inputs-too-large")
        assert "20000" in answer.get_json()["detail"]


def test_an_evaluation_that_does_not_end_gives_null_with_that_reason(programs) -> None:
    body = {"expression": "some i in 1..99999, j in 1..99999 satisfies false", "context": {}}
    answer = programs.of("wangqiang").post("/feel/evaluate", body).get_json()
    assert answer["value"] is None
    assert answer["reasons"][0]["zh"] == "求值耗时过长或结果过大"


def test_an_unknown_decision_is_answered_with_the_one_that_was_meant(program) -> None:
    answer = program.post("/decisions/note/Progam/evaluate", {"inputs": {}}).get_json()
    assert (answer["code"], "适用程序" in answer["detail"]) == ("no-such-decision", True)


def test_whoever_has_no_token_evaluates_nothing(programs) -> None:
    assert programs.with_token(None).post("/feel/evaluate", {"expression": "1"}).status_code == 401


def test_overlapping_rules_are_refused_at_deployment_with_an_example(programs) -> None:
    answer = programs.of("tianye").post("/definitions", **bundle(dmn("&gt;= 2000")))
    (fault,) = answer.get_json()["faults"]
    assert (answer.status_code, fault["code"], fault["row"], fault["severity"]) == (422, "dmn.overlap", 2, "error")
    assert "金额 = 2000 时两条都适用" in fault["zh"]


def test_a_gap_is_told_and_deployed_all_the_same(programs) -> None:
    answer = programs.of("tianye").post("/definitions", **bundle(dmn("&gt; 3000")))
    assert answer.status_code == 201
    (warning,) = answer.get_json()["detail"]["warnings"]
    assert "金额 = 3000 时没有规则适用" in warning["zh"]
