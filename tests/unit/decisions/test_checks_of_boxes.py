"""Names and types inside boxed expressions: each brings names into sight, and only there."""

import pytest

from engine.decisions import DecisionFile, read_decisions, read_together
from engine.decisions.checks import check_decisions

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
INPUTS = "".join(
    f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'
    for name, kind in (("n", "number"), ("s", "string"), ("items", "tItems"), ("who", "tWho"), ("free", "Any"))
)
TYPES = (
    '<itemDefinition name="tWho"><itemComponent name="last-name"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="age"><typeRef>number</typeRef></itemComponent></itemDefinition>'
    '<itemDefinition name="tItems" isCollection="true"><typeRef>tWho</typeRef></itemDefinition>'
)


def lit(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<literalExpression><text>{text}</text></literalExpression>"


def entry(name: str, body: str, kind: str = "") -> str:
    stated = f' typeRef="{kind}"' if kind else ""
    return f'<contextEntry><variable name="{name}"{stated}/>{body}</contextEntry>'


def found(body: str, knowledge: str = "") -> list[str]:
    """Return the codes of errors about a decision with this logic that requires every input."""
    needs = "".join(
        f'<informationRequirement><requiredInput href="#{name}"/></informationRequirement>'
        for name in ("n", "s", "items", "who", "free")
    )
    if knowledge:
        needs += '<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>'
    content = (
        f'<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m">{TYPES}{INPUTS}{knowledge}'
        f'<decision id="d" name="D">{needs}{body}</decision></definitions>'
    ).encode()
    model = read_decisions(content, file="m.dmn")
    return [
        fault.code.removeprefix("dmn.feel.")
        for fault in check_decisions(content, model=model)
        if fault.severity == "error"
    ]


def knowledge(body: str) -> str:
    return (
        f'<businessKnowledgeModel id="k" name="rate"><encapsulatedLogic><formalParameter name="x" typeRef="number"/>'
        f"{body}</encapsulatedLogic></businessKnowledgeModel>"
    )


def function(parameter: str, body: str) -> str:
    return f"<functionDefinition><formalParameter {parameter}/>{lit(body)}</functionDefinition>"


def conditional(*parts: str) -> str:
    inside = "".join(f"<{tag}>{lit(part)}</{tag}>" for tag, part in zip(("if", "then", "else"), parts, strict=True))
    return f"<conditional>{inside}</conditional>"


RECURSIVE = function('name="x" typeRef="number"', "f(x - n)")
DEFAULT = (
    "<decisionTable><input><inputExpression><text>n</text></inputExpression></input>"
    '<output name="r" typeRef="number"><defaultOutputEntry><text>"x"</text></defaultOutputEntry></output>'
    "<rule><inputEntry><text>1</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>"
)


def loop(kind: str, source: str, part: str, body: str) -> str:
    return f'<{kind} iteratorVariable="i"><in>{lit(source)}</in><{part}>{lit(body)}</{part}></{kind}>'


BOXES = [
    # An entry of a context is in sight after itself, not before.
    (f"<context>{entry('a', lit('n'))}{entry('b', lit('a + 1'))}</context>", []),
    (f"<context>{entry('b', lit('a + 1'))}{entry('a', lit('n'))}</context>", ["unknown-name"]),
    # Its type is what it states, else what its expression gives.
    (f"<context>{entry('a', lit('free'), 'string')}{entry('b', lit('a * 2'))}</context>", ["operands"]),
    (f"<context>{entry('a', lit('s'))}{entry('b', lit('a * 2'))}</context>", ["operands"]),
    # The result of a context sees its entries, and nobody else does.
    (f"<context>{entry('a', lit('n'))}<contextEntry>{lit('a + n')}</contextEntry></context>", []),
    (f"<list><context>{entry('a', lit('n'))}</context>{lit('a')}</list>", ["unknown-name"]),
    # A function sees its parameters, and itself by the name of its entry.
    (f"<context>{entry('f', RECURSIVE)}</context>", []),
    (function('name="x" typeRef="string"', "x * 2"), ["operands"]),
    (function('name="x"', "y"), ["unknown-name"]),
    # Loops bind their variable to the items.
    (loop("for", "items", "return", "i.age + 1"), []),
    (loop("for", "items", "return", "i.last-name * 2"), ["operands"]),
    (loop("for", "[1, 2]", "return", "partial[-1] + j"), ["unknown-name"]),
    (loop("some", "items", "satisfies", "i.age > n"), []),
    (loop("every", "items", "satisfies", "i.age > s"), ["comparison"]),
    # A filter sees the item and its entries; of unknown items, any name.
    (f"<filter><in>{lit('items')}</in><match>{lit('age > n and item.age > 1')}</match></filter>", []),
    (f"<filter><in>{lit('items')}</in><match>{lit('age > s')}</match></filter>", ["comparison"]),
    (f"<filter><in>{lit('items')}</in><match>{lit('height > 1')}</match></filter>", ["unknown-name"]),
    (f"<filter><in>{lit('free')}</in><match>{lit('height > 1')}</match></filter>", []),
    # A conditional asks for true or false.
    (conditional("n", "1", "2"), ["result"]),
    (conditional("n > 1", "q", "2"), ["unknown-name"]),
    # Cells of relations, items of lists, bindings of invocations.
    (f'<relation><column name="a"/><row>{lit("q")}</row></relation>', ["unknown-name"]),
    (f"<list>{lit('s - 1')}</list>", ["operands"]),
    (f'<invocation>{lit("abs")}<binding><parameter name="n"/>{lit("q")}</binding></invocation>', ["unknown-name"]),
    # Names with operators are names where they are entries.
    (lit("who.last-name"), []),
    (lit("who.first-name"), ["unknown-entry", "unknown-name"]),
    # A default result is of the column's type.
    (DEFAULT, ["result"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "codes"), BOXES)
def test_a_boxed_expression_is_checked_with_the_names_it_sees(body: str, codes: list[str]) -> None:
    assert found(body) == codes


KNOWLEDGE = [
    # A knowledge model sees its parameters and itself, not the inputs of who calls it.
    (lit("if x < 1 then 1 else rate(x - 1)"), []),
    (lit("x + n"), ["unknown-name"]),
    (lit('x + "a"'), ["operands"]),
]


@pytest.mark.parametrize(("body", "codes"), KNOWLEDGE)
def test_a_knowledge_model_is_checked_with_its_parameters(body: str, codes: list[str]) -> None:
    assert found(lit("rate(n)"), knowledge(body)) == codes


def test_a_table_inside_a_context_is_told_with_row_and_column() -> None:
    inner = (
        "<decisionTable><input><inputExpression><text>a</text></inputExpression></input><output name='r'/>"
        '<rule><inputEntry><text>"x"</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>'
    )
    content = (
        f'<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m"><decision id="d" name="D"><context>'
        f"{entry('a', lit('1'))}{entry('b', inner)}</context></decision></definitions>"
    ).encode()
    faults = check_decisions(content, model=read_decisions(content, file="m.dmn"))
    (fault,) = [fault for fault in faults if fault.severity == "error"]
    assert (fault.code, fault.where["row"], fault.where["column"]) == ("dmn.feel.comparison", 1, 1)


def test_a_decision_with_imports_is_checked_like_any_other() -> None:
    base = (
        f'<definitions xmlns="{NAMESPACE}" name="b" namespace="urn:b"><decision id="x" name="limit">'
        f"{lit('1')}</decision></definitions>"
    )
    user = (
        f'<definitions xmlns="{NAMESPACE}" name="u" namespace="urn:u">'
        f'<import name="base" namespace="urn:b" importType="{NAMESPACE}"/>'
        '<decision id="d" name="D"><informationRequirement><requiredDecision href="urn:b#x"/></informationRequirement>'
        f"{lit('base.limit + nobody')}</decision></definitions>"
    )
    files = [DecisionFile("b.dmn", base.encode()), DecisionFile("u.dmn", user.encode())]
    model = read_together(files)["u.dmn"]
    assert [fault.code for fault in check_decisions(user.encode(), model=model)] == ["dmn.feel.unknown-name"]


def ordered(policy: str, values: str, result: str) -> list[tuple[str, str]]:
    listed = f"<outputValues><text>{values}</text></outputValues>" if values else ""
    content = (
        f'<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m">{INPUTS.split("</inputData>")[0]}</inputData>'
        '<decision id="d" name="D"><informationRequirement><requiredInput href="#n"/></informationRequirement>'
        f'<decisionTable hitPolicy="{policy}"><input><inputExpression><text>n</text></inputExpression></input>'
        f'<output name="r">{listed}</output><rule><inputEntry><text>-</text></inputEntry>'
        f"<outputEntry><text>{result}</text></outputEntry></rule></decisionTable></decision></definitions>"
    ).encode()
    faults = check_decisions(content, model=read_decisions(content, file="m.dmn"))
    return [(fault.code, fault.severity) for fault in faults]


@pytest.mark.parametrize(
    ("policy", "values", "result", "expected"),
    [
        # An order is listed and holds the result.
        ("PRIORITY", '"高", "低"', '"高"', []),
        ("PRIORITY", "1, 2", "1.0", []),
        # No order where the policy rests on one.
        ("PRIORITY", "", '"高"', [("dmn.no-order", "warning")]),
        ("OUTPUT ORDER", "", '"高"', [("dmn.no-order", "warning")]),
        ("FIRST", "", '"高"', []),
        # A result that is not listed gives null, whatever the policy.
        ("OUTPUT ORDER", '"高", "低"', '"中"', [("dmn.unlisted-result", "warning")]),
        ("FIRST", '"高", "低"', '"中"', [("dmn.unlisted-result", "warning")]),
        # What must be calculated may be listed; tests other than values are not looked through.
        ("PRIORITY", '"高", "低"', 'if n = 1 then "高" else "低"', []),
        ("FIRST", "&gt; 5", "3", []),
    ],
)
def test_results_are_among_the_listed_ones_in_their_order(policy, values, result, expected) -> None:
    assert ordered(policy, values, result) == expected
