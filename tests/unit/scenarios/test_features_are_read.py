"""Feature files: outlines, backgrounds, rules, tables, docstrings and tags; what is wrong is told with its line."""

import re

import pytest

from engine.bpmn import SourceFile
from engine.scenarios.errors import FeaturesRefused, TagsUnreadable
from engine.scenarios.library import STEPS
from engine.scenarios.reading import read_feature, read_features
from engine.scenarios.sentences import Vocabulary
from engine.scenarios.tags import read_tags

WHOLE = '''# language: zh-CN
@甲
功能: 名
  说明

  背景:
    假如 今天是「2026-11-24」

  @乙
  场景大纲: 纲 <人>
    当 「<人>」发起「请假」
      """
      文
      """
    例子:
      | 人   |
      | 王强 |
      | 马骏 |

  规则: 则
    @丙
    场景: 景
      当 「王强」办理「申请」
        | 字段 | 值 |
        | 天数 | 1  |
      那么 系统拒绝
'''


def read(text: str, name: str = "a.feature"):
    return read_feature(SourceFile(name, text.encode()))


def faults(text: str):
    with pytest.raises(FeaturesRefused) as refused:
        read(text)
    return refused.value.faults


def test_everything_gherkin_has_is_read() -> None:
    feature = read(WHOLE)
    assert (feature.name, feature.description, feature.tags, feature.line) == ("名", "说明", ("@甲",), 3)
    first, second, third = feature.scenarios
    assert [(each.name, each.line, each.tags) for each in (first, second)] == [
        ("纲 王强", 17, ("@甲", "@乙")),
        ("纲 马骏", 18, ("@甲", "@乙")),
    ]
    assert [(step.kind, step.text, step.line) for step in second.steps] == [
        ("given", "今天是「2026-11-24」", 7),
        ("when", "「马骏」发起「请假」", 11),
    ]
    assert first.steps[1].docstring == "文"
    assert third.tags == ("@甲", "@丙")
    assert third.steps[1].table == (("字段", "值"), ("天数", "1"))
    assert [step.kind for step in third.steps] == ["given", "when", "then"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# language: zh-CN\n功能: 名\n  场景: 景\n    当 a\n    这不是步骤\n", 5),  # A line that is nothing.
        ("功能: 名", 1),  # Without the language line the keywords are not Chinese.
        ("", 1),  # An empty file.
        ("# language: xx-none\n功能: 名", 1),  # A language nobody knows.
        (
            "# language: zh-CN\n功能: 名\n  场景: 景\n    当 a\n      | 甲 | 乙 |\n      | 1 |\n",
            6,
        ),  # Cells are missing.
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(text: str, line: int) -> None:
    found = faults(text)
    assert (found[0].code, found[0].where["file"], found[0].where["line"]) == ("feature-syntax", "a.feature", line)


def test_the_faults_of_all_files_are_told_at_once() -> None:
    with pytest.raises(FeaturesRefused) as refused:
        read_features([SourceFile("a", b"\xff"), SourceFile("b", b"x"), SourceFile("c", b"y" * 1_000_001)])
    assert [fault.where["file"] for fault in refused.value.faults] == ["a", "b", "c"]


def test_examples_without_end_are_refused() -> None:
    rows = "      | 1 |\n" * 5_001
    text = f"# language: zh-CN\n功能: 名\n  场景大纲: 景\n    当 「<a>」发起「b」\n    例子:\n      | a |\n{rows}"
    assert faults(text)[0].zh == "场景过多。"


@pytest.mark.parametrize(
    ("step", "code", "told"),
    [
        ("当 「王强」办里「申请」", "step-unknown", "最接近的是：当 「…」办理「…」"),  # A slip of the pen.
        ("那么 系统拒绝了", "step-unknown", "那么 系统拒绝"),  # One character too many.
        ("当 xyz", "step-unknown", "没有这样的步骤：“xyz”。"),  # Nothing like it.
        ("那么 「王强」发起「请假」", "step-misplaced", "应当写在“当”之后"),  # A command where one looks.
        ("当 「」发起「请假」", "step-unknown", "「…」发起「…」"),  # Nobody.
        ("当 「王「强」发起「请假」", "step-unknown", "「…」发起「…」"),  # Brackets within brackets.
    ],
)
def test_a_step_that_is_none_is_told_with_the_nearest(step: str, code: str, told: str) -> None:
    (scenario,) = read(f"# language: zh-CN\n功能: 名\n  场景: 景\n    {step}\n").scenarios
    (fault,) = STEPS.faults([scenario, scenario])
    assert (fault.code, dict(fault.where)) == (code, {"file": "a.feature", "line": 4})
    assert told in fault.zh
    assert fault.en


def test_a_step_that_could_be_two_is_told() -> None:
    vocabulary = Vocabulary()
    vocabulary.when("「{a}」去")(lambda: None)
    vocabulary.when("「{b}」去")(lambda: None)
    (scenario,) = read("# language: zh-CN\n功能: 名\n  场景: 景\n    当 「甲」去\n").scenarios
    (fault,) = vocabulary.faults([scenario])
    assert fault.code == "step-ambiguous"


def test_no_shipped_step_could_be_two() -> None:
    assert len(STEPS.definitions) > 20
    for definition in STEPS.definitions:
        text = definition.sentence.replace("{days:d}", "3")
        filled = "".join("甲" if part.startswith("{") else part for part in re.split(r"(\{\w+\})", text))
        found = [each for each in STEPS.definitions if each.arguments(filled) is not None]
        assert found == [definition]


@pytest.mark.parametrize(
    ("text", "tags", "selected"),
    [
        ("@a", {"@a"}, True),
        ("a", {"@a"}, True),  # The sign may be left out.
        ("@a", {"@b"}, False),
        ("@a and @b", {"@a"}, False),
        ("@a or @b", {"@b"}, True),
        ("@a,@b", {"@b"}, True),
        ("not @a", {"@b"}, True),
        ("@a and not (@b or @c)", {"@a", "@c"}, False),
        ("@a or @b and @c", {"@a"}, True),  # and binds closer.
    ],
)
def test_tags_select(text: str, tags: set[str], selected: bool) -> None:
    assert read_tags(text)(tags) is selected


@pytest.mark.parametrize("text", ["", "and", "@a and", "(@a", "@a)", "@a @b", "not", "x" * 2_000])
def test_a_condition_on_tags_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(TagsUnreadable):
        read_tags(text)
