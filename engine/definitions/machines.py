"""Checks that tasks hand operations what they want, and take from them what they give."""

from collections.abc import Iterator, Mapping

from engine.bpmn import Element, Process
from engine.definitions.rules_of_tables import HOST_FUNCTIONS
from engine.definitions.schemas import OPEN
from engine.feel.checking import FeelType, check_expression
from engine.feel.checking.findings import FeelFinding
from engine.kernel.errors import Fault
from engine.operations.values import Operation, Operations

_SURE = frozenset({"feel.syntax", "feel.result", "feel.unknown-function"})
"""Findings that refuse a procedure; names are looked at with all others."""


def checked_operations(process: Process, schema: Mapping[str, FeelType], operations: Operations) -> Iterator[Fault]:
    """Yield a fault for each input or output of a task that its operation has not, wants, or has in another type."""
    for element in process.elements.values():
        operation = operations.get(element.operation or "")
        if operation is not None and element.human is None:
            yield from _inputs(element, operation, schema)
            yield from _outputs(element, operation, schema)


def _inputs(element: Element, operation: Operation, schema: Mapping[str, FeelType]) -> Iterator[Fault]:
    given = {each.name: each.formula for each in element.inputs}
    for name, parameter in operation.inputs.items():
        if name not in given:
            if parameter.required and element.data is None:
                zh, en = f"缺少操作 {operation.name} 的输入“{name}”。", f"The operation {operation.name} wants {name}."
                yield Fault("input-missing", zh, en, _where(element, name))
            continue
        for finding in _findings(given[name].expression.text, schema, parameter.type):
            yield _told(element, finding, name, zh=f"输入“{name}”", en=f"the input {name}")
    for name in given:
        if name not in operation.inputs:
            zh, en = f"操作 {operation.name} 没有输入“{name}”。", f"The operation {operation.name} takes no {name}."
            yield Fault("input-unknown", zh, en, _where(element, name))


def _outputs(element: Element, operation: Operation, schema: Mapping[str, FeelType]) -> Iterator[Fault]:
    """Yield what is wrong with the expressions of outputs, which see what the operation gives, and `payload`."""
    given = {name: output.type for name, output in operation.outputs.items()}
    seen = {**schema, **given}
    for output in element.outputs:
        unknown = output.formula.expression.names - set(seen) - HOST_FUNCTIONS
        if OPEN not in schema:
            for name in sorted(unknown):
                zh = f"操作 {operation.name} 没有返回值“{name}”。"
                yield Fault(
                    "output-unknown", zh, f"The operation {operation.name} gives no {name}.", _where(element, name)
                )
        if not unknown:
            for finding in _findings(output.formula.expression.text, seen, None):
                yield _told(element, finding, output.name, zh=f"返回值“{output.name}”", en=f"the output {output.name}")


def _findings(text: str, schema: Mapping[str, FeelType], expected: FeelType | None) -> Iterator[FeelFinding]:
    found = check_expression(text, schema=schema, functions=HOST_FUNCTIONS, expected=expected)
    return (finding for finding in found if finding.code in _SURE)


def _told(element: Element, finding: FeelFinding, name: str, *, zh: str, en: str) -> Fault:
    said_zh, said_en = (
        f"{zh}第{finding.column}个字符：{finding.zh}",
        f"In {en}, character {finding.column}: {finding.en}",
    )
    return Fault(finding.code, said_zh, said_en, _where(element, name))


def _where(element: Element, name: str) -> dict[str, str | int]:
    return {"file": element.file, "line": element.line, "element": element.id, "field": name}
