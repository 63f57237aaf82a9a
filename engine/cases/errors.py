"""Refusals about a case as a whole."""

from typing import Any

from engine.kernel.errors import Conflict, Invalid


class CaseNotActive(Conflict):
    """Expected the case {number} to be active, but it is {status}."""

    code = "case-not-active"
    zh = "案件 {number} 应当处于“办理中”，实际为“{status}”。"


class CaseEnded(Conflict):
    """The case {number} has ended ({status}); a closed file is never altered."""

    code = "case-ended"
    zh = "案件 {number} 已{status}，案卷不得再作更改（行政处罚法第四十七条）。"


class CaseNotSuspended(Conflict):
    """Expected the case {number} to be suspended, but it is {status}."""

    code = "case-not-suspended"
    zh = "案件 {number} 应当处于“挂起”状态，实际为“{status}”。"


class ReasonMissing(Invalid):
    """Expected a reason of 1 to {most} characters, but got {length}."""

    code = "reason-missing"
    zh = "请填写理由（1 至 {most} 个字），收到 {length} 个字。"


class ClaimedElsewhere(Conflict):
    """{reason} It was already done in the case {number} ({basis})."""

    code = "claimed-elsewhere"
    zh = "{reason}此前已由案件 {number} 办理（{basis}）。"


class UnitUnknown(Invalid):
    """Expected the code of a unit, but there is no unit {unit}."""

    code = "unit-unknown"
    zh = "没有编号为 {unit} 的单位。"


class NotStartable(Conflict):
    """The procedure {key} is not started by hand, or none of your roles starts it: it takes a {role}."""

    code = "not-startable"
    zh = "规程 {key} 不能由您发起：发起岗位为 {role}。"


class GatePassedBy(Conflict):
    """What the law makes a precondition would be passed, which nobody may do: see each fault."""

    code = "gate-passed-by"
    zh = "此操作会越过法定前置环节，任何人都不得越过，详见各项说明。"


STATUS_WORDS = {
    "active": ("办理中", "active"),
    "suspended": ("挂起", "suspended"),
    "completed": ("办结", "completed"),
    "terminated": ("终止", "terminated"),
    "cancelled": ("撤销", "cancelled"),
    "failed": ("出错", "failed"),
}
"""What people call each status of a case, in Chinese and English."""


def status_data(status: str) -> dict[str, Any]:
    """Return the status as data for a refusal's sentence, in both languages."""
    zh, en = STATUS_WORDS.get(status, (status, status))
    return {"status_zh": zh, "status_en": en}
