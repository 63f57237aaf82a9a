"""Refusals of orders to take cases to another version."""

from engine.kernel.errors import Conflict, Invalid, NotFound


class VersionUnknown(NotFound):
    """The procedure {key} has no version {number}."""

    code = "version-unknown"
    zh = "规程 {key} 没有第 {number} 版。"


class SameVersion(Invalid):
    """Expected two different versions of {key}, but got {number} twice."""

    code = "same-version"
    zh = "请选择规程 {key} 的两个不同版本，收到的都是第 {number} 版。"


class MappingRefused(Invalid):
    """The mapping of elements does not hold: see each fault."""

    code = "mapping-refused"
    zh = "元素对应关系不成立，详见各项说明。"


class TransferUnknown(NotFound):
    """There is no order like that to take cases to another version."""

    code = "transfer-unknown"
    zh = "没有这样的案件迁移任务。"


class TransferNotThere(Conflict):
    """Expected the migration to be {expected}, but it is {found}."""

    code = "transfer-not-there"
    zh = "案件迁移任务应当处于“{expected}”，实际为“{found}”。"


class NothingToTransfer(Conflict):
    """No case of {key} runs on version {number}."""

    code = "nothing-to-transfer"
    zh = "规程 {key} 第 {number} 版没有正在办理的案件。"
