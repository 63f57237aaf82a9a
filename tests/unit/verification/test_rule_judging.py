"""Rules of features, judged together: findings, people, and what is told as JSON."""

import pytest

from engine.bpmn import SourceFile
from engine.verification.compliance.features import lines_of
from engine.verification.compliance.rule import Line
from engine.verification.duties.rules import DutyRule, read_duty_rules
from engine.verification.duties.separation import seats_of
from engine.verification.judging import Judged, Surroundings, judge_rules, told
from tests.unit.verification.ruling import REVIEW_FORM, chain, drawn, flow, task

FEATURE = """# language: zh-CN
功能: 示例
  规则: 「决定」之前必须有「调查」
    《行政处罚法》第五十四条
    第二款

  规则: 分组用的标题
    场景: 一
      那么 规则: 「不」是规则
      \"\"\"
      规则: 「引文」至多一次
      \"\"\"
  规则:「决定」至多一次
"""

DUTIES = (
    DutyRule("SOD-05", "different_persons", ("investigate", "review", "decide")),
    DutyRule("SOD-01", "two_officers", ("investigate",)),
)


def test_rules_are_headings_that_name_an_element() -> None:
    lines = lines_of([SourceFile("a.feature", FEATURE.encode())])
    assert lines == [
        Line("「决定」之前必须有「调查」", "a.feature", 3, "《行政处罚法》第五十四条第二款"),
        Line("「决定」至多一次", "a.feature", 13, ""),
    ]


def people(excludes: str = "", duties: tuple[str, str, str] = ("", "", "")) -> object:
    """Return a procedure in which a draft may be redone by anybody before it is approved."""
    first, second, third = (f'guiju:duty="{duty}" guiju:performer="R"' if duty else "" for duty in duties)
    barred = "".join(f'<guiju:exclude performerOf="{each}"/>' for each in excludes.split())
    return drawn(
        '<startEvent id="s0"/><endEvent id="e9"/><exclusiveGateway id="x1" default="f_x1_t3"/>',
        '<exclusiveGateway id="x2"/>',
        task("t1", "起草", f'{first} guiju:form="review"'),
        task("t2", "重拟", f'{second} guiju:form="review"'),
        task("t3", "批准", third, inside=barred),
        chain("s0", "t1", "x2", "x1", "t3", "e9"),
        flow("x1", "t2", "major = true"),
        chain("t2", "x2"),
    )


def judged(model, *texts: str, duties=DUTIES) -> Judged:
    known = Surroundings({"review": REVIEW_FORM}, duties)
    return judge_rules(model, ["P"], [Line(text, "rules.feature", 5) for text in texts], known=known)


@pytest.mark.parametrize(
    ("excludes", "duties", "text", "verdict"),
    [
        # Nothing keeps anybody out.
        ("", ("", "", ""), "「起草」与「批准」不得由同一人", "VIOLATED"),
        # The diagram keeps out who drafted, in any round.
        ("t1", ("", "", ""), "「起草」与「批准」不得由同一人", "PROVED"),
        # It does not keep out who drafted anew: the loop defeats it.
        ("t1", ("", "", ""), "「重拟」与「批准」不得由同一人", "VIOLATED"),
        ("t1 t2", ("", "", ""), "「重拟」与「批准」不得由同一人", "PROVED"),
        # Duties keep apart what the diagram does not.
        ("", ("investigate", "", "decide"), "「起草」与「批准」不得由同一人", "PROVED"),
        ("", ("investigate", "", "decide"), "「重拟」与「批准」不得由同一人", "VIOLATED"),
        ("", ("investigate", "review", "decide"), "「重拟」与「批准」不得由同一人", "PROVED"),
        ("", ("investigate", "review", "decide"), "「起草」与「重拟」不得由同一人", "PROVED"),
        # Two people.
        ("", ("investigate", "", "decide"), "「起草」须由两人", "PROVED"),
        ("", ("investigate", "", "decide"), "「起草」或「批准」须由两人", "VIOLATED"),
    ],
)
def test_rules_about_people_are_proved_with_any_person(excludes, duties, text, verdict) -> None:
    found = judged(people(excludes, duties), text)
    assert [each.verdict for each in found.verdicts] == [verdict]
    assert not found.verdicts[0].vacuous


def test_a_counterexample_about_people_names_the_person() -> None:
    (found,) = judged(people("t1"), "「重拟」与「批准」不得由同一人").verdicts
    assert [(seen.elements[0], seen.actor) for seen in found.path if seen.actor] == [("t2", "甲"), ("t3", "甲")]


def test_the_seats_that_keep_every_case_going_are_counted() -> None:
    (seats,) = seats_of(people("t1", ("investigate", "review", "decide")), DUTIES)
    assert (seats.role, seats.people, seats.step) == ("R", 3, "t1")


def test_rules_of_separation_are_read_from_their_file() -> None:
    text = '[[rule]]\nid = "X"\nkind = "two_officers"\nduties = ["serve"]\nzh = "…"\n'
    assert read_duty_rules(text) == (DutyRule("X", "two_officers", ("serve",)),)


@pytest.mark.parametrize(
    ("text", "verdict", "rules"),
    [
        ("「批准」至多一次", "PROVED", []),
        ("「重拟」至多一次", "VIOLATED", ["rule-violated"]),
        ("「批准」之后不得「起草」", "PROVED", []),
        # It holds of nothing: nobody drafts after approval, conditions or not.
        ("「批准」至多一次，当 重大 = 真 且 重大 = 假", "PROVED", ["rule-vacuous"]),
        ("「没有」至多一次", "VIOLATED", ["rule-element"]),
        ("「起草」与「P」不得由同一人", "VIOLATED", ["rule-element"]),
        ("「x1」须由两人", "VIOLATED", ["rule-no-person"]),
    ],
)
def test_what_was_found_is_told_with_its_place(text, verdict, rules) -> None:
    found = judged(people(), text)
    assert (found.verdict, [finding.rule for finding in found.findings]) == (verdict, rules)
    assert all((finding.file, finding.line) == ("rules.feature", 5) for finding in found.findings)
    assert all(finding.zh and finding.en for finding in found.findings)


def test_a_verdict_is_plain_json() -> None:
    (found,) = judged(people(), "「重拟」至多一次").verdicts
    plain = told(found)
    assert plain["text"] == "「重拟」至多一次"
    assert (plain["verdict"], plain["vacuous"]) == ("VIOLATED", False)
    assert plain["path"][1] == {"elements": ["t1", "f_t1_x2"], "data": {"major": True}, "day": None, "actor": None}
    assert plain["meaning"] == {"zh": "“重拟”不能完成两次。", "en": "“重拟” is not completed twice."}
