"""The rules that fired, in the words of a case's timeline."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from engine.cases.timeline import _rules as rules_in_words
from engine.decisions import DecisionInfo

PROCEDURE: Any = SimpleNamespace(decisions={"d": SimpleNamespace(decisions=(DecisionInfo("d", "适用程序", ()),))})

TOLD = [
    # With what it looked at, what it gave, and its basis.
    (
        {
            "inputs": {"金额": Decimal("2999.50"), "当事人": "公民"},
            "outputs": {"程序": "简易"},
            "annotation": "行政处罚法第五十一条",
        },
        "决策表“适用程序”第2条规则命中：金额 = 2999.5，当事人 = 公民 → 程序 = 简易（行政处罚法第五十一条）",
        "Decision table “适用程序”, rule 2 fired: 金额 = 2999.5，当事人 = 公民 → 程序 = 简易 (行政处罚法第五十一条)",
    ),
    # Without a basis the sentence ends with the outputs.
    (
        {"inputs": {"种类": ["一", "二"]}, "outputs": {"理由": ["一", "二"]}, "annotation": ""},
        '决策表“适用程序”第2条规则命中：种类 = ["一", "二"] → 理由 = ["一", "二"]',
        'Decision table “适用程序”, rule 2 fired: 种类 = ["一", "二"] → 理由 = ["一", "二"]',
    ),
    # What may be personal is named, not told.
    (
        {"inputs": {"金额": 1}, "private": ["姓名", "住址"], "outputs": {"程序": "简易"}, "annotation": ""},
        "决策表“适用程序”第2条规则命中：金额 = 1，姓名、住址（个人信息，另存） → 程序 = 简易",
        "Decision table “适用程序”, rule 2 fired: 金额 = 1，姓名、住址 (personal, kept apart) → 程序 = 简易",
    ),
    (
        {"inputs": {"金额": 1}, "outputs": {"程序": "简易"}, "private_outputs": ["称呼"], "annotation": ""},
        "决策表“适用程序”第2条规则命中：金额 = 1 → 程序 = 简易，称呼（个人信息，另存）",
        "Decision table “适用程序”, rule 2 fired: 金额 = 1 → 程序 = 简易，称呼 (personal, kept apart)",
    ),
    (
        {"inputs": {"金额": 1}, "outputs": {}, "private_outputs": [""], "annotation": ""},
        "决策表“适用程序”第2条规则命中：金额 = 1 → 结果（个人信息，另存）",
        "Decision table “适用程序”, rule 2 fired: 金额 = 1 → result (personal, kept apart)",
    ),
    # Events from before inputs were kept.
    (
        {"outputs": {"程序": "简易"}, "annotation": "第一条"},
        "决策表“适用程序”第2条规则命中：程序 = 简易（第一条）",
        "Decision table “适用程序”, rule 2 fired: 程序 = 简易 (第一条)",
    ),
]


@pytest.mark.parametrize(("rule", "zh", "en"), TOLD)
def test_a_rule_is_told_with_its_table_what_it_looked_at_and_what_it_gave(rule, zh, en) -> None:
    fired = {"decision": "d", "number": 2, "id": None, **rule}
    assert list(rules_in_words({"decided": [{"fired": [fired]}]}, PROCEDURE)) == [(zh, en)]


def test_an_event_without_decisions_tells_no_rules() -> None:
    assert list(rules_in_words({"element": "Task"}, PROCEDURE)) == []
