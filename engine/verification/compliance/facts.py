"""The facts of a model that conditions, gates and rules depend on, with the values that are told apart."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import Assignment, Element, Formula, Model
from engine.verification.compliance.questions import Question, question_of
from engine.verification.compliance.values import worth_of
from engine.verification.compliance.vocabulary import FieldWords
from engine.verification.data.domains import OTHER, variable_of


@dataclass(frozen=True)
class Slot:
    """Where the value of a fact stands in a state: nothing is zero, else the value's place in the list plus one."""

    fact: str
    values: tuple[Any, ...]
    shift: int
    mask: int

    def read(self, bits: int) -> Any:
        """Return the value in a state, None where there is none."""
        index = (bits & self.mask) >> self.shift
        return self.values[index - 1] if index else None

    def bits(self, value: Any) -> int | None:
        """Return the bits of a value, None for one that is not followed."""
        if value is None:
            return 0
        return (self.values.index(value) + 1) << self.shift if value in self.values else None

    def all_bits(self) -> tuple[int, ...]:
        """Return the bits of every value and of none."""
        return tuple(index << self.shift for index in range(len(self.values) + 1))


def asked_of(model: Model) -> dict[Formula, Question]:
    """Return what the conditions of all flows ask, in the process they are drawn in."""
    return {
        flow.condition: question_of(flow.condition, process.id)
        for process in model.processes.values()
        for flow in process.flows.values()
        if flow.condition
    }


def gates_of(element: Element) -> list[Question]:
    """Return what must be true when an element is completed."""
    gates = element.human.gates if element.human else ()
    return [question_of(gate.condition, element.process_id) for gate in gates]


def crossings(model: Model, element: Element) -> Iterator[tuple[str, Assignment, str]]:
    """Yield what passes into and out of a call: the fact that is written, from what, and in which process."""
    called = element.called
    if called is None or called not in model.processes:
        return
    for assignment in element.inputs:
        yield f"{called}:{assignment.name}", assignment, element.process_id
    for assignment in element.outputs:
        yield f"{element.process_id}:{assignment.name}", assignment, called


def slots_of(
    model: Model, questions: Iterable[Question], forms: Mapping[str, tuple[FieldWords, ...]], *, first_bit: int
) -> dict[str, Slot]:
    """Return the slots of all facts that questions depend on, and of what those are handed on from."""
    constants: dict[str, set[Any]] = {}
    for asked in questions:
        for fact, values in asked.constants.items():
            constants.setdefault(fact, set()).update(values)
    _hand_on(model, constants)
    choices = _choices(model, forms)
    _close(constants)
    slots = {}
    for fact in sorted(constants):
        domain = _values(fact, constants[fact], choices)
        width = len(domain).bit_length()
        slots[fact] = Slot(fact, domain, first_bit, ((1 << width) - 1) << first_bit)
        first_bit += width
    return slots


def _hand_on(model: Model, constants: dict[str, set[Any]]) -> None:
    """Follow what followed facts are handed on from, with the same values on both sides of a call."""
    calls = [element for process in model.processes.values() for element in process.elements.values() if element.called]
    handed = [each for element in calls for each in crossings(model, element)]
    changed = True
    while changed:
        before = {fact: len(values) for fact, values in constants.items()}
        for fact, assignment, source in handed:
            if fact in constants and assignment.formula.is_readable:
                _take(constants, fact, assignment.formula, source)
        changed = before != {fact: len(values) for fact, values in constants.items()}


def _take(constants: dict[str, set[Any]], fact: str, formula: Formula, source: str) -> None:
    worth = worth_of(formula.expression.tree, source)
    constants[fact] |= worth.own
    for read, values in worth.constants.items():
        constants.setdefault(read, set()).update(values)
    for copied in worth.copies:
        constants[copied] |= constants[fact]
        constants[fact] |= constants[copied]


def _choices(model: Model, forms: Mapping[str, tuple[FieldWords, ...]]) -> dict[str, set[str]]:
    """Return, by fact, the values that forms offer for it; those of which some form takes anything are left out."""
    found: dict[str, set[str]] = {}
    free: set[str] = set()
    for process in model.processes.values():
        for element in process.elements.values():
            form = element.human.form if element.human else None
            for each in forms.get(form or "", ()):
                fact = f"{process.id}:{each.key}"
                found.setdefault(fact, set()).update(each.values)
                if not each.values:
                    free.add(fact)
    return {fact: values for fact, values in found.items() if fact not in free}


def _close(constants: dict[str, set[Any]]) -> None:
    """Add that an element was done at all where the order of elements is asked."""
    for fact in list(constants):
        kind, _, elements = fact.partition(":")
        if kind == "later":
            for element in elements.split(":"):
                constants.setdefault(f"done:{element}", set())


def _values(fact: str, constants: set[Any], choices: Mapping[str, set[str]]) -> tuple[Any, ...]:
    kind = fact.partition(":")[0]
    if kind == "done":
        return (True,)
    if kind == "later":
        return (True, False)
    if kind == "times":
        return tuple(range(1, max(constants, default=1) + 2))
    told_apart = variable_of(fact, constants - {OTHER}).values or (OTHER,)
    offered = choices.get(fact)
    # Values that no condition tells apart are one value to the proof: that of any other text.
    return told_apart if offered is None or offered - set(told_apart) else tuple(v for v in told_apart if v in offered)
