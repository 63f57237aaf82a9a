"""Writes a scenario down as Gherkin, step by step as it is played."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import east_asian_width

GIVEN, WHEN, THEN, AND = "假如", "当", "那么", "而且"


@dataclass
class Script:
    """A scenario that is being written: its feature, its name, and pairs of keyword and text with a table below."""

    feature: str
    name: str
    day: str = "2026-11-24"
    steps: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def begins(self, person: str, procedure: str) -> None:
        """Write that a person begins a case."""
        self.steps.append((WHEN, f"「{person}」发起「{procedure}」", {}))

    def performs(self, person: str, task: str, entries: Mapping[str, str]) -> None:
        """Write that a person does a task, entering what differs from the defaults."""
        self.steps.append((WHEN, f"「{person}」办理「{task}」", entries))

    def passes(self, days: int) -> None:
        """Write that days pass."""
        self.steps.append((WHEN, f"时间过去「{days}」天", {}))

    def offers(self, person: str, task: str) -> None:
        """Write that a person finds a task among theirs."""
        self.steps.append((THEN, f"「{person}」的待办中有「{task}」", {}))

    def ends_at(self, end: str) -> None:
        """Write that the case has ended."""
        self.steps.append((THEN, f"案件处于「{end}」", {}))

    def note(self, sentence: str) -> None:
        """Write a remark for whoever mends the scenario."""
        self.notes.append(sentence)


def written(script: Script) -> str:
    """Return the text of a file with this one scenario."""
    lines = ["# language: zh-CN", f"功能: {_line(script.feature)}", ""]
    lines += [f"  # {_line(note)}" for note in script.notes]
    lines += [f"  场景: {_line(script.name)}", f"    {GIVEN} 今天是「{script.day}」"]
    before = GIVEN
    for keyword, text, entries in script.steps:
        lines.append(f"    {AND if keyword == before else keyword} {text}")
        lines += _table([("字段", "值"), *entries.items()]) if entries else []
        before = keyword
    return "\n".join([*lines, ""])


def _table(rows: Sequence[tuple[str, str]]) -> list[str]:
    escaped = [[_line(cell).replace("\\", "\\\\").replace("|", "\\|") for cell in row] for row in rows]
    widths = [max(_width(row[column]) for row in escaped) for column in (0, 1)]
    return [
        "      | "
        + " | ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        + " |"
        for row in escaped
    ]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def _line(text: str) -> str:
    return " ".join(text.split())
