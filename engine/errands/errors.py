"""Refusals about one errand."""

from engine.kernel.errors import Conflict, Invalid


class ErrandNotHeld(Conflict):
    """Expected the errand to be with the worker '{worker}', but {holder}: fetch it again."""

    code = "errand-not-held"
    zh = "该外部任务应由“{worker}”持有，但{holder}，请重新领取。"


class ErrandClosed(Conflict):
    """Expected an open errand, but it is {status}: nothing is left to be done."""

    code = "errand-closed"
    zh = "该外部任务应当待办，但已{status}，无需再办理。"


class AnswerUnfit(Invalid):
    """What came back does not fit the operation {operation}: {detail}."""

    code = "answer-unfit"
    zh = "返回的内容不符合操作 {operation} 的要求：{detail}。"


class TopicUnknown(Invalid):
    """There is no topic '{topic}': whoever runs the platform registers topics in its file of operations."""

    code = "topic-unknown"
    zh = "没有登记主题“{topic}”，请由运维人员在操作配置文件中登记。"
