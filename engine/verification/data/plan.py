"""What the conditions of a net ask and its elements write, as masks over the bits behind the places."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.bpmn import Formula, Model
from engine.verification.data.domains import Variable, document_of, variable_of
from engine.verification.data.reading import compared
from engine.verification.data.writers import Facts, Written, writers
from engine.verification.nets.net import Net, Transition


@dataclass(frozen=True)
class Slot:
    """Where a variable's value stands in a state: nothing set is zero, else the value's place in its list plus one."""

    variable: Variable
    shift: int
    mask: int

    def value(self, state: int) -> Any:
        """Return the value in a state, None where it is not set."""
        index = (state & self.mask) >> self.shift
        return self.variable.values[index - 1] if index else None


@dataclass(frozen=True)
class Plan:
    """The data of a net: its slots, what is written by whom, and what could not be read."""

    slots: Mapping[str, Slot]
    asked: Mapping[Formula, tuple[str, ...]]
    written: Mapping[str, Mapping[str, tuple[int, ...]]]
    unread: tuple[str, ...]

    def touches(self, transition: Transition) -> bool:
        """Tell whether a step asks or writes anything that is followed."""
        return any(formula in self.asked for formula, _ in transition.asked) or any(
            element in self.written for element in transition.passes
        )

    def reads(self, transition: Transition) -> frozenset[str]:
        """Return the variables a step asks for."""
        return frozenset(name for formula, _ in transition.asked for name in self.asked.get(formula, ()))

    def writes(self, transition: Transition) -> frozenset[str]:
        """Return the variables a step writes anew."""
        return frozenset(name for element in transition.passes for name in self.written.get(element, ()))

    def guard(self, transition: Transition) -> Callable[[int], bool] | None:
        """Return whether a step's conditions come out as said in a state; None where it asks nothing that is read."""
        pairs = [(formula, wanted) for formula, wanted in transition.asked if formula in self.asked]
        if not pairs:
            return None
        names = sorted({name for formula, _ in pairs for name in self.asked[formula]})
        slots = [self.slots[name] for name in names]
        mask = sum(slot.mask for slot in slots)
        known: dict[int, bool] = {}

        def holds(state: int) -> bool:
            key = state & mask
            answer = known.get(key)
            if answer is None:
                document = document_of({slot.variable.name: slot.value(key) for slot in slots})
                answer = known[key] = all(
                    (formula.expression.evaluate(document) is True) == wanted for formula, wanted in pairs
                )
            return answer

        return holds

    def options(self, transition: Transition) -> dict[str, tuple[int, ...]]:
        """Return, by variable a step writes, the bits it may set."""
        options: dict[str, tuple[int, ...]] = {}
        for element in transition.passes:
            options.update(self.written.get(element, {}))
        return options


def plan_of(net: Net, model: Model, *, first_bit: int, facts: Facts | None = None) -> Plan:
    """Return what of a net's data can be followed; a condition that cannot be read may come out either way."""
    constants: dict[str, set[Any]] = {}
    asked: dict[Formula, tuple[str, ...]] = {}
    unread: dict[str, None] = {}
    for transition in net.transitions:
        for formula, _ in transition.asked:
            found = compared(formula)
            if found is None:
                unread[transition.passes[0]] = None
                continue
            asked[formula] = tuple(found)
            for name, values in found.items():
                constants.setdefault(name, set()).update(values)
    written = writers(model, list(constants), facts)
    variables = {
        name: variable_of(name, values | _known_values(name, written), _choices(name, written))
        for name, values in constants.items()
    }
    slots = _slots(variables, first_bit)
    return Plan(
        slots=slots,
        asked={formula: names for formula, names in asked.items() if names},
        written={element: _options(values, slots) for element, values in written.items()},
        unread=tuple(unread),
    )


def _known_values(name: str, written: Mapping[str, Written]) -> set[Any]:
    """Return the values that somebody is known to give a variable: each is told apart from all others."""
    found = (value for each in written.values() for value in each.get(name) or ())
    return {value for value in found if value is not None and value is not ...}


def _choices(name: str, written: Mapping[str, Written]) -> Sequence[Any] | None:
    """Return all values a variable can have if every writer's are known, None otherwise."""
    found: dict[Any, None] = {}
    for each in written.values():
        if name in each:
            values = each[name]
            if values is None or ... in values:
                return None
            found.update(dict.fromkeys(value for value in values if value is not None))
    return tuple(found) or None


def _slots(variables: Mapping[str, Variable], first_bit: int) -> dict[str, Slot]:
    slots = {}
    for name in sorted(variables):
        width = len(variables[name].values).bit_length()
        slots[name] = Slot(variables[name], first_bit, ((1 << width) - 1) << first_bit)
        first_bit += width
    return slots


def _options(written: Written, slots: Mapping[str, Slot]) -> dict[str, tuple[int, ...]]:
    found = {}
    for name, values in written.items():
        slot = slots[name]
        known = slot.variable.values
        possible = known if values is None or ... in values else [each for each in values if each in known]
        nothing = (0,) if not possible or (values is not None and None in values) else ()
        found[name] = (*((known.index(each) + 1 << slot.shift) for each in possible), *nothing)
    return found
