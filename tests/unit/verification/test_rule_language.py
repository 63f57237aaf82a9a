"""One line of Chinese is one rule: what is read, what is refused and where."""

import pytest

from engine.verification.compliance.automata import AUTOMATA, Pattern
from engine.verification.compliance.reading import is_rule, read_rule, read_rules
from engine.verification.compliance.rule import Line
from engine.verification.compliance.sentences import SENTENCES, preview
from tests.unit.verification.drawing import document, model_of
from tests.unit.verification.ruling import chain, drawn, procedure, ruled, task, words

MODEL = drawn(
    '<startEvent id="s0"/><endEvent id="e9"/>',
    task("t1", "调查 取证"),
    task("t2", "法制审核", 'guiju:form="review"'),
    task("t3", "作出决定"),
    task("t4", "送达"),
    task("t5", "重名"),
    task("t6", "重名"),
    chain("s0", "t1", "t2", "t3", "t4", "t5", "t6", "e9"),
)
WORDS = words(MODEL)


@pytest.mark.parametrize(
    ("text", "pattern", "steps"),
    [
        ("「作出决定」之前必须有「调查取证」", Pattern.PRECEDENCE, {"A": {"t1"}, "B": {"t3"}}),
        # Names are compared without the breaks of the drawing; a full stop does no harm.
        ("「作出决定」 之前须有 「调查取证」或「法制审核」。", Pattern.PRECEDENCE, {"A": {"t1", "t2"}, "B": {"t3"}}),
        (
            "「作出决定」之前，「调查取证」每次完成后须重新「法制审核」",
            Pattern.FRESH,
            {"A": {"t1"}, "B": {"t2"}, "C": {"t3"}},
        ),
        ("「调查取证」每次完成后须重新「法制审核」", Pattern.RENEWAL, {"A": {"t1"}, "B": {"t2"}}),
        ("「作出决定」之后必须「送达」或「调查取证」", Pattern.RESPONSE, {"A": {"t3"}, "B": {"t4", "t1"}}),
        ("「作出决定」之后 7 个工作日内必须「送达」", Pattern.BOUNDED, {"A": {"t3"}, "B": {"t4"}}),
        ("「作出决定」之后 90 日内须「送达」", Pattern.BOUNDED, {"A": {"t3"}, "B": {"t4"}}),
        ("「送达」之后不得再「作出决定」", Pattern.ABSENCE_AFTER, {"A": {"t4"}, "B": {"t3"}}),
        ("「作出决定」至多一次", Pattern.ONCE, {"A": {"t3"}}),
        ("「作出决定」与「送达」不得都发生", Pattern.EXCLUSIVE, {"A": {"t3"}, "B": {"t4"}}),
        ("「作出决定」和「送达」须都发生", Pattern.TOGETHER, {"A": {"t3"}, "B": {"t4"}}),
        ("「作出决定」与「法制审核」不得由同一人", Pattern.APART, {"A": {"t3"}, "B": {"t2"}}),
        ("「调查取证」须由两人", Pattern.TWO_PEOPLE, {"A": {"t1"}}),
        ("必须有「送达」", Pattern.EXISTENCE, {"A": {"t4"}}),
        ("不得有「送达」", Pattern.ABSENCE, {"A": {"t4"}}),
        # An id and a name with its procedure are exact.
        ("「t5」至多一次", Pattern.ONCE, {"A": {"t5"}}),
        ("「P／t6」至多一次", Pattern.ONCE, {"A": {"t6"}}),
    ],
)
def test_a_line_is_a_pattern_over_elements(text, pattern, steps) -> None:
    rule = ruled(text, WORDS)
    assert is_rule(text)
    assert (rule.pattern, {letter: set(step.elements) for letter, step in rule.steps.items()}) == (pattern, steps)
    assert all(preview(rule))


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.pattern)
def test_every_example_is_a_sentence_of_its_own_pattern_alone(sentence) -> None:
    text = "".join(sentence.example.split("，当")[0].split())
    assert next(each.pattern for each in SENTENCES if each.written.fullmatch(text)) == sentence.pattern


def test_days_and_working_days_are_told_apart() -> None:
    rule = ruled("「作出决定」之后 7 个工作日内必须「送达」", WORDS)
    assert (rule.days, rule.workdays) == (7, True)
    assert "7个工作日内" in preview(rule)[0]
    assert "Within 7 working days" in preview(rule)[1]


@pytest.mark.parametrize(
    ("condition", "document", "holds"),
    [
        # A field by its label, a value by its words.
        ("审核意见 = 同意", {"opinion": "AGREE"}, True),
        ("审核意见 不为 同意", {"opinion": "AMEND"}, True),
        ("审核意见 = 「补正」", {"opinion": "AGREE"}, False),
        # A truth by its words, or by nothing.
        ("重大 = 真", {"major": True}, True),
        ("重大 为 假", {"major": True}, False),
        ("重大", {"major": True}, True),
        # Two of them.
        ("重大 = 真 且 审核意见 = 同意", {"major": True, "opinion": "AMEND"}, False),
        ("重大 = 真 或者 审核意见 = 补正", {"major": False, "opinion": "AMEND"}, True),
        # FEEL as it is.
        ("need.level >= 3 and major = true", {"need": {"level": 3}, "major": True}, True),
        ("count(list) > 1", {"list": [1, 2]}, True),
    ],
)
def test_a_condition_is_written_as_people_speak_or_in_feel(condition, document, holds) -> None:
    rule = ruled(f"「法制审核」至多一次，当 {condition}", WORDS)
    assert rule.steps["A"].happens("t2", document) is holds
    assert condition in preview(rule)[0]


def test_a_result_is_a_value_of_the_form_of_its_step() -> None:
    rule = ruled("「作出决定」之前必须有结果为「同意」的「法制审核」，当 重大 = 真", WORDS)
    assert rule.steps["A"].happens("t2", {"opinion": "AGREE"})
    assert not rule.steps["A"].happens("t2", {"opinion": "AMEND"})
    assert not rule.steps["B"].happens("t3", {"major": False})
    named = ruled("「作出决定」之前必须有「审核意见」为「补正」的「法制审核」", WORDS)
    assert named.steps["A"].happens("t2", {"opinion": "AMEND"})


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        # The nearest names are offered.
        ("「作出決定」至多一次", "rule-element", "作出决定"),
        # A name that two elements have.
        ("「重名」至多一次", "rule-ambiguous", "P／t5、P／t6"),
        # No sentence: those that are stand in the answer.
        ("「作出决定」大概有「送达」", "rule-pattern", "「作出处罚决定」至多一次"),
        ("", "rule-pattern", "至多一次"),
        # A step set against itself.
        ("「送达」之前必须有「送达」", "rule-same-step", "送达"),
        # A field that no form has.
        ("「送达」至多一次，当 重大程度 = 真", "rule-field", "重大"),
        # A value that the form does not offer.
        ("「送达」之前必须有结果为「合格」的「法制审核」", "rule-value", "同意、补正"),
        # A condition that is no FEEL.
        ("「送达」至多一次，当 f(1", "rule-condition", "f(1"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_what_would_be_right(text, code, part) -> None:
    found = read_rule(Line(text, "rules.feature", 7), WORDS)
    assert isinstance(found, list)
    assert [fault.code for fault in found] == [code]
    assert part in found[0].zh
    assert found[0].en
    assert found[0].where == {"rule": text, "file": "rules.feature", "line": 7}


def test_all_faults_of_all_lines_are_collected() -> None:
    reading = read_rules([Line("「甲」与「乙」不得都发生"), Line("?"), Line("「送达」至多一次")], WORDS)
    assert [fault.code for fault in reading.faults] == ["rule-element", "rule-element", "rule-pattern"]
    assert len(reading.rules) == 1


@pytest.mark.parametrize(
    ("lines", "contradictory"),
    [
        # After a decision it must and must not be delivered.
        (("「作出决定」之后必须「送达」", "「作出决定」之后不得「送达」"), True),
        # Each only after the other.
        (("「作出决定」之前必须有「送达」", "「送达」之前必须有「作出决定」"), True),
        # Both and not both.
        (("「作出决定」与「送达」须都发生", "「作出决定」与「送达」不得都发生"), True),
        (("必须有「送达」", "不得有「送达」"), True),
        # These go together.
        (("「作出决定」之后必须「送达」", "「作出决定」至多一次"), False),
        # A condition may keep them apart.
        (("必须有「送达」", "不得有「送达」，当 重大 = 真"), False),
    ],
)
def test_rules_that_no_case_could_keep_together_are_refused(lines, contradictory) -> None:
    found = read_rules([Line(text) for text in lines], WORDS).faults
    assert [fault.code for fault in found] == (["rule-contradiction"] if contradictory else [])


def test_names_of_the_own_procedure_come_before_those_of_called_ones() -> None:
    inner = procedure(task("t2", "审核"), task("t3", "内部"), name="Q")
    both = words(model_of(document(procedure(task("t1", "审核")), inner)))
    assert ruled("「审核」至多一次", both).elements == {"t1"}
    assert ruled("「Q／审核」至多一次", both).elements == {"t2"}
    assert ruled("「内部」至多一次", both).elements == {"t3"}


def test_no_automaton_has_more_than_four_states() -> None:
    assert all(len(automaton.moves) <= 4 for automaton in AUTOMATA.values())
    assert set(Pattern) - set(AUTOMATA) == {Pattern.APART, Pattern.TWO_PEOPLE}
