"""Decisions: hit policies, requirement graphs, boxed expressions, what fired, and what is refused where."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from engine.decisions import DecisionFile, NoSuchDecision, read_decisions, read_together
from engine.kernel.errors import Invalid

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model(body: str) -> bytes:
    return f'<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m">\n{body}\n</definitions>'.encode()


def table(policy: str, rows: list[tuple[str, str]], output: str = '<output name="result"/>', more: str = "") -> bytes:
    rules = "".join(
        f'<rule id="r{at}"><inputEntry><text>{condition}</text></inputEntry>'
        f"<outputEntry><text>{result}</text></outputEntry></rule>"
        for at, (condition, result) in enumerate(rows, 1)
    )
    return model(
        '<inputData id="i" name="fine"/><decision id="d" name="Program"><informationRequirement>'
        f'<requiredInput href="#i"/></informationRequirement><decisionTable hitPolicy="{policy}" {more}>'
        f"<input><inputExpression><text>fine</text></inputExpression></input>{output}{rules}</decisionTable></decision>"
    )


ORDERED = '<output name="result"><outputValues><text>"C","B","A"</text></outputValues></output>'
OVERLAP = [("&gt; 0", '"A"'), ("&gt; 10", '"B"'), ("&gt; 100", '"C"')]
NUMBERS = [("&gt; 0", "1"), ("&gt; 10", "2"), ("&gt; 100", "4")]
DEFAULT = '<output name="result"><defaultOutputEntry><text>"NONE"</text></defaultOutputEntry></output>'

POLICIES: list[tuple[bytes, int, Any, list[int]]] = [
    # One rule fits a unique table; two break it, none gives null or the default.
    (table("UNIQUE", OVERLAP), 5, "A", [1]),
    (table("UNIQUE", OVERLAP), 50, None, [1, 2]),
    (table("UNIQUE", OVERLAP), 0, None, []),
    (table("UNIQUE", OVERLAP, DEFAULT), 0, "NONE", []),
    # The first rule that fits.
    (table("FIRST", OVERLAP[::-1]), 50, "B", [2]),
    # Any of several that agree; none where they do not.
    (table("ANY", [("&gt; 0", '"A"'), ("&gt; 10", '"A"')]), 50, "A", [1]),
    (table("ANY", OVERLAP), 50, None, [1, 2]),
    # The most important result, or all by importance, or all by rule.
    (table("PRIORITY", OVERLAP, ORDERED), 50, "B", [2]),
    (table("OUTPUT ORDER", OVERLAP, ORDERED), 500, ["C", "B", "A"], [3, 2, 1]),
    (table("RULE ORDER", OVERLAP), 50, ["A", "B"], [1, 2]),
    # Collected: as a list, or summed up.
    (table("COLLECT", OVERLAP), 50, ["A", "B"], [1, 2]),
    (table("COLLECT", OVERLAP), 0, [], []),
    (table("COLLECT", NUMBERS, more='aggregation="SUM"'), 500, Decimal(7), [1, 2, 3]),
    (table("COLLECT", NUMBERS, more='aggregation="MIN"'), 500, Decimal(1), [1, 2, 3]),
    (table("COLLECT", NUMBERS, more='aggregation="MAX"'), 50, Decimal(2), [1, 2]),
    (table("COLLECT", NUMBERS, more='aggregation="COUNT"'), 50, Decimal(2), [1, 2]),
]


@pytest.mark.parametrize(("content", "fine", "value", "fired"), POLICIES)
def test_a_hit_policy_makes_one_answer_of_the_rules_that_fit(
    content: bytes, fine: int, value: Any, fired: list[int]
) -> None:
    decided = read_decisions(content, file="t.dmn").decide("Program", {"fine": fine})
    assert decided.value == value
    assert [rule.number for rule in decided.fired] == fired


GRAPH = model("""
<itemDefinition name="tCase"><itemComponent name="opened on"><typeRef>date</typeRef></itemComponent>
  <itemComponent name="kind"><typeRef>string</typeRef><allowedValues><text>"FINE","WARNING"</text></allowedValues>
  </itemComponent></itemDefinition>
<inputData id="i" name="案件"><variable name="案件" typeRef="tCase"/></inputData>
<businessKnowledgeModel id="k" name="after"><encapsulatedLogic><formalParameter name="day" typeRef="date"/>
  <literalExpression><text>day + @"P90D"</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision id="due" name="due date"><informationRequirement><requiredInput href="#i"/></informationRequirement>
  <knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>
  <invocation><literalExpression><text>after</text></literalExpression><binding><parameter name="day"/>
  <literalExpression><text>案件.opened on</text></literalExpression></binding></invocation></decision>
<decision id="sum" name="summary"><informationRequirement><requiredDecision href="#due"/></informationRequirement>
  <context><contextEntry><variable name="due"/><literalExpression><text>due date</text></literalExpression>
  </contextEntry><contextEntry><literalExpression><text>"due " + string(due)</text></literalExpression></contextEntry>
  </context></decision>
<decisionService id="s" name="service"><outputDecision href="#sum"/><inputData href="#i"/></decisionService>
""")


def test_a_decision_evaluates_what_it_requires() -> None:
    graph = read_decisions(GRAPH, file="g.dmn")
    inputs = {"案件": {"opened on": "2026-03-02", "kind": "FINE"}}
    assert graph.decide("due date", inputs).value == dt.date(2026, 5, 31)
    assert graph.decide("sum", inputs).value == "due 2026-05-31"
    assert graph.decide("service", inputs).value == "due 2026-05-31"
    assert {info.name: info.inputs for info in graph.decisions}["summary"] == ("案件",)


def test_an_input_that_does_not_fit_its_type_is_null_with_a_reason() -> None:
    graph = read_decisions(GRAPH, file="g.dmn")
    decided = graph.decide("due", {"案件": {"opened on": "2026-03-02", "kind": "OTHER"}})
    assert decided.value is None
    assert decided.reasons[0] == "The input 案件 is no tCase: “kind” is not among the allowed values"
    assert graph.decide("due", {}).reasons[0].zh == "缺少输入“案件”"


TYPED = model("""
<itemDefinition name="tColour"><typeRef>string</typeRef><allowedValues><text>"red"</text></allowedValues>
  </itemDefinition>
<itemDefinition name="tPeople" isCollection="true"><itemComponent name="born"><typeRef>date</typeRef></itemComponent>
  </itemDefinition>
<inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>
<inputData id="c" name="c"><variable name="c" typeRef="tColour"/></inputData>
<inputData id="p" name="p"><variable name="p" typeRef="tPeople"/></inputData>
<businessKnowledgeModel id="k" name="twice"><encapsulatedLogic><formalParameter name="x" typeRef="number"/>
  <formalParameter name="day" typeRef="date"/><literalExpression><text>string(x * 2) + string(day.year)</text>
  </literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision id="dn" name="dn"><informationRequirement><requiredInput href="#n"/></informationRequirement></decision>
<decision id="dc" name="dc"><informationRequirement><requiredInput href="#c"/></informationRequirement></decision>
<decision id="dp" name="dp"><informationRequirement><requiredInput href="#p"/></informationRequirement></decision>
<decisionService id="s" name="service"><outputDecision href="#dn"/><inputDecision href="#dc"/></decisionService>
""")

MISFITS = [
    # The type that was expected, and the one that came.
    ("dn", {"n": "three"}, "The input n is no number: it should be a number, but is a string", "应为数字，实为文字"),
    ("dn", {}, "The input n is missing", "缺少输入“n”"),
    # The place inside a composed value.
    (
        "dp",
        {"p": [{"born": "2000-01-01"}, {"born": "soon"}]},
        "The input p is no tPeople: “[2].born” should be a date, but is a string",
        "“[2].born”应为日期，实为文字",
    ),
    ("dp", {"p": [1]}, "The input p is no tPeople: “[1]” should be a context, but is a number", "“[1]”应为数据组"),
    # A value that is not allowed; the value itself is not told, for it may be personal.
    ("dc", {"c": "blue"}, "The input c is no tColour: it is not among the allowed values", "取值不在允许范围内"),
    # Parameters of knowledge models and decisions put into services are asked for likewise.
    ("twice", {"x": 1}, "The input day is missing", "缺少输入“day”"),
    ("twice", {"x": "1", "day": "2026-01-01"}, "The input x is no number: it should be a number, but is a string", "x"),
    ("service", {}, "The input dc is missing", "缺少输入“dc”"),
]


@pytest.mark.parametrize(("decision", "inputs", "en", "zh"), MISFITS)
def test_an_input_that_misfits_is_told_with_expectation_and_fact(decision, inputs, en, zh) -> None:
    decided = read_decisions(TYPED, file="t.dmn").decide(decision, inputs)
    assert decided.reasons[0] == en
    assert zh in decided.reasons[0].zh


def test_a_knowledge_model_is_asked_by_the_names_of_its_parameters() -> None:
    graph = read_decisions(TYPED, file="t.dmn")
    assert graph.decide("twice", {"x": 1.5, "day": "2026-01-01"}).value == "32026"
    assert (graph.reads("twice"), graph.reads("service"), graph.reads("dp")) == (("x", "day"), ("dc",), ("p",))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        # A slip of the pen, another case, and a name that is like none.
        ("due dat", "due date"),
        ("SUMMARI", "summary"),
        ("zzzzzz", None),
    ],
)
def test_a_name_that_is_nearly_right_is_answered_with_the_right_one(asked: str, meant: str | None) -> None:
    with pytest.raises(NoSuchDecision) as refusal:
        read_decisions(GRAPH, file="g.dmn").decide(asked, {})
    assert (f"是否指“{meant}”" in refusal.value.sentence("zh")) is (meant is not None)
    assert (f"did you mean “{meant}”?" in refusal.value.sentence("en")) is (meant is not None)


def test_an_unknown_decision_is_refused_with_those_there_are() -> None:
    with pytest.raises(NoSuchDecision, match="due date, summary"):
        read_decisions(GRAPH, file="g.dmn").decide("nope", {})


def decision(body: str, attributes: str = "") -> bytes:
    return model(f'<decision id="d" name="D" {attributes}>{body}</decision>')


REFUSED: list[tuple[bytes, str, dict[str, Any]]] = [
    # Not XML, not DMN, or XML with claws.
    (b"<definitions", "dmn.not-xml", {"line": 1}),
    (b"<process/>", "dmn.not-dmn", {"line": 1}),
    (b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>', "dmn.doctype", {"line": 1}),
    (b'<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><d>&b;</d>', "dmn.doctype", {"line": 1}),
    # A cell that is no FEEL: row and column, counted from 1, inputs first.
    (table("UNIQUE", [("1", "2"), ("&gt;", "3")]), "dmn.feel", {"element": "d", "row": 2, "column": 1}),
    (table("UNIQUE", [("1", "2 +")]), "dmn.feel", {"element": "d", "row": 1, "column": 2, "field": "result"}),
    # A policy nobody knows, a rule of the wrong width, no output at all.
    (table("BEST", OVERLAP), "dmn.hit-policy", {"element": "d"}),
    (decision("<decisionTable><output/><rule/></decisionTable>"), "dmn.rule-width", {"row": 1}),
    (decision("<decisionTable/>"), "dmn.no-output", {"element": "d"}),
    # Code in a model, or another language.
    (
        decision('<literalExpression expressionLanguage="python"><text>1</text></literalExpression>'),
        "dmn.language",
        {"element": "d"},
    ),
    (
        decision("<literalExpression><text>function(x) external {java: 1}</text></literalExpression>"),
        "dmn.external",
        {"element": "d"},
    ),
    (decision('<functionDefinition kind="Java"/>'), "dmn.external", {"element": "d"}),
    # References that lead nowhere or in a circle, types that do not exist.
    (
        decision('<informationRequirement><requiredInput href="#x"/></informationRequirement>'),
        "dmn.reference",
        {"element": "d"},
    ),
    (
        decision('<informationRequirement><requiredDecision href="#d"/></informationRequirement>'),
        "dmn.cycle",
        {"element": "d"},
    ),
    (decision('<variable name="D" typeRef="tNone"/>'), "dmn.type", {"element": "d"}),
    (model('<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition>'), "dmn.type-cycle", {"element": "t"}),
]


@pytest.mark.parametrize(("content", "code", "where"), REFUSED)
def test_a_defect_is_refused_with_its_place(content: bytes, code: str, where: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as caught:
        read_decisions(content, file="t.dmn")
    fault = next(fault for fault in caught.value.faults if fault.code == code)
    assert fault.where["file"] == "t.dmn"
    assert where.items() <= fault.where.items()
    assert fault.zh
    assert fault.en


def test_all_defects_are_reported_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        read_decisions(table("UNIQUE", [("&gt;", "1"), ("2", "+"), ("&lt;", "3")]), file="t.dmn")
    assert [fault.where["row"] for fault in caught.value.faults] == [1, 2, 3]


def test_read_tolerantly_a_defect_decides_to_null_and_says_so() -> None:
    entries = "".join(
        f"<contextEntry><variable name='{name}'/><literalExpression><text>{text}</text></literalExpression>"
        "</contextEntry>"
        for name, text in (("a", "+"), ("b", "3"))
    )
    decided = read_decisions(decision(f"<context>{entries}</context>"), file="t.dmn", tolerant=True).decide("d", {})
    assert decided.value == {"a": None, "b": 3}
    assert "expected an expression" in decided.reasons[0]


def test_files_that_import_each_other_are_read_in_order() -> None:
    user = (
        f'<definitions xmlns="{NAMESPACE}" name="u" namespace="urn:u"><import name="lib" namespace="urn:m" '
        f'importType="{NAMESPACE}"/><decision id="x" name="x"><informationRequirement>'
        '<requiredDecision href="urn:m#d"/></informationRequirement>'
        "<literalExpression><text>lib.D + 1</text></literalExpression></decision></definitions>"
    )
    library = decision("<literalExpression><text>41</text></literalExpression>")
    models = read_together([DecisionFile("user.dmn", user.encode()), DecisionFile("lib.dmn", library)])
    assert models["user.dmn"].decide("x", {}).value == 42
