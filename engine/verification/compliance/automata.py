"""Each pattern as an automaton of at most four states over the steps that a rule names."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Pattern(StrEnum):
    """What a rule says of its steps; the letters are those of its sentence."""

    PRECEDENCE = "precedence"  # No A before a B.
    FRESH = "fresh"  # No C after an A until B was done again.
    RENEWAL = "renewal"  # After every A comes a B before the next A.
    RESPONSE = "response"  # After an A comes a B.
    BOUNDED = "bounded"  # After an A comes a B in so many days.
    ABSENCE_AFTER = "absence-after"  # After an A comes no B.
    ABSENCE = "absence"  # Never an A.
    EXISTENCE = "existence"  # An A in every case.
    ONCE = "once"  # Not more than one A.
    EXCLUSIVE = "exclusive"  # Not both A and B.
    TOGETHER = "together"  # Both A and B, or neither.
    APART = "apart"  # Nobody does both A and B.
    TWO_PEOPLE = "two-people"  # Two people for an A.


@dataclass(frozen=True)
class Automaton:
    """A deterministic automaton that begins in state 0; a letter without a move leaves the state as it is.

    `accepting` are the states in which a case may end, `bad` the one that is never left, `triggers` the letters
    without which the rule holds of nothing at all.
    """

    moves: tuple[Mapping[str, int], ...]
    accepting: frozenset[int]
    triggers: frozenset[str]
    bad: int | None = None

    def after(self, state: int, letter: str) -> int:
        """Return the state after a letter."""
        return self.moves[state].get(letter, state)


def _automaton(*moves: Mapping[str, int], accepting: str, triggers: str, bad: int | None = None) -> Automaton:
    return Automaton(moves, frozenset(int(each) for each in accepting), frozenset(triggers), bad)


_PRECEDENCE = _automaton({"A": 1, "B": 2}, {}, {}, accepting="01", triggers="B", bad=2)
_RESPONSE = _automaton({"A": 1}, {"B": 0}, accepting="0", triggers="A")

AUTOMATA: Mapping[Pattern, Automaton] = {
    Pattern.PRECEDENCE: _PRECEDENCE,
    Pattern.FRESH: _automaton({"A": 1}, {"B": 0, "C": 2}, {}, accepting="01", triggers="C", bad=2),
    Pattern.RENEWAL: _automaton({"A": 1}, {"B": 0, "A": 2}, {}, accepting="0", triggers="A", bad=2),
    Pattern.RESPONSE: _RESPONSE,
    # That B comes at all is half of the promise; the other half, in time, is proved with clocks.
    Pattern.BOUNDED: _RESPONSE,
    Pattern.ABSENCE_AFTER: _automaton({"A": 1}, {"B": 2}, {}, accepting="01", triggers="AB", bad=2),
    Pattern.ABSENCE: _automaton({"A": 1}, {}, accepting="0", triggers="", bad=1),
    Pattern.EXISTENCE: _automaton({"A": 1}, {}, accepting="1", triggers=""),
    Pattern.ONCE: _automaton({"A": 1}, {"A": 2}, {}, accepting="01", triggers="A", bad=2),
    Pattern.EXCLUSIVE: _automaton({"A": 1, "B": 2}, {"B": 3}, {"A": 3}, {}, accepting="012", triggers="AB", bad=3),
    Pattern.TOGETHER: _automaton({"A": 1, "B": 2}, {"B": 3}, {"A": 3}, {}, accepting="03", triggers="AB"),
}
"""Patterns about people have none: whether a person did a step is no letter of the order of steps."""
