"""Every refusal has a code of its own and says the same in both languages."""

import re
from collections import Counter
from string import Formatter

import pytest

from engine.kernel.errors import Conflict, Forbidden, GuijuError, Invalid, NotFound
from tests.architecture.tree import modules

KINDS = (NotFound, Forbidden, Conflict, Invalid)


def below(kind: type[GuijuError]) -> list[type[GuijuError]]:
    """Return every class below a kind, in the product."""
    return [each for child in kind.__subclasses__() for each in (child, *below(child))]


LOADED = list(modules())
REFUSALS = sorted(
    {each for each in below(GuijuError) if each.__module__.split(".")[0] in {"engine", "web", "forms"}},
    key=lambda each: each.__qualname__,
)


def words(template: str) -> set[str]:
    """Return the words a template asks for."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_there_are_refusals() -> None:
    assert len(LOADED) > 200
    assert len(REFUSALS) > 60


def test_no_code_is_used_twice() -> None:
    counted = Counter(each.code for each in REFUSALS)
    assert {code for code, times in counted.items() if times > 1} == set()


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda each: each.__name__)
def test_a_refusal_is_of_a_kind_and_speaks_both_languages(refusal: type[GuijuError]) -> None:
    assert issubclass(refusal, KINDS)
    assert "code" in vars(refusal)
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", refusal.code)
    english = (refusal.__doc__ or "").strip().splitlines()[0]
    assert english[0].isupper() or english[0] == "{"
    assert english.rstrip()[-1] in ".!?"
    assert re.search(r"[\u4e00-\u9fff]", refusal.zh)
    assert refusal.zh.rstrip()[-1] in "。！？"
    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert words(english) == words(refusal.zh)


def test_a_refusal_without_a_word_shows_an_ellipsis_rather_than_failing() -> None:
    assert "…" in NotFound().sentence("zh")
    assert "case" in NotFound(what_en="case", what_zh="案件").sentence("en")
    assert "案件" in NotFound(what_en="case", what_zh="案件").sentence("zh-CN")
