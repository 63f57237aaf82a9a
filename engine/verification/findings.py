"""One thing found in a drawing, in both languages, with the place it is at."""

from dataclasses import dataclass
from typing import Literal

from engine.kernel.errors import Fault

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """A finding of a rule or of the proof; `path` is the shortest way there, as elements and flows step by step."""

    rule: str
    severity: Severity
    zh: str
    en: str
    element: str | None = None
    file: str | None = None
    line: int | None = None
    path: tuple[tuple[str, ...], ...] = ()

    def sentence(self, language: str) -> str:
        """Return the sentence in `zh` or, for any other language, English."""
        return self.zh if language.startswith("zh") else self.en


def finding_of(fault: Fault) -> Finding:
    """Return what the reader of diagrams has noted as a finding: a drawing with it cannot run."""
    where = fault.where
    element, file, line = where.get("element"), where.get("file"), where.get("line")
    return Finding(
        fault.code,
        "error",
        fault.zh,
        fault.en,
        element=None if element is None else str(element),
        file=None if file is None else str(file),
        line=line if isinstance(line, int) else None,
    )
