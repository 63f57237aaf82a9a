"""Why an evaluation gave null: a sentence that is English by itself and carries its Chinese twin."""

from typing import Any


class Reason(str):
    """An English sentence with the Chinese one beside it.

    It is a string so that whoever only prints reasons needs to know nothing; `zh` serves the interface.
    """

    __slots__ = ("zh",)

    zh: str

    @classmethod
    def of(cls, en: str, zh: str, **data: Any) -> "Reason":
        """Fill both sentence templates with the same data."""
        reason = cls(en.format(**data))
        reason.zh = zh.format(**data)
        return reason
