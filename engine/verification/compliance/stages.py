"""What happens to the facts when an element is begun or completed, as stages that one step goes through in order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from engine.bpmn import Element, Model
from engine.feel import tree
from engine.verification.compliance.facts import Slot, crossings
from engine.verification.compliance.questions import TRUE, Question
from engine.verification.compliance.values import Worth, worth_of
from engine.verification.compliance.vocabulary import FieldWords
from engine.verification.data.domains import OTHER

Forms = Mapping[str, tuple[FieldWords, ...]]

_HUMAN = frozenset({"userTask", "manualTask", "task"})
_MACHINES = frozenset({"serviceTask", "receiveTask", "sendTask", "adHocSubProcess"})
_CARRYING = frozenset({"message", "signal", "error", "escalation"})


@dataclass(frozen=True)
class Stage:
    """One change or test: from some bits to those that may follow, none where it refuses.

    It `reads` facts before it `writes` others anew. The second argument are the bits somebody asks for afterwards:
    what is not among them need not take one value after the other.
    """

    run: Callable[[int, int], Iterator[int]]
    reads: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()


class Stages:
    """Makes the stages of the elements of a model for its slots; `forms` is None where nothing is known of them."""

    def __init__(
        self, model: Model, slots: Mapping[str, Slot], forms: Forms | None, gates: Mapping[str, Sequence[Question]]
    ) -> None:
        self._model, self._slots, self._forms, self._gates = model, slots, forms, gates

    def only(self, slots: Mapping[str, Slot]) -> "Stages":
        """Return the stages that follow some of the facts."""
        return Stages(self._model, slots, self._forms, self._gates)

    def example(self, element: Element, slot: Slot, value: Any) -> Any:
        """Return a value for people: for any other text one that the element's form offers and no condition names."""
        if value != OTHER or element.human is None:
            return value
        words = (self._forms or {}).get(element.human.form or "", ())
        name = slot.fact.partition(":")[2]
        offered = (each for one in words if one.key == name for each in one.values if each not in slot.values)
        return next(offered, value)

    def of_begin(self, element: Element) -> Iterator[Stage]:
        """Yield what the beginning of a call does to the document of the called procedure: it sees its inputs alone."""
        called = self._model.processes.get(element.called or "")
        if called is None:
            return
        inner = [fact for fact in self._slots if fact.startswith(f"{called.id}:")]
        given = self._handed(element, element.process_id)
        yield from self._chosen({fact: (0,) for fact in inner if fact not in given})
        yield from self._assigned(given)

    def of_end(self, element: Element) -> Iterator[Stage]:
        """Yield what the completion of an element does: it writes, its gates are asked, the record is kept."""
        yield from self._written(element)
        for gate in self._gates[element.id]:
            if not gate.facts.isdisjoint(self._slots):
                yield self.asking(gate, wanted=True)
        yield from self._recorded(element)

    def asking(self, asked: Question, *, wanted: bool) -> Stage:
        """Return the stage that lets pass what a question can be answered for as wanted; all but true counts as no."""
        slots = [self._slots[fact] for fact in sorted(asked.facts) if fact in self._slots]
        hopes = TRUE if wanted else ~TRUE

        def run(bits: int, _: int) -> Iterator[int]:
            if asked.answer({slot.fact: slot.read(bits) for slot in slots}) & hopes:
                yield bits

        return Stage(run, frozenset(slot.fact for slot in slots))

    def _written(self, element: Element) -> Iterator[Stage]:
        if element.kind == "callActivity" and element.called in self._model.processes:
            yield from self._assigned(self._handed(element, element.called or ""))
        elif element.kind == "scriptTask":
            yield from self._scripted(element)
        else:
            yield from self._chosen(self._options(element))

    def _handed(self, element: Element, source: str) -> dict[str, Worth | None]:
        """Return what passes the border of a call that comes from one side; entries of what passes may be anything."""
        found: dict[str, Worth | None] = {}
        for fact, assignment, side in crossings(self._model, element):
            if side == source:
                found |= {each: None for each in self._slots if each.startswith(f"{fact}.")}
                if fact in self._slots:
                    found[fact] = worth_of(assignment.formula.expression.tree, source)
        return found

    def _scripted(self, element: Element) -> Iterator[Stage]:
        root = element.script.expression.tree if element.script and element.script.is_readable else None
        own = self._own(element)
        if not isinstance(root, tree.ContextOf):
            yield from self._chosen(self._anything(own))
            return
        entries = dict(root.entries)
        yield from self._assigned(
            {
                fact: worth_of(entries[head], element.process_id) if head == name else None
                for fact, name, head in own
                if head in entries
            }
        )

    def _own(self, element: Element) -> list[tuple[str, str, str]]:
        """Return the facts of an element's document with their names and the first parts of those."""
        begin = f"{element.process_id}:"
        names = [(fact, fact[len(begin) :]) for fact in self._slots if fact.startswith(begin)]
        return [(fact, name, name.split(".")[0]) for fact, name in names]

    def _options(self, element: Element) -> dict[str, tuple[int | None, ...]]:
        """Return, by fact, the bits an element may write, None for leaving it as it is."""
        own = self._own(element)
        if element.kind == "businessRuleTask" and element.result:
            return self._anything([each for each in own if each[2] == element.result])
        if element.kind in _HUMAN:
            return self._filled(element, own)
        brings = element.kind in _MACHINES or element.kind in ("businessRuleTask", "callActivity")
        return self._anything(own) if brings or self._carries(element) else {}

    def _carries(self, element: Element) -> bool:
        if element.kind not in ("startEvent", "intermediateCatchEvent", "boundaryEvent"):
            return False
        begins = element.kind == "startEvent" and element.scope_id == element.process_id
        if begins and self._forms is None and not self._is_called(element.process_id):
            return True
        return any(trigger.kind in _CARRYING for trigger in element.triggers)

    def _is_called(self, process: str) -> bool:
        return any(
            element.called == process for each in self._model.processes.values() for element in each.elements.values()
        )

    def _filled(self, element: Element, own: Sequence[tuple[str, str, str]]) -> dict[str, tuple[int | None, ...]]:
        form = element.human.form if element.human else None
        if self._forms is None or (form is not None and form not in self._forms):
            return self._anything(own)
        found: dict[str, tuple[int | None, ...]] = {}
        for words in self._forms.get(form or "", ()):
            for fact, name, head in own:
                if head == words.key:
                    found[fact] = self._field(self._slots[fact], words, whole=name == head)
        return found

    def _field(self, slot: Slot, words: FieldWords, *, whole: bool) -> tuple[int | None, ...]:
        if not whole or not words.values:
            return slot.all_bits() if not words.is_certain else slot.all_bits()[1:]
        bits = {slot.bits(value) or slot.bits(OTHER) for value in words.values}
        known = tuple(each for each in bits if each)
        return known if words.is_certain else (*known, 0)

    def _anything(self, own: Sequence[tuple[str, str, str]]) -> dict[str, tuple[int | None, ...]]:
        return {fact: self._slots[fact].all_bits() for fact, _, _ in own}

    def _chosen(self, options: Mapping[str, tuple[int | None, ...]]) -> Iterator[Stage]:
        """Yield the stage that writes one of some values to each fact that is asked for afterwards."""
        if not options:
            return
        slots = {fact: self._slots[fact] for fact in options}
        clears = sum(slot.mask for slot in slots.values())

        def run(bits: int, wanted: int) -> Iterator[int]:
            kept = bits & ~clears
            choices = [
                [bits & slots[fact].mask if each is None else each for each in values]
                for fact, values in options.items()
                if slots[fact].mask & wanted
            ]
            return (kept | sum(chosen) for chosen in product(*choices))

        yield Stage(run, writes=frozenset(options))

    def _assigned(self, given: Mapping[str, Worth | None]) -> Iterator[Stage]:
        """Yield the stage that writes what assignments are worth; None may be anything."""
        if not given:
            return
        slots = {fact: self._slots[fact] for fact in given}
        reads = frozenset(read for worth in given.values() if worth for read in worth.constants if read in self._slots)
        read_slots = [self._slots[fact] for fact in reads]
        clears = sum(slot.mask for slot in slots.values())

        def run(bits: int, wanted: int) -> Iterator[int]:
            values = {slot.fact: slot.read(bits) for slot in read_slots}
            choices = [_possible(slot, given[fact], values) for fact, slot in slots.items() if slot.mask & wanted]
            return (bits & ~clears | sum(chosen) for chosen in product(*choices))

        yield Stage(run, reads, frozenset(given))

    def _recorded(self, element: Element) -> Iterator[Stage]:
        for fact, slot in self._slots.items():
            kind, *ordered = fact.split(":")
            if kind == "later" and element.id in ordered:
                yield _ordered(slot, self._slots, element.id, *ordered)
        for fact, slot in self._slots.items():
            if fact == f"done:{element.id}":
                yield _set(slot)
            elif fact == f"times:{element.id}":
                yield _counted(slot)


def _possible(slot: Slot, worth: Worth | None, values: Mapping[str, Any]) -> Sequence[int]:
    own = worth.yields(values) if worth else None
    if own is None:
        return slot.all_bits()
    bits = {slot.bits(value) if slot.bits(value) is not None else slot.bits(OTHER) for value in own}
    return slot.all_bits() if None in bits else sorted(each for each in bits if each is not None)


def _set(slot: Slot) -> Stage:
    def run(bits: int, _: int) -> Iterator[int]:
        yield bits | slot.mask

    return Stage(run, writes=frozenset({slot.fact}))


def _counted(slot: Slot) -> Stage:
    def run(bits: int, _: int) -> Iterator[int]:
        count = min((slot.read(bits) or 0) + 1, len(slot.values))
        yield bits & ~slot.mask | count << slot.shift

    return Stage(run, frozenset({slot.fact}))


def _ordered(slot: Slot, slots: Mapping[str, Slot], completed: str, later: str, earlier: str) -> Stage:
    """Return what the completion of one of two elements says of their order; nothing while only one was completed."""
    other = slots[f"done:{earlier if completed == later else later}"]

    def run(bits: int, _: int) -> Iterator[int]:
        value = (completed == later) if other.read(bits) else None
        yield bits & ~slot.mask | (slot.bits(value) or 0)

    return Stage(run, frozenset({other.fact}), frozenset({slot.fact}))
