"""Checks that every name an expression of a procedure uses is filled by somebody, in the type it is used in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine.bpmn import Element, Model, Process
from engine.decisions import DecisionModel
from engine.definitions.formulas import Use, uses
from engine.definitions.rules_of_tables import HOST_FUNCTIONS
from engine.definitions.schemas import OPEN, schema_of, used_forms
from engine.feel.checking import ANY, BOOLEAN, FeelFinding, FeelType, check_expression
from engine.kernel.errors import Fault
from engine.operations.values import Operations
from forms import Form

_UNKNOWN, _UNFILLED = "feel.unknown-name", "name-unfilled"
_SURE = frozenset({_UNKNOWN, "feel.unknown-function", "feel.comparison", "feel.operands"})
"""Findings that refuse a procedure; others are told as warnings, for a value may be fit all the same."""


@dataclass(frozen=True)
class Known:
    """The files of a procedure that names come from: diagram, forms and decisions, those of called procedures too."""

    model: Model
    forms: Mapping[str, Form]
    decisions: Mapping[str, DecisionModel]
    operations: Operations

    def schema(self, process: Process) -> dict[str, FeelType]:
        """Return the names in sight in a process."""
        return dict(schema_of(process, self.model, self.forms, self.decisions, self.operations))


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
    (`is_called`) gets its names from them: when a caller is published, the called procedures are looked at with the
    names that its inputs give.
    """
    known = Known(model, forms, decisions, operations)
    yield from _of_process(process, known, is_called=is_called)
    for other, call in _called(process, model):
        yield from _as_called(_of_process(other, known, is_called=False), call, other)


def _of_process(process: Process, known: Known, *, is_called: bool) -> Iterator[Fault]:
    schema = known.schema(process)
    is_open = OPEN in schema
    for use in uses(process):
        found = _findings(use, schema, known, is_open=is_open)
        yield from (fault for fault in found if not ((is_called or use.is_open) and fault.code == _UNKNOWN))
    if not is_called:
        yield from _unfilled_names(process, schema, known.forms, known.decisions, is_open=is_open)


def _called(process: Process, model: Model) -> Iterator[tuple[Process, Element]]:
    """Yield the processes that a process calls, and those that they call, each once with its first call."""
    seen, waiting = {process.id}, [process]
    while waiting:
        for element in waiting.pop().elements.values():
            other = model.processes.get(element.called or "")
            if other is not None and other.id not in seen:
                seen.add(other.id)
                waiting.append(other)
                yield other, element


def _as_called(found: Iterator[Fault], call: Element, process: Process) -> Iterator[Fault]:
    """Yield what only shows where a process is called: names that the call does not give; the rest was told before."""
    for fault in found:
        if fault.code in {_UNKNOWN, _UNFILLED}:
            title = process.name or process.id
            zh = f"被“{call.name or call.id}”调用的“{title}”：{fault.zh}"
            en = f"In “{title}”, called by “{call.name_en or call.name or call.id}”: {fault.en}"
            yield replace(fault, zh=zh, en=en, where={**fault.where, "call": call.id})


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


def _findings(use: Use, schema: Mapping[str, FeelType], known: Known, *, is_open: bool) -> Iterator[Fault]:
    if use.inside is not None and use.inside in known.model.processes:
        # What a call gives back is read from the data of the called process.
        schema = known.schema(known.model.processes[use.inside])
        is_open = is_open or OPEN in schema
    seen = {**schema, **dict.fromkeys(use.sees, ANY)} if use.sees else schema
    expected = BOOLEAN if use.is_condition else ANY
    found = check_expression(use.formula.expression.text, schema=seen, functions=HOST_FUNCTIONS, expected=expected)
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
        _UNFILLED,
        f"{zh}使用“{name}”，但没有表单、脚本、决策或者消息填写它。",
        f"{en[0].upper()}{en[1:]} uses “{name}”, but no form, script, decision or message fills it.",
        {**where, "field": name},
        "warning" if is_open or not element else "error",
    )
