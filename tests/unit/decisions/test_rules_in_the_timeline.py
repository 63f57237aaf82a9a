"""The rules that fired, in the words of a case's timeline."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from engine.cases.timeline import _rules as rules_in_words
from engine.decisions import DecisionInfo

PROCEDURE: Any = SimpleNamespace(decisions={"d": SimpleNamespace(decisions=(DecisionInfo("d", "适用程序", ()),))})


def told(annotation: str, **outputs: Any) -> list[tuple[str, str]]:
    rule = {"decision": "d", "number": 2, "id": None, "annotation": annotation, "outputs": outputs}
    return list(rules_in_words({"decided": [{"fired": [rule]}]}, PROCEDURE))


def test_a_rule_is_told_with_its_table_number_outputs_and_basis() -> None:
    assert told("行政处罚法第五十一条", 程序="简易", 上限=Decimal("3000.50")) == [
        (
            "决策表“适用程序”第2条规则命中：程序 = 简易，上限 = 3000.5（行政处罚法第五十一条）",
            "Decision table “适用程序”, rule 2 fired: 程序 = 简易，上限 = 3000.5 (行政处罚法第五十一条)",
        )
    ]


def test_a_rule_without_a_basis_ends_with_its_outputs() -> None:
    ((zh, _),) = told("", 理由=["一", "二"])
    assert zh == '决策表“适用程序”第2条规则命中：理由 = ["一", "二"]'


def test_an_event_without_decisions_tells_no_rules() -> None:
    assert list(rules_in_words({"element": "Task"}, PROCEDURE)) == []
