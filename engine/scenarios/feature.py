"""Scenarios as values: features, scenarios with their outlines filled in, steps, each with its line. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

Rows = Sequence[Sequence[str]]
"""A table under a step: its rows, the heading first."""

GIVEN, WHEN, THEN = "given", "when", "then"


@dataclass(frozen=True)
class Step:
    """One step: its keyword as written, what it comes to (given, when or then), its text and what stands below it."""

    keyword: str
    kind: str
    text: str
    line: int
    table: tuple[tuple[str, ...], ...] | None = None
    docstring: str | None = None


@dataclass(frozen=True)
class Scenario:
    """One scenario to play: of an outline one for each row of its examples, whose line is `line` then.

    `tags` include those of the feature, the rule, the outline and the examples, with their `@`.
    """

    file: str
    feature: str
    name: str
    keyword: str
    line: int
    tags: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Feature:
    """One file of scenarios."""

    file: str
    name: str
    description: str
    keyword: str
    line: int
    language: str
    tags: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
