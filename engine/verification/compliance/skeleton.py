"""The states of a diagram without any data, explored once: most rules hold already there, and are proved in no time."""

from collections.abc import Collection

from engine.verification.compliance.letters import Letters
from engine.verification.nets.exploring import Budget, explore, steps_from
from engine.verification.nets.net import Net, PlaceKind
from engine.verification.nets.packing import BITS, FULL, PackedNet, pack


class Skeleton:
    """The graph of states of a net, each step with the elements that rules speak of; None where it is not complete."""

    def __init__(self, net: Net, named: Collection[str], budget: Budget | None) -> None:
        packed = pack(net)
        found = explore(packed, budget)
        self._is_whole = found.is_complete and found.overflowing is None
        numbers = {state: number for number, state in enumerate(found.states)}
        busy = busy_places(packed)
        self._ended = [not state & busy for state in found.states]
        self._steps: list[list[tuple[tuple[str, ...], int]]] = [[] for _ in found.states]
        if self._is_whole:
            for number, state in enumerate(found.states):
                for step, after in steps_from(packed, state):
                    elements = tuple(name for name in step.source.passes if name in named)
                    self._steps[number].append((elements, numbers[after]))

    def keeps(self, letters: Letters) -> bool:
        """Tell whether a rule without conditions holds whatever the data are; if not, the data may still see to it."""
        if not self._is_whole or letters.has_conditions:
            return False
        automaton = letters.automaton
        by_element = dict(letters.asked.keys())
        seen, waiting = {(0, 0)}, [(0, 0)]
        while waiting:
            number, state = waiting.pop()
            if state == automaton.bad or (self._ended[number] and state not in automaton.accepting):
                return False
            for elements, follows in self._steps[number]:
                after = state
                for element in elements:
                    after = automaton.after(after, by_element.get(element, ""))
                if (follows, after) not in seen:
                    seen.add((follows, after))
                    waiting.append((follows, after))
        return True


def busy_places(packed: PackedNet) -> int:
    """Return the bits of the places whose tokens say that a case goes on, or has not even chosen how it begins."""
    entries = (number for number, place in packed.net.numbered() if place.kind == PlaceKind.ENTRY)
    return packed.control | sum(FULL << BITS * number for number in entries)
