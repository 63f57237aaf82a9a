"""The sentences of the language: how each pattern is written, an example, and what it says in Chinese and English."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.verification.compliance.automata import Pattern
from engine.verification.compliance.rule import Rule

NAMED = r"(?:(?:结果|「[^「」]+」)为「[^「」]+」的)?「[^「」]+」"
SEVERAL = rf"{NAMED}(?:(?:或者|或|、){NAMED})*"
_WITHIN = r"(?P<days>[0-9]{1,4})(?:(?P<work>个工作日)|日|天|个自然日)内"


@dataclass(frozen=True)
class Sentence:
    """How a pattern is written; `zh` and `en` are templates of its meaning with the letters of its steps."""

    pattern: Pattern
    written: re.Pattern[str]
    example: str
    zh: str
    en: str


def _sentence(pattern: Pattern, written: str, example: str, *, zh: str, en: str) -> Sentence:
    for letter in "ABC":
        written = written.replace(f"@{letter}", f"(?P<{letter}>{SEVERAL})")
    return Sentence(pattern, re.compile(written), example, zh, en)


SENTENCES = (
    _sentence(
        Pattern.FRESH,
        r"@C之前[,，]?@A每次(?:完成)?[之以]?后[,，]?(?:都)?(?:必须|须|应当)重新@B",
        "「作出处罚决定」之前，「调查终结报告」每次完成后须重新「法制审核」",
        zh="每次完成{A}之后，不重新完成{B}就不能完成{C}。",
        en="After each {A}, {C} cannot be completed before {B} was done again.",
    ),
    _sentence(
        Pattern.PRECEDENCE,
        r"@B之前(?:必须|须|应当)有@A",
        "「作出处罚决定」之前必须有「调查取证」",
        zh="在完成{A}之前，不能完成{B}。",
        en="{B} cannot be completed before {A}.",
    ),
    _sentence(
        Pattern.RENEWAL,
        r"@A每次(?:完成)?[之以]?后[,，]?(?:都)?(?:必须|须|应当)重新@B",
        "「送法制审核」每次完成后须重新「形式审查」",
        zh="每次完成{A}之后，都要再完成一次{B}，才能再次完成{A}或者结束。",
        en="Each {A} is followed by {B} before the next {A} and before the case ends.",
    ),
    _sentence(
        Pattern.BOUNDED,
        rf"@A之后{_WITHIN}(?:必须|须|应当)(?:有)?@B",
        "「立案审批」之后 90 日内必须「作出处罚决定」",
        zh="完成{A}之后，{days}内一定完成{B}。",
        en="Within {days} of {A}, {B} is completed.",
    ),
    _sentence(
        Pattern.RESPONSE,
        r"@A之后(?:必须|须|应当)(?:有)?@B",
        "「作出处罚决定」之后必须「送达处罚决定书」",
        zh="完成{A}之后，结束之前一定完成{B}。",
        en="After {A}, {B} is completed before the case ends.",
    ),
    _sentence(
        Pattern.ABSENCE_AFTER,
        r"@A之后不得(?:再)?(?:有)?@B",
        "「移送涉嫌犯罪」之后不得「作出处罚决定」",
        zh="完成{A}之后，不能再完成{B}。",
        en="After {A}, {B} is never completed.",
    ),
    _sentence(
        Pattern.ONCE,
        r"@A(?:至多|最多)(?:有)?一次",
        "「作出处罚决定」至多一次",
        zh="{A}不能完成两次。",
        en="{A} is not completed twice.",
    ),
    _sentence(
        Pattern.EXCLUSIVE,
        rf"(?P<A>{NAMED})[与和](?P<B>{NAMED})不得(?:都|同时)(?:发生|有)",
        "「移送涉嫌犯罪」与「作出处罚决定」不得都发生",
        zh="同一案件不能既完成{A}又完成{B}。",
        en="No case completes both {A} and {B}.",
    ),
    _sentence(
        Pattern.TOGETHER,
        rf"(?P<A>{NAMED})[与和](?P<B>{NAMED})(?:必须|须|应当)都(?:发生|有)",
        "「公示处罚决定」与「送达处罚决定书」须都发生",
        zh="{A}与{B}要么都完成，要么都不完成。",
        en="A case completes both {A} and {B}, or neither.",
    ),
    _sentence(
        Pattern.APART,
        rf"(?P<A>{NAMED})[与和](?P<B>{NAMED})不得由同一(?:个)?人(?:办理|完成)?",
        "「案件审核」与「作出处罚决定」不得由同一人",
        zh="同一案件中没有人既办理{A}又办理{B}。",
        en="In no case does one person do both {A} and {B}.",
    ),
    _sentence(
        Pattern.TWO_PEOPLE,
        r"@A(?:必须|须|应当)由(?:两|二)人(?:以上)?(?:办理|完成)?",
        "「调查取证」须由两人",
        zh="{A}由两名以上人员办理。",
        en="{A} is done by at least two people.",
    ),
    _sentence(
        Pattern.EXISTENCE,
        r"(?:必须|须|应当)有@A",
        "必须有「立案审批」",
        zh="案件结束之前一定完成{A}。",
        en="Every case completes {A} before it ends.",
    ),
    _sentence(
        Pattern.ABSENCE,
        r"不得(?:有)?@A",
        "不得有「作出处罚决定」，当 涉嫌犯罪 = 真",
        zh="不能完成{A}。",
        en="{A} is never completed.",
    ),
)
"""In the order they are tried: the longer sentence before one that it begins like."""


def preview(rule: Rule, english: Mapping[str, str] | None = None) -> tuple[str, str]:
    """Return what a rule means in a Chinese and an English sentence; `english` has names by Chinese name."""
    sentence = next(each for each in SENTENCES if each.pattern == rule.pattern)
    zh = {letter: "或".join(f"“{name}”" for name in step.names) for letter, step in rule.steps.items()}
    en = {
        letter: " or ".join(f"“{(english or {}).get(name, name)}”" for name in step.names)
        for letter, step in rule.steps.items()
    }
    unit = ("个工作日", "working days") if rule.workdays else ("日", "days")
    told = sentence.zh.format(days=f"{rule.days}{unit[0]}", **zh)
    told_en = sentence.en.format(days=f"{rule.days} {unit[1]}", **en)
    if rule.condition:
        return f"当 {rule.condition} 时，{told}", f"Where {rule.condition}: {told_en}"
    return told, told_en
