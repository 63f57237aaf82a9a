"""Where a drawing contradicts what is deployed with it: it drops what people enter, or says it is not to be run."""

from collections.abc import Iterator, Mapping

from engine.bpmn import Element, Process
from engine.kernel.errors import Fault
from forms import Form


def checked_drawing(process: Process, forms: Mapping[str, Form]) -> Iterator[Fault]:
    """Yield a fault for every form field that its task would not let out, and a warning if the process is no process.

    BPMN 2.0.2, section 10.4.2: of what an activity with data outputs writes, only these leave it. A value that
    somebody has entered must not vanish without a word.
    """
    if process.is_executable is False:
        yield Fault(
            "not-executable",
            "流程标为不可执行（isExecutable=“false”），上线后仍会照图执行。",
            'The process is marked isExecutable="false"; once it is live it runs all the same.',
            {"file": process.file, "line": process.line, "element": process.id},
            "warning",
        )
    for element in process.elements.values():
        form = forms.get(element.human.form or "") if element.human is not None else None
        if form is not None:
            yield from _lost(element, form)


def _lost(element: Element, form: Form) -> Iterator[Fault]:
    # The items of several hand over what the loop collects, not what the data outputs say.
    use = element.data
    if use is None or not use.outputs or element.loop is not None:
        return
    let_out = {*use.outputs, *(transfer.source for transfer in use.gives)}
    for transfer in use.gives:
        let_out |= transfer.formula.expression.names if transfer.formula else frozenset()
    written = dict.fromkeys(field.path.partition(".")[0] for field in form.fields if not field.readonly)
    for name in written:
        if name not in let_out:
            yield Fault(
                "field-lost",
                f"任务“{element.name or element.id}”的表单填写“{name}”，但它的数据输出不含该字段，填写的内容会丢失。",
                f"The form of {element.name_en or element.name or element.id} writes {name}, none of the task's "
                "data outputs, so that what is entered would be lost.",
                {"file": element.file, "line": element.line, "element": element.id, "field": name},
            )
