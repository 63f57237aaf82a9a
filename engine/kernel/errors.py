"""The tree of refusals: one root, few kinds, each with a stable code and a sentence in both languages.

A refusal is a class. Its docstring's first line is the English sentence, ``zh`` the Chinese one; both are
templates over the keyword data it was raised with. Only `web/errors.py` knows HTTP: it maps the four kinds.
Domain refusals live in `engine/<domain>/errors.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Fault:
    """One located defect of an input: where it is, what was expected, what came.

    `where` holds any of file, line, column, element, field, row, rule; the sentences are complete in both
    languages, so that whoever shows a fault needs no catalogue. Only a `severity` of `error` refuses anything.
    """

    code: str
    zh: str
    en: str
    where: Mapping[str, str | int] = field(default_factory=dict)
    severity: str = "error"

    def sentence(self, language: str) -> str:
        """Return the sentence in `zh` or, for any other language, English."""
        return self.zh if language.startswith("zh") else self.en


class GuijuError(Exception):
    """Something was refused."""

    code: ClassVar[str] = "refused"
    zh: ClassVar[str] = "操作被拒绝。"

    def __init__(self, *, faults: Sequence[Fault] = (), **data: Any) -> None:
        self.data: dict[str, Any] = data
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """Return the complete sentence for people in `zh` or, for any other language, English.

        Data whose key ends in `_zh` or `_en` is offered to the template of that language without the suffix.
        """
        chinese = language.startswith("zh")
        template = self.zh if chinese else (type(self).__doc__ or "Refused.").strip().splitlines()[0]
        suffix = "_zh" if chinese else "_en"
        words = {key.removesuffix(suffix): value for key, value in self.data.items()}
        return template.format_map(_Blank(words))


class NotFound(GuijuError):  # noqa: N818 - kinds are named for what they say, not for being exceptions
    """There is no {what} like that, or you may not see it."""

    code = "not-found"
    zh = "没有这样的{what}，或者您无权查看。"


class Forbidden(GuijuError):  # noqa: N818
    """You may not do this."""

    code = "forbidden"
    zh = "您无权进行此操作。"


class Conflict(GuijuError):  # noqa: N818
    """The state of things does not allow this."""

    code = "conflict"
    zh = "当前状态不允许此操作。"


class Invalid(GuijuError):  # noqa: N818
    """What was sent is not valid: see each fault."""

    code = "invalid"
    zh = "提交的内容有误，请逐项更正。"


class _Blank(dict[str, Any]):
    """Template words; a word nobody supplied shows as an ellipsis rather than failing the refusal."""

    def __missing__(self, key: str) -> str:
        return "…"
