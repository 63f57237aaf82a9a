"""Rules on small diagrams: verdicts derived by hand, and agreement with courses walked at random."""

import random

import pytest

from engine.verification.compliance.automata import AUTOMATA, Pattern
from engine.verification.compliance.proving import RuleVerdict, prover
from engine.verification.compliance.rule import Line, Rule, Step
from engine.verification.compliance.traces import Happening, check_trace
from engine.verification.nets.compiling import compile_net
from engine.verification.nets.exploring import Budget, steps_from
from engine.verification.nets.packing import pack
from tests.unit.verification.drawing import document, draw, model_of, scribbled_text
from tests.unit.verification.ruling import REVIEW_FORM, chain, drawn, flow, procedure, ruled, task, words

GATEWAYS = (
    '<startEvent id="s0"/><endEvent id="e9"/><exclusiveGateway id="x1" default="f_x1_x2"/><exclusiveGateway id="x2"/>'
)


def prove(model, text, home=("P",)) -> RuleVerdict:
    rule = ruled(text, words(model, home))
    return prover(model, home, [rule], forms={"review": REVIEW_FORM}).prove(rule)


def told(verdict: RuleVerdict) -> list[str]:
    """Return the tasks of a counterexample in order."""
    return [each for seen in verdict.path for each in seen.elements if each.startswith("t")]


LOOP = drawn(
    GATEWAYS,
    task("t1", "调查"),
    task("t2", "审核", 'guiju:form="review"'),
    task("t3", "决定"),
    task("t4", "送达"),
    task("t5", "补正"),
    chain("s0", "t1", "x1", "t2", "t3", "t4", "e9"),
    flow("x1", "x2"),
    chain("x2", "t5", "t1"),
)
"""Investigate, amend and investigate again any number of times, then review, decide, deliver."""


@pytest.mark.parametrize(
    ("text", "verdict", "way"),
    [
        ("「决定」之前必须有「审核」", "PROVED", []),
        ("「送达」之前必须有「补正」", "VIOLATED", ["t1", "t2", "t3", "t4"]),
        # Each amendment is followed by an investigation.
        ("「决定」之前，「补正」每次完成后须重新「调查」", "PROVED", []),
        ("「决定」之前，「调查」每次完成后须重新「补正」", "VIOLATED", ["t1", "t2", "t3"]),
        ("「补正」每次完成后须重新「调查」", "PROVED", []),
        ("「调查」之后必须「送达」", "PROVED", []),
        ("「调查」之后必须「补正」", "VIOLATED", ["t1", "t2", "t3", "t4"]),
        ("「决定」之后不得「补正」", "PROVED", []),
        ("「补正」之后不得「调查」", "VIOLATED", ["t1", "t5", "t1"]),
        ("「决定」至多一次", "PROVED", []),
        ("「调查」至多一次", "VIOLATED", ["t1", "t5", "t1"]),
        ("「补正」与「决定」不得都发生", "VIOLATED", ["t1", "t5", "t1", "t2", "t3"]),
        ("「调查」与「送达」须都发生", "PROVED", []),
        ("「补正」与「送达」须都发生", "VIOLATED", ["t1", "t2", "t3", "t4"]),
        ("必须有「送达」", "PROVED", []),
        ("不得有「补正」", "VIOLATED", ["t1", "t5"]),
    ],
)
def test_a_rule_is_proved_or_broken_by_the_shortest_way(text, verdict, way) -> None:
    found = prove(LOOP, text)
    assert (found.verdict, told(found)) == (verdict, way)
    assert not found.vacuous or verdict != "PROVED"


def guarded(condition: str, gate: str = "") -> object:
    """Return a procedure that decides directly or after a return, by what the review said."""
    return drawn(
        '<startEvent id="s0"/><endEvent id="e9"/><endEvent id="e8"/>',
        '<exclusiveGateway id="x1" default="f_x1_e8"/>',
        task("t2", "审核", 'guiju:form="review"'),
        task("t3", "决定", inside=f'<guiju:gate condition="{gate}"/>' if gate else ""),
        chain("s0", "t2", "x1"),
        flow("x1", "t3", condition),
        chain("x1", "e8"),
        chain("t3", "e9"),
    )


@pytest.mark.parametrize(
    ("condition", "gate", "text", "verdict", "vacuous"),
    [
        # The condition lets only agreed reviews through.
        ('opinion = "AGREE"', "", "「决定」之前必须有结果为「同意」的「审核」", "PROVED", False),
        ('opinion = "AMEND"', "", "「决定」之前必须有结果为「同意」的「审核」", "VIOLATED", False),
        # The wrong way is open, and a gate closes it; then nothing is ever decided.
        ('opinion = "AMEND"', 'opinion = "AGREE"', "「决定」之前必须有结果为「同意」的「审核」", "PROVED", True),
        # What cannot be read may be either.
        ("matches(opinion, &quot;A.*&quot;)", "", "「决定」之前必须有结果为「同意」的「审核」", "VIOLATED", False),
        # A gate that can be read in part.
        ("true", 'opinion = "AGREE" and today &gt; day', "「决定」之前必须有结果为「同意」的「审核」", "PROVED", False),
        # The order of the record.
        ("true", "record.t2.seq &gt; record.t3.seq", "不得有「决定」", "PROVED", False),
        ("true", "record.t2 != null", "不得有「决定」", "VIOLATED", False),
        ("true", "record.t2.times &gt; 1", "不得有「决定」", "PROVED", False),
        # A condition on the rule.
        ("true", "", "「决定」之前必须有结果为「同意」的「审核」，当 审核意见 = 同意", "PROVED", False),
        ('opinion = "AMEND"', "", "不得有「决定」，当 审核意见 = 同意", "PROVED", False),
        ('opinion = "AMEND"', "", "「决定」至多一次，当 审核意见 = 同意", "PROVED", True),
    ],
)
def test_conditions_gates_and_records_are_followed(condition, gate, text, verdict, vacuous) -> None:
    found = prove(guarded(condition, gate.replace('"', "&quot;")), text)
    assert (found.verdict, found.vacuous) == (verdict, vacuous)


def test_a_counterexample_says_what_was_written_and_by_whom() -> None:
    found = prove(guarded('opinion = "AMEND"'), "「决定」之前必须有结果为「同意」的「审核」")
    review = next(seen for seen in found.path if "t2" in seen.elements)
    assert review.data == {"opinion": "AMEND"}
    assert review.day is None


CALLED = procedure(
    '<startEvent id="s5"/><endEvent id="e6"/><endEvent id="e7"/><exclusiveGateway id="x5" default="f_x5_e7"/>',
    task("t2", "审核", 'guiju:form="review"'),
    chain("s5", "t2", "x5"),
    flow("x5", "e6", 'opinion = "AGREE"'),
    chain("x5", "e7"),
    name="Q",
)


def calling(output: str) -> object:
    call = (
        f'<callActivity id="k1" name="送审" calledElement="Q" xmlns:guiju="urn:guiju:bpmn:1"><extensionElements>'
        f'<guiju:output name="passed" value="{output}"/></extensionElements></callActivity>'
    )
    outer = procedure(
        '<startEvent id="s0"/><endEvent id="e9"/><endEvent id="e8"/><exclusiveGateway id="x1" default="f_x1_e8"/>',
        call,
        task("t3", "决定"),
        chain("s0", "k1", "x1"),
        flow("x1", "t3", "passed = true"),
        chain("x1", "e8"),
        chain("t3", "e9"),
    )
    return model_of(document(outer, CALLED))


@pytest.mark.parametrize(
    ("output", "verdict"),
    [
        # What the called procedure found decides in the calling one.
        ("opinion = &quot;AGREE&quot;", "PROVED"),
        ("if opinion = &quot;AGREE&quot; then true else false", "PROVED"),
        ("opinion != &quot;AGREE&quot;", "VIOLATED"),
        ("count(opinion) = 1", "VIOLATED"),
    ],
)
def test_what_a_called_procedure_hands_back_is_followed(output, verdict) -> None:
    assert prove(calling(output), "「决定」之前必须有结果为「同意」的「Q／审核」").verdict == verdict


ORDERED = [each for each in Pattern if each in AUTOMATA and each != Pattern.BOUNDED]


@pytest.mark.parametrize("seed", range(25))
def test_verdicts_agree_with_courses_walked_at_random(seed) -> None:
    dice = random.Random(seed)
    text = scribbled_text(dice)
    model = draw(text)
    tasks = sorted({each for each in text.replace(";", " ").split() if each.startswith("t")})
    if len(tasks) < 3:
        return
    walks = [walk(model, dice) for _ in range(30)]
    for pattern in ORDERED:
        letters = dict(zip("ABC", dice.sample(tasks, 3), strict=True))
        rule = Rule(Line("?"), pattern, {name: Step((each,), frozenset({each})) for name, each in letters.items()})
        found = prover(model, ["P"], [rule], forms={}, budget=Budget(states=2_000)).prove(rule)
        if found.verdict == "VIOLATED":
            course = [Happening(each) for seen in found.path for each in seen.elements]
            assert not check_trace(rule, course).holds, (text, rule)
        elif found.verdict == "PROVED":
            for course, ended in walks:
                assert check_trace(rule, [Happening(each) for each in course], ended=ended).holds, (text, rule, course)


def walk(model, dice) -> tuple[list[str], bool]:
    """Return what one course of a case passes, and whether it came to an end."""
    packed = pack(compile_net(model, ["P"]))
    state, passed = packed.start, []
    for _ in range(40):
        ways = [(step, after) for step, after in steps_from(packed, state) if not after & packed.overflow]
        if not ways:
            break
        step, state = dice.choice(ways)
        passed += step.source.passes
    return passed, not state & packed.control


def test_a_case_that_has_not_chosen_how_it_begins_is_not_over() -> None:
    model = drawn(
        '<startEvent id="s0"/><startEvent id="s1" name="来信"/><endEvent id="e9"/><exclusiveGateway id="x1"/>',
        task("t1", "登记"),
        chain("s0", "x1", "t1", "e9"),
        chain("s1", "x1"),
    )
    rules = [ruled(text, words(model)) for text in ("必须有「登记」", "「来信」之后必须「登记」")]
    ready = prover(model, ["P"], rules, forms={})
    assert [ready.prove(rule).verdict for rule in rules] == ["PROVED", "PROVED"]
