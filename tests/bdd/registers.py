"""Thresholds and decision tables as scenarios speak of them: by headings, labels and words."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lxml import etree

from engine.commands.add_threshold import add_threshold
from engine.commands.confirm_threshold import confirm_threshold
from engine.commands.withdraw_threshold import withdraw_threshold
from engine.decisions import DecisionModel
from engine.definitions.procedure import Procedure
from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.registers.directory import list_thresholds, versions_of
from engine.registers.rules import Status, choose
from engine.registers.settling import WORDS
from tests.driving.casework import logins
from tests.driving.district import District

HEADINGS = {"名称": "name", "当事人": "party", "领域": "domain", "数额": "amount", "生效日期": "valid_from"}
CODES = {"自然人": "PERSON", "法人或者其他组织": "ORGANISATION", "城市管理": "urban", "市场监管": "market"}
YES = {"是": True, "否": False}
DMN = {"d": "https://www.omg.org/spec/DMN/20191111/MODEL/"}
BARE = re.compile(r"^(\w+)(?: = true)?$")


def entry_of(line: Mapping[str, str]) -> dict[str, str]:
    """Return a version of a threshold from a line of a table."""
    told = {HEADINGS[heading]: CODES.get(value, value) for heading, value in line.items()}
    return {"unit": "元", "basis": "场景", "confidence": "D", **told}


def enter(district: District, person: str, line: Mapping[str, str]) -> None:
    """Let a person enter a version."""
    district.do(logins()[person], add_threshold, entry=entry_of(line))


def confirm_all(district: District, person: str, name: str) -> None:
    """Let a person confirm every unverified version of a threshold."""
    with district.looking(logins()[person]) as ctx:
        waiting = list_thresholds(ctx, name=name, status=Status.UNVERIFIED).items
    for version in waiting:
        district.do(logins()[person], confirm_threshold, threshold_id=version.id, source="场景")


def withdraw_all(district: District, person: str, name: str) -> None:
    """Let a person withdraw every version of a threshold."""
    with district.looking(logins()[person]) as ctx:
        versions = [version for version in versions_of(ctx, name) if version.status != Status.WITHDRAWN]
    for version in versions:
        district.do(logins()[person], withdraw_threshold, threshold_id=version.id, reason="场景")


def mark_of(status: str) -> str:
    """Return the Chinese word that a status is shown with."""
    return WORDS[status][0]


def compute(ctx: Context, procedures: list[Procedure], decision: str, inputs: Mapping[str, str]) -> Any:
    """Return what a decision of the deployed procedures comes to today."""
    for procedure in procedures:
        for path in procedure.bundle.dmn:
            labels, model = _labels(procedure.bundle.files[path]), _model_of(procedure, path)
            if model and decision in {info.name for info in model.decisions}:
                values = {labels[label]: _value(text) for label, text in inputs.items()}
                known = dict.fromkeys(labels.values())
                return model.decide(decision, {**known, **values}, functions={"threshold": _lent(ctx)}).value
    raise AssertionError(f"没有名为“{decision}”的决策")


def _model_of(procedure: Procedure, path: str) -> DecisionModel | None:
    return next((model for model in procedure.decisions.values() if model.file == path), None)


def _lent(ctx: Context) -> Any:
    def threshold(name: str, party: str | None = None) -> Any:
        choice = choose(versions_of(ctx, name), day=legal_day(ctx.clock.now()), party=party)
        assert choice.version is not None, name
        return choice.version.amount

    return threshold


def _labels(content: bytes) -> dict[str, str]:
    """Return label → name of every input: from the columns that show it plainly, else from its description."""
    root = etree.fromstring(content)
    labels = {}
    for datum in root.iterfind(".//d:inputData", DMN):
        told = datum.findtext("d:description", default="", namespaces=DMN)
        labels[re.split("[（：，]", told)[0]] = datum.get("name") or ""
    for column in root.iterfind(".//d:decisionTable/d:input", DMN):
        bare = BARE.match(column.findtext("d:inputExpression/d:text", default="", namespaces=DMN))
        if bare and bare[1] in labels.values():
            labels[column.get("label") or ""] = bare[1]
    return labels


def _value(text: str) -> Any:
    if text in YES:
        return YES[text]
    return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else CODES.get(text, text)
