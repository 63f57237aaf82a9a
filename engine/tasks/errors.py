"""Refusals about one task."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.kernel.errors import Conflict, Fault, Forbidden, Invalid


class TaskNotOpen(Conflict):
    """Expected an open task '{task}', but it was {status} by {person} at {at}."""

    code = "task-not-open"
    zh = "任务“{task}”应当待办，但已由{person}于 {at} {status}。"


class TaskTaken(Conflict):
    """Expected to claim '{task}', but {person} has held it since {at}."""

    code = "task-taken"
    zh = "任务“{task}”已由{person}于 {at} 领取。"


class TaskNotYours(Forbidden):
    """Expected you to hold '{task}', but {person} does: claim it first, or ask for it to be handed over."""

    code = "task-not-yours"
    zh = "任务“{task}”不在您名下（{person}），请先领取，或者请对方转办。"


class TaskOfMachine(Conflict):
    """Expected a task of people, but '{task}' is done by an operation: if it cannot be done, deal with its incident."""

    code = "task-of-machine"
    zh = "“{task}”由系统操作办理，不能由人代办；无法办理时请处理其异常。"


class NotYourQueue(Forbidden):
    """Expected the role {role} in {unit} for '{task}', which you do not have."""

    code = "not-your-queue"
    zh = "任务“{task}”由 {unit} 的 {role} 办理，您不在该岗位。"


class SeatMissing(Conflict):
    """Expected somebody who is {role} in {unit}, but {person} is not: return the task to whoever dispatched it."""

    code = "seat-missing"
    zh = (
        "应当由 {unit} 的 {role} 办理，{person}不在该岗位；如不属本单位职责，请退回派单单位改派，不得自行转送其他单位。"
    )


class GateClosed(Conflict):
    """What the law requires before '{task}' is missing: see each fault."""

    code = "gate-closed"
    zh = "办理“{task}”的法定前置条件尚不具备，详见各项说明。"


class StaleTaskDraft(Conflict):
    """Expected to save over draft {expected}, but draft {found} was saved at {at}, perhaps in another window."""

    code = "stale-task-draft"
    zh = "草稿已在 {at} 另存为第 {found} 稿（可能在另一个窗口），您编辑的是第 {expected} 稿。"


class DraftUnkeepable(Invalid):
    """Expected a draft of texts and plain numbers that can be stored and opened again."""

    code = "draft-unkeepable"
    zh = "草稿含有无法保存的内容：只能是文字和普通数字。"


class FieldConflict(Conflict):
    """While the form was open, others changed what it shows: see each fault."""

    code = "field-conflict"
    zh = "表单打开期间，相关内容已被他人修改，详见各项说明。"


class FormRefused(Invalid):
    """The form is not complete or not correct: see each field."""

    code = "form-refused"
    zh = "表单填写有误，请逐项更正。"

    def __init__(self, *, errors: Mapping[str, Sequence[str]], raw: Mapping[str, Any], language: str) -> None:
        self.errors = {path: list(sentences) for path, sentences in errors.items()}
        self.raw = dict(raw)
        super().__init__(
            faults=[
                Fault("field", sentence, sentence, {"field": path} if path else {})
                for path, sentences in self.errors.items()
                for sentence in sentences
            ],
            language=language,
        )


class NothingOffered(Conflict):
    """Expected '{element}' to be open to you, but it cannot be begun or finished now, or not from your seat."""

    code = "nothing-offered"
    zh = "“{element}”现在不能启动或者结束，或者不属于您的岗位。"
