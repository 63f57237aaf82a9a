"""Defects of a model's structure: refused with place and expectation, even where a draft is only tried."""

import pytest

from engine.decisions import read_decisions
from engine.kernel.errors import Fault, Invalid

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
ONE = "<literalExpression><text>1</text></literalExpression>"
RULE = "<rule><inputEntry><text>1</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>"
CELLS = "<inputEntry><text>1</text></inputEntry>", "<outputEntry><text>2</text></outputEntry>"


def model(body: str) -> bytes:
    return f'<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m">\n{body}</definitions>'.encode()


def table(rules: str, attributes: str = "") -> str:
    head = "<input><inputExpression><text>1</text></inputExpression></input><output name='r'/>"
    return f'<decision id="t" name="表"><decisionTable {attributes}>{head}\n{rules}</decisionTable></decision>'


def needs(key: str, *hrefs: str, kind: str = "decision", part: str = "Decision", body: str = ONE) -> str:
    outer = "knowledgeRequirement" if part == "Knowledge" else "informationRequirement"
    required = "".join(f'<{outer}><required{part} href="{href}"/></{outer}>' for href in hrefs)
    return f'<{kind} id="{key}" name="{key}">{required}{body}</{kind}>\n'


def knowledge(key: str, *hrefs: str, text: str = "1") -> str:
    logic = f"<encapsulatedLogic><formalParameter name='n'/><literalExpression><text>{text}</text></literalExpression>"
    body = f"{logic}</encapsulatedLogic>"
    return needs(key, *hrefs, kind="businessKnowledgeModel", part="Knowledge", body=body)


def service(part: str, href: str) -> str:
    return f'<decisionService id="s" name="s"><{part} href="{href}"/></decisionService>'


DEFECTS = [
    # Hit policies and aggregations nobody knows.
    (table(RULE, 'hitPolicy="SOMETIMES"'), "hit-policy", 2, "no hit policy “SOMETIMES”; expected one of ANY, COLLECT"),
    (table(RULE, 'hitPolicy="COLLECT" aggregation="MEAN"'), "hit-policy", 2, "no aggregation “MEAN”; expected one of"),
    # Circles: of two, of one, through a knowledge model and a service, of knowledge models.
    (needs("A", "#B") + needs("B", "#A"), "cycle", 2, "“A” requires itself: A → B → A"),
    (needs("A", "#A"), "cycle", 2, "A → A"),
    (knowledge("k", "#l") + knowledge("l", "#k"), "cycle", 2, "k → l → k"),
    (needs("A", "#s", part="Knowledge") + service("outputDecision", "#A"), "cycle", 2, "A → s → A"),
    # References that lead nowhere, each kind of them.
    (needs("A", "#x"), "reference", 2, "“A”: the reference “#x” leads nowhere; expected a decision"),
    (needs("A", "#x", part="Input"), "reference", 2, "expected input data"),
    (needs("A", "#x", part="Knowledge"), "reference", 2, "expected a knowledge model or service"),
    (needs("A", "urn:other#x"), "reference", 2, "“urn:other#x” leads nowhere"),
    *((service(f"{part}Decision", "#x"), "reference", 2, "leads nowhere") for part in ("output", "input")),
    (service("encapsulatedDecision", "#x"), "reference", 2, "“s”: the reference “#x” leads nowhere"),
    # One that leads to another kind of element.
    (needs("A", "#B", part="Input") + needs("B"), "reference", 2, "“#B” is not input data"),
    # Ids and names used twice.
    (needs("A") + needs("A"), "identity", 3, "The id “A” is taken by the element in line 2"),
    (needs("A") + needs("B").replace('name="B"', 'name=" A"'), "identity", 3, "The name “A” is taken"),
    # Rules with too few and too many cells.
    (table(f"<rule>{CELLS[1]}</rule>"), "rule-width", 3, "should have 1 conditions and 1 results, but has 0 and 1"),
    (table(f"<rule>{CELLS[0] * 2}{CELLS[1]}</rule>"), "rule-width", 3, "but has 2 and 1"),
    (table(f"<rule>{CELLS[0]}</rule>"), "rule-width", 3, "“表”: rule 1 should have"),
    (table(f"<rule>{CELLS[0]}{CELLS[1] * 2}</rule>"), "rule-width", 3, "but has 1 and 2"),
    # Cells that are no FEEL.
    (table(RULE.replace(">1<", ">&lt; ‹<")), "feel", 3, "“表”, row 1, column 1, character 3"),
    (table(RULE.replace(">2<", ">2 +<")), "feel", 3, "“表”, row 1, column 2, character 4"),
]


def faults_of(body: str, *, tolerant: bool) -> tuple[Fault, ...]:
    with pytest.raises(Invalid) as caught:
        read_decisions(model(body), file="m.dmn", tolerant=tolerant)
    return tuple(caught.value.faults)


@pytest.mark.parametrize("tolerant", [False, True])
@pytest.mark.parametrize(("body", "code", "line", "words"), DEFECTS)
def test_a_defect_of_structure_is_refused_even_of_a_draft(
    body: str, code: str, line: int, words: str, *, tolerant: bool
) -> None:
    (fault,) = faults_of(body, tolerant=tolerant)
    assert (fault.code, fault.where["file"], fault.where["line"]) == (f"dmn.{code}", "m.dmn", line)
    assert words in fault.en
    assert fault.zh


def test_every_circle_is_told_once() -> None:
    body = needs("A", "#B") + needs("B", "#A") + needs("C", "#A", "#C")
    assert [fault.where["element"] for fault in faults_of(body, tolerant=True)] == ["A", "C"]


def test_what_is_required_twice_is_no_circle() -> None:
    body = needs("A", "#B", "#C") + needs("B", "#D") + needs("C", "#D") + needs("D")
    assert read_decisions(model(body), file="m.dmn").decide("A", {}).value == 1


def test_a_knowledge_model_may_call_itself() -> None:
    text = "if n &lt;= 1 then 1 else n * factorial(n - 1)"
    read = read_decisions(model(knowledge("factorial", text=text)), file="m.dmn")
    assert read.decide("factorial", {"n": 5}).value == 120


def test_inputs_may_share_a_name() -> None:
    body = '<inputData id="a" name="n"/><inputData id="b" name="n"/>' + needs("A", "#a", part="Input")
    assert read_decisions(model(body), file="m.dmn").decide("A", {}).value == 1
