"""A text in the two languages of the product."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bilingual:
    """A text in Chinese, the users' language, and in English."""

    zh: str
    en: str

    def read(self, language: str) -> str:
        """Return the text in `zh` or, for any other language, English."""
        return self.zh if language.startswith("zh") else self.en


NOTHING = Bilingual("", "")
