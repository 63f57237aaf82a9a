"""Refusals about time limits."""

from engine.kernel.errors import Invalid


class LimitsRefused(Invalid):
    """The time limits in {file} cannot be loaded: see each fault."""

    code = "limits-refused"
    zh = "{file} 中的期限不能载入，请逐项更正。"
