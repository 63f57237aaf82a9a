"""Decisions that scenarios compute outside of any case: by name, with inputs by label."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lxml import etree

from engine.calendar.expressions import CALENDAR_FUNCTIONS
from engine.decisions import DecisionModel
from engine.definitions.procedure import Procedure
from engine.kernel.clock import legal_day
from engine.registers.errors import refusal_of
from engine.registers.rules import choose
from engine.runtime import DecisionMade
from engine.scenarios.errors import StepFailed
from engine.scenarios.memory.thresholds import CODES
from engine.scenarios.memory.world import Stage, Trace, World

YES = {"是": True, "否": False}
DMN = {"d": "https://www.omg.org/spec/DMN/20191111/MODEL/"}
BARE = re.compile(r"^(\w+)(?: = true)?$")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def compute(stage: Stage, world: World, decision: str, inputs: Mapping[str, str]) -> tuple[World, Any]:
    """Return the world and what a decision comes to today; raises `StepFailed` for a name or label nobody knows."""
    for procedure in stage.procedures.values():
        for path in procedure.bundle.dmn:
            model = _model_of(procedure, path)
            found = [info for info in model.decisions if info.name == decision] if model else []
            if model is not None and found:
                labels = _labels(procedure.bundle.files[path])
                unknown = "、".join(sorted(inputs.keys() - labels.keys()))
                if unknown:
                    known = "、".join(labels)
                    raise StepFailed(f"没有这些输入：{unknown}，只有：{known}", f"no such inputs: {unknown}; {known}")
                values = {labels[label]: _value(text) for label, text in inputs.items()}
                lent = {**CALENDAR_FUNCTIONS, "threshold": _lent(world)}
                decided = model.decide(decision, {**dict.fromkeys(labels.values()), **values}, functions=lent)
                made = DecisionMade("", "", found[0].id, decided.value, tuple(decided.fired))
                return world.traced(Trace(procedure.bundle.key, decided=(made,))), decided.value
    raise StepFailed(f"没有名为“{decision}”的决策", f"there is no decision '{decision}'")


def _model_of(procedure: Procedure, path: str) -> DecisionModel | None:
    return next((model for model in procedure.decisions.values() if model.file == path), None)


def _lent(world: World) -> Any:
    def threshold(name: str, party: str | None = None, *_: Any) -> Any:
        day = legal_day(world.now)
        choice = choose((each for each in world.thresholds if each.name == name), day=day, party=party)
        if choice.version is None:
            raise refusal_of(choice, name=name, day=day, domain=None, party=party)
        return choice.version.amount

    return threshold


def _labels(content: bytes) -> dict[str, str]:
    """Return label → name of every input: from the columns that show it plainly, else from its description."""
    root = etree.fromstring(content, _PARSER)
    labels = {}
    for datum in root.iterfind(".//d:inputData", DMN):
        told = datum.findtext("d:description", default="", namespaces=DMN)
        labels[re.split("[（：，]", told)[0] or (datum.get("name") or "")] = datum.get("name") or ""
    for column in root.iterfind(".//d:decisionTable/d:input", DMN):
        bare = BARE.match(column.findtext("d:inputExpression/d:text", default="", namespaces=DMN))
        if bare and bare[1] in labels.values():
            labels[column.get("label") or ""] = bare[1]
    return labels


def _value(text: str) -> Any:
    if text in YES:
        return YES[text]
    return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else CODES.get(text, text)
