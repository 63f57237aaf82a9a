"""Whether results are among the listed ones, and whether an order is listed where the policy asks for it."""

from collections.abc import Iterator

from engine.decisions.checks.constants import NoConstant, constant_of
from engine.decisions.model import DecisionModel
from engine.decisions.xml import Element, child, children, local_name, text_of_child
from engine.feel import FeelSyntaxError
from engine.feel.expression import parsed, parsed_tests
from engine.kernel.errors import Fault

_ORDERED = {"PRIORITY": "优先", "OUTPUT ORDER": "按输出排序"}


def unordered_results(root: Element, model: DecisionModel) -> Iterator[Fault]:
    """Yield a warning for each column without the order its policy needs, and for each result that is not listed.

    Without an order all results are equally important; a result that is not listed decides to null.
    """
    for owner in children(root, "decision", "businessKnowledgeModel"):
        for table in owner.iter():
            if local_name(table) == "decisionTable":
                yield from _of_table(table, owner, model)


def _of_table(table: Element, owner: Element, model: DecisionModel) -> Iterator[Fault]:
    policy = (table.get("hitPolicy") or "UNIQUE").upper()
    outputs = list(children(table, "output"))
    first = len(list(children(table, "input"))) + 1
    listed = [_listed(output) for output in outputs]
    if policy in _ORDERED and not any(listed):
        zh = f"命中策略是“{_ORDERED[policy]}”，但没有输出列列出取值的先后。"
        en = f"The hit policy is {policy}, but no output column lists its values in order."
        yield _fault("no-order", zh, en, table, owner, model)
    for number, rule in enumerate(children(table, "rule"), 1):
        for at, (cell, known) in enumerate(zip(children(rule, "outputEntry"), listed, strict=False)):
            text = text_of_child(cell, "text").strip()
            if known and not _is_among(text, known):
                zh = f"第{number}行第{first + at}列：结果{text}不在该列列出的取值之中，命中时得空值。"
                en = f"Row {number}, column {first + at}: {text} is not among the values of the column; it gives null."
                yield _fault("unlisted-result", zh, en, cell, owner, model, row=number, column=first + at)


def _listed(output: Element) -> list[object]:
    """Return the constants that a column lists; none where it lists anything else."""
    values = child(output, "outputValues")
    try:
        return (
            [constant_of(item) for item in parsed_tests(text_of_child(values, "text")).items]
            if values is not None
            else []
        )
    except (FeelSyntaxError, NoConstant):
        return []


def _is_among(text: str, known: list[object]) -> bool:
    """Tell whether a result is listed; what is no constant may be."""
    try:
        value = constant_of(parsed(text))
    except (FeelSyntaxError, NoConstant):
        return True
    return value is None or value in known


def _fault(code: str, zh: str, en: str, at: Element, owner: Element, model: DecisionModel, **where: int) -> Fault:
    name = owner.get("name") or ""
    place: dict[str, str | int] = {
        "file": model.file,
        "line": int(at.sourceline or 1),
        "element": owner.get("id") or name,
    }
    return Fault(
        f"dmn.{code}", f"决策表“{name}”：{zh}", f"Decision table “{name}”: {en}", {**place, **where}, "warning"
    )
