"""What kind of failure it was, and what an incident must be like to be dealt with. Pure."""

from engine.bpmn import Element
from engine.incidents.errors import IncidentClosed, IncidentUnderway, SkipUnfit
from engine.incidents.values import OPEN, Failure, LockedIncident
from engine.kernel.clock import CHINA
from engine.kernel.errors import GuijuError
from engine.runtime.errors import ExecutionFailed, UnreadableState, Unstorable

STATUS_WORDS = {
    "open": ("待处理", "open"),
    "resolved": ("重试成功", "resolved"),
    "skipped": ("跳过", "skipped"),
    "withdrawn": ("关闭", "withdrawn"),
}
"""What people call each status of an incident, in Chinese and English."""

KIND_WORDS = {
    "decision": ("决策", "decision"),
    "script": ("脚本", "script"),
    "gateway": ("分支条件", "choice of a way"),
    "event": ("事件", "event"),
    "activity": ("环节", "activity"),
    "storage": ("保存", "storing"),
    "delivery": ("送达", "delivery"),
    "operation": ("操作", "operation"),
    "failure": ("程序错误", "program failure"),
}
"""What people call each kind of failure, in Chinese and English."""


def failure_of(refusal: GuijuError) -> Failure | None:
    """Return what a refusal says about a diagram that cannot go on; None for refusals that concern whoever acts."""
    if isinstance(refusal, ExecutionFailed):
        element = str(refusal.data.get("element", ""))
        return Failure(element, "", str(refusal.data.get("detail_zh", "")), str(refusal.data.get("detail_en", "")))
    if isinstance(refusal, UnreadableState | Unstorable):
        return Failure("", "storage", refusal.sentence("zh"), refusal.sentence("en"))
    return None


def kind_of(element: Element | None, failure: Failure) -> str:
    """Return the kind of a failure; what the runtime refuses is told by the element it was at."""
    if failure.kind or element is None:
        return failure.kind or "failure"
    if element.kind == "businessRuleTask":
        return "decision"
    if element.kind == "scriptTask":
        return "script"
    if element.kind.endswith("Gateway"):
        return "gateway"
    return "event" if element.kind.endswith("Event") else "activity"


def require_open(incident: LockedIncident) -> None:
    """Raise `IncidentClosed` or `IncidentUnderway` unless an incident waits for somebody to decide."""
    if incident.status != OPEN:
        zh, en = STATUS_WORDS[incident.status]
        at = incident.closed_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if incident.closed_at else "…"
        raise IncidentClosed(status_zh=zh, status_en=en, at=at)
    if incident.decision is not None and incident.decided_at is not None:
        raise IncidentUnderway(at=incident.decided_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M"))


def require_skippable(element: Element, *, flow: str | None) -> None:
    """Raise `SkipUnfit` for work of people, for a gateway without its flow, and for a flow that leaves elsewhere."""
    if flow is not None and flow not in element.outgoing:
        raise _unfit(element, f"没有流出的顺序流 {flow}", f"no sequence flow {flow} leaves it")
    if flow is not None:
        return
    if element.kind.endswith("Gateway"):
        raise _unfit(element, "请指定从哪一条顺序流继续", "say by which sequence flow to go on")
    if element.human is not None:
        raise _unfit(element, "这是由人办理的环节，请指定顺序流，或者调整流程", "it is work of people: give the flow")


def _unfit(element: Element, zh: str, en: str) -> SkipUnfit:
    name = element.name or element.id
    return SkipUnfit(name_zh=name, name_en=element.name_en or name, why_zh=zh, why_en=en)
