"""What the steps of scenarios ask of whatever runs the procedures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

Entries = Mapping[str, Any]
"""What is entered in a task: field label → what people read there."""


@dataclass(frozen=True)
class Refusal:
    """A command that was refused: every sentence the person is shown, and whether anything changed nevertheless."""

    sentences: tuple[str, ...]
    left_traces: bool


@dataclass(frozen=True)
class Sight:
    """A done task as one person sees it: `entered` are the labels that hold a value, `shown` those they can read."""

    entered: frozenset[str]
    shown: Mapping[str, str]


class Driver(Protocol):
    """Runs the procedures for scenarios, which speak of people, tasks, fields and procedures by their names.

    There is always one case at hand, from the first command on. What people are refused is returned, not raised.
    """

    def stand_at(self, day: date) -> None:
        """Set the clock to nine in the morning of a day in China."""

    def pass_days(self, days: int) -> None:
        """Move the clock on and let everything fall due that does."""

    def begin(self, person: str, procedure: str) -> Refusal | None:
        """Let a person begin a case, which becomes the case at hand."""

    def reach(self, task: str, changed: Mapping[str, Entries], *, afresh: bool) -> None:
        """Take the case at hand forward by the defaults until a task is open; `afresh` begins another case first."""

    def perform(self, person: str, task: str, entries: Entries) -> Refusal | None:
        """Let a person claim a task if need be and complete it."""

    def alter(self, person: str, task: str, entries: Entries) -> Refusal | None:
        """Let a person try to change what was entered in a done task."""

    def attach(self, person: str, name: str) -> Refusal | None:
        """Let a person attach a file to the case at hand."""

    def damage(self, name: str) -> None:
        """Change the stored bytes of an attached file behind the engine's back."""

    def look(self, person: str, task: str) -> Sight:
        """Show a person a done task, everything included that they may ask to see."""

    def offers(self, person: str, task: str) -> bool:
        """Tell whether a task of the case at hand is in the lists of a person who may do it."""

    def ends(self) -> Sequence[str]:
        """Return the names of the end events where the case at hand has ended; none while it runs."""

    def shown(self, label: str) -> Sequence[str]:
        """Return what the case at hand shows under a label, as people read it."""

    def follow(self, procedure: str) -> bool:
        """Take up the case of a procedure that a message of the case at hand has begun; tell whether there is one."""

    def last_done(self, task: str) -> int:
        """Return the number of the event by which a task was last completed, 0 if it never was."""

    def findings(self) -> Sequence[str]:
        """Return what the verification of the record finds, in sentences."""

    def enter_threshold(self, person: str, line: Mapping[str, str]) -> Refusal | None:
        """Let a person enter a version of a threshold, from what headings of a table say."""

    def confirm_threshold(self, person: str, name: str) -> Refusal | None:
        """Let a person confirm every unverified version of a threshold."""

    def withdraw_thresholds(self, person: str, name: str) -> None:
        """Let a person withdraw every version of a threshold."""

    def threshold_marks(self, person: str, name: str) -> Sequence[str]:
        """Return how each version of a threshold that the case at hand rests on is marked on the person's screen."""

    def told_on(self, person: str, task: str) -> Sequence[str]:
        """Return what an open task of the case at hand tells the person, beside its fields."""

    def compute(self, decision: str, inputs: Mapping[str, str]) -> Any:
        """Return what a decision of the procedures, by its name, comes to for inputs by their labels."""
