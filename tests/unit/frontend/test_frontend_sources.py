"""What the sources of the browser bundle may and must contain; read as text, without node."""

import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[3] / "web/frontend/src"
SCRIPTS = sorted(SOURCES.rglob("*.js"))
HAN = re.compile(r"[\u4e00-\u9fff]")
LITERAL = re.compile(r"'((?:[^'\\\n]|\\.)*)'")


def code_of(path: Path) -> str:
    """The text of a script without its comments."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"^\s*//.*$|(?<=[;{},)])\s+//.*$", "", text, flags=re.MULTILINE)


def chinese_keys() -> set[str]:
    text = code_of(SOURCES / "designer/zh.js")
    quoted = re.findall(r"'((?:[^'\\\n]|\\.)*)':\s*'", text)
    bare = re.findall(r"^\s*(?:.*?,\s)?([A-Za-z]\w*):\s*'", text, flags=re.MULTILINE)
    return set(quoted) | set(bare)


def is_sentence(literal: str) -> bool:
    """Tell words that people read from selectors, class names and names of the file format."""
    return bool(re.match(r"[A-Za-z<\"{][^\[=#]* [^\[=#]*$", literal)) and not re.match(
        r"gj-|bio-|bpmn:|guiju:", literal
    )


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(SOURCES).as_posix())
def test_a_script_needs_nothing_the_policy_forbids(path: Path) -> None:
    forbidden = re.findall(
        r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write", code_of(path)
    )
    assert forbidden == []


@pytest.mark.parametrize(
    "path",
    [path for path in SCRIPTS if path.name != "zh.js"],
    ids=lambda path: path.relative_to(SOURCES).as_posix(),
)
def test_a_script_speaks_no_language_of_its_own(path: Path) -> None:
    assert HAN.findall(code_of(path)) == []


@pytest.mark.parametrize(
    "name",
    [
        # The labels and hints of the properties panel.
        "designer/properties/groups.js",
        # The sentences of our own lint rules.
        "designer/lint/own-rules.js",
        # What saving, publishing and the list of problems say.
        "designer/draft.js",
        "designer/publishing.js",
        "designer/problems.js",
        "designer.js",
        "designer/server.js",
    ],
)
def test_what_the_designer_says_has_its_chinese(name: str) -> None:
    keys = chinese_keys()
    said = {literal for literal in LITERAL.findall(code_of(SOURCES / name)) if is_sentence(literal)}
    assert said
    assert said - keys == set()


def test_the_chinese_is_chinese() -> None:
    text = code_of(SOURCES / "designer/zh.js")
    pairs = re.findall(r"'((?:[^'\\\n]|\\.)*)':\s*'((?:[^'\\\n]|\\.)*)'", text)
    assert len(pairs) > 200
    assert [english for english, chinese in pairs if not HAN.search(chinese)] == []
