"""Checks that every name an expression of a procedure uses is filled by somebody, in the type it is used in."""

from collections.abc import Iterator, Mapping

from engine.bpmn import Model, Process
from engine.decisions import DecisionModel
from engine.definitions.formulas import Use, uses
from engine.definitions.rules_of_tables import HOST_FUNCTIONS
from engine.definitions.schemas import OPEN, schema_of, used_forms
from engine.feel.checking import ANY, BOOLEAN, FeelFinding, FeelType, check_expression
from engine.kernel.errors import Fault
from engine.operations.values import Operations
from forms import Form

_UNKNOWN = "feel.unknown-name"
_SURE = frozenset({_UNKNOWN, "feel.unknown-function", "feel.comparison", "feel.operands"})
"""Findings that refuse a procedure; others are told as warnings, for a value may be fit all the same."""


def checked_names(
    process: Process,
    model: Model,
    forms: Mapping[str, Form],
    decisions: Mapping[str, DecisionModel],
    *,
    operations: Operations,
    is_called: bool,
) -> Iterator[Fault]:
    """Yield a fault for each name that nobody fills and each value used as what it cannot be.

    Where a message from elsewhere brings names of its own, an unknown name is a warning. A procedure that others call
    (`is_called`) gets its names from them: they are looked at when a caller is published.
    """
    schema = dict(schema_of(process, model, forms, decisions, operations))
    is_open = OPEN in schema
    for use in uses(process):
        found = _findings(use, schema, is_open=is_open)
        yield from (fault for fault in found if not (is_called and fault.code == _UNKNOWN))
    if not is_called:
        yield from _unfilled_names(process, schema, forms, decisions, is_open=is_open)


def _unfilled_names(
    process: Process,
    schema: Mapping[str, FeelType],
    forms: Mapping[str, Form],
    decisions: Mapping[str, DecisionModel],
    *,
    is_open: bool,
) -> Iterator[Fault]:
    """Yield a fault for each name that a form or a decision reads and nobody fills."""
    known = {*schema, *HOST_FUNCTIONS}
    for form in used_forms(process, forms):
        shown = {field.key for field in form.fields if field.readonly and "." not in field.path}
        for name in sorted((form.foreign_names | shown) - known):
            zh, en = f"表单“{form.title('zh')}”", f"the form “{form.title('en')}”"
            yield _unfilled(zh, en, name, process, is_open=is_open)
    for element in process.elements.values():
        if element.decision and element.decision in decisions:
            info = next(each for each in decisions[element.decision].decisions if each.id == element.decision)
            for name in info.inputs:
                if name not in known:
                    zh, en = f"决策“{info.name}”的输入", f"an input of the decision “{info.name}”"
                    yield _unfilled(zh, en, name, process, is_open=is_open, element=element.id)


def _findings(use: Use, schema: Mapping[str, FeelType], *, is_open: bool) -> Iterator[Fault]:
    expected = BOOLEAN if use.is_condition else ANY
    found = check_expression(use.formula.expression.text, schema=schema, functions=HOST_FUNCTIONS, expected=expected)
    for finding in found:
        yield _fault(use, finding, is_open=is_open)


def _fault(use: Use, finding: FeelFinding, *, is_open: bool) -> Fault:
    doubtful = finding.code not in _SURE or (finding.code == _UNKNOWN and is_open)
    where: dict[str, str | int] = {
        "file": use.formula.file,
        "line": use.formula.line,
        "element": use.element,
        "character": finding.column,
    }
    zh, en = f"{use.zh}第{finding.column}个字符：{finding.zh}", f"In {use.en}, character {finding.column}: {finding.en}"
    return Fault(finding.code, zh, en, where, "warning" if doubtful else "error")


def _unfilled(zh: str, en: str, name: str, process: Process, *, is_open: bool, element: str = "") -> Fault:
    where: dict[str, str | int] = {"file": process.file, "line": process.line, "element": element or process.id}
    return Fault(
        "name-unfilled",
        f"{zh}使用“{name}”，但没有表单、脚本、决策或者消息填写它。",
        f"{en[0].upper()}{en[1:]} uses “{name}”, but no form, script, decision or message fills it.",
        {**where, "field": name},
        "warning" if is_open or not element else "error",
    )
