"""Refusals about registered operations."""

from engine.kernel.errors import Invalid


class OperationsUnfit(Invalid):
    """The operations of this installation cannot be read: see each fault."""

    code = "operations-unfit"
    zh = "本系统登记的操作无法读取，详见各项说明。"
