"""What stops a scenario, and what refuses a file of them."""

from engine.kernel.errors import Invalid


class FeaturesRefused(Invalid):
    """The scenarios cannot be played as they are written: see each fault."""

    code = "features-refused"
    zh = "场景文件有误，无法执行，请逐项更正。"


class TagsUnreadable(Invalid):
    """Expected tags such as @S24, joined by and, or, not and parentheses, but got '{text}'."""

    code = "tags-unreadable"
    zh = "标签条件应当是 @S24 这样的标签，用 and、or、not 和括号连接，收到的是“{text}”。"


class StepFailed(AssertionError):  # noqa: N818 - it is told as "the step failed"
    """A step of a scenario did not find what it says; the sentences tell what it found instead."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = en
        super().__init__(zh)

    def sentence(self, language: str) -> str:
        """Return the sentence in `zh` or, for any other language, English."""
        return self.zh if language.startswith("zh") else self.en
