"""Make sure that a procedure does not carry protected values to where everybody reads: titles, facts, messages."""

from collections.abc import Iterator, Mapping

from engine.bpmn import Process
from engine.kernel.errors import Fault
from forms import Form


def exposed_fields(process: Process, forms: Mapping[str, Form]) -> list[Fault]:
    """Return a fault for every place that would show a protected field, such as who reported, to all readers.

    Facts and title stand in lists and are searched; what is handed to other cases and operations leaves the case.
    """
    protected = {path.split(".", 1)[0] for form in forms.values() for path in form.sensitive.protected}
    return [
        Fault(
            "protected-exposed",
            f"受保护的字段“{name}”不得用于{zh}。",
            f"The protected field '{name}' must not be used in {en}.",
            {"file": process.file, "element": element, "field": name},
        )
        for element, name, zh, en in _uses(process)
        if name in protected
    ]


def _uses(process: Process) -> Iterator[tuple[str, str, str, str]]:
    for name in process.facts:
        yield process.id, name, "案件要素", "the facts of a case"
    if process.case_title:
        for name in process.case_title.expression.names:
            yield process.id, name, "案件标题", "the title of a case"
    for element in process.elements.values():
        leaves = element.kind in {"sendTask", "serviceTask", "intermediateThrowEvent", "endEvent"}
        for assignment in element.inputs if leaves else ():
            for name in assignment.formula.expression.names:
                yield element.id, name, "移交其他案件的内容", "what is handed to another case"
