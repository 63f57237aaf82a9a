"""Finds the lines of rules in a Gherkin feature: headings `规则:` that name an element, with the basis below them."""

import re
from collections.abc import Iterable, Iterator

from engine.bpmn import SourceFile
from engine.verification.compliance.reading import is_rule
from engine.verification.compliance.rule import Line

_HEADING = re.compile(r"^\s*(?:规则|Rule)\s*[:：]\s*(?P<text>.+?)\s*$")
_KEYWORD = re.compile(r"^\s*(?:[@#|]|(?:功能|背景|场景大纲|场景|剧本大纲|剧本|例子|规则|Rule)\s*[:：]|\"\"\"|```)")


def lines_of(files: Iterable[SourceFile]) -> list[Line]:
    """Return the lines of some features; other headings `规则:` group scenarios, and are none."""
    return [line for file in files for line in _lines(file)]


def _lines(file: SourceFile) -> Iterator[Line]:
    written = file.content.decode("utf-8-sig", errors="replace").splitlines()
    quoted = False
    for place, text in enumerate(written):
        if text.strip().startswith(('"""', "```")):
            quoted = not quoted
        found = None if quoted else _HEADING.match(text)
        if found and is_rule(found["text"]):
            yield Line(found["text"], file.name, place + 1, _below(written[place + 1 :]))


def _below(following: list[str]) -> str:
    """Return the description below a heading: what stands there until the next keyword or empty line."""
    basis = []
    for text in following:
        if not text.strip() or _KEYWORD.match(text):
            break
        basis.append(text.strip())
    return "".join(basis)
