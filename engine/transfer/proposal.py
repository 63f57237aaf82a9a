"""Which element of a new version is which of the old one: proposed by likeness, judged whoever says so. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from engine.bpmn import Element, Process
from engine.definitions.procedure import Procedure
from engine.kernel.errors import Fault
from engine.runtime.fitting import family

LIKELY = 0.6
"""From which likeness on a pair is proposed at all; a person looks at every one."""


@dataclass(frozen=True)
class Pair:
    """An old element and its counterpart: `same` id and kind, `renamed` by likeness, or `gone` without one.

    `likeness` goes from 0 to 1.
    """

    source: str
    name_zh: str
    name_en: str
    target: str | None
    target_zh: str
    target_en: str
    how: str
    likeness: float


def propose(before: Procedure, after: Procedure) -> tuple[Pair, ...]:
    """Return a counterpart for every element of the old version that a case can stand on.

    An element with the same id and of the same kind is the same. For each other one the likest of those that are new
    is proposed: by kind, name, performer, form and neighbours.
    """
    places = {name: element for name, element in before.elements.items() if holds_tokens(element)}
    same = {name for name, element in places.items() if _is_same(element, after.elements.get(name))}
    free = {name: element for name, element in after.elements.items() if name not in same and holds_tokens(element)}
    found = [_pair(element, after.elements[name], "same", 1.0) for name, element in places.items() if name in same]
    rated = sorted(
        ((_likeness(before, after, old, new), old.id, new.id)
         for name, old in places.items() if name not in same for new in free.values()),
        key=lambda each: (-each[0], each[1], each[2]),
    )  # fmt: skip
    taken: dict[str, tuple[str, float]] = {}
    for likeness, old_id, new_id in rated:
        if likeness >= LIKELY and old_id not in taken and new_id not in {target for target, _ in taken.values()}:
            taken[old_id] = new_id, likeness
    for name, element in places.items():
        if name in taken:
            target, likeness = taken[name]
            found.append(_pair(element, after.elements[target], "renamed", round(likeness, 2)))
        elif name not in same:
            found.append(_pair(element, None, "gone", 0.0))
    return tuple(found)


def mapping_of(pairs: tuple[Pair, ...]) -> dict[str, str]:
    """Return the renamed elements of a proposal as a mapping."""
    return {pair.source: pair.target for pair in pairs if pair.how == "renamed" and pair.target}


def mapping_faults(before: Procedure, after: Procedure, mapping: Mapping[str, str]) -> Iterator[Fault]:
    """Yield a fault for each line of a mapping that could not hold for any case."""
    targets = list(mapping.values())
    for source, target in mapping.items():
        old, new = before.elements.get(source), after.elements.get(target)
        if old is None:
            yield _fault(source, f"旧版本中没有元素“{source}”", f"the old version has no element {source}")
        elif new is None:
            yield _fault(source, f"新版本中没有元素“{target}”", f"the new version has no element {target}")
        elif family(old.kind) != family(new.kind):
            yield _fault(
                source, f"“{source}”（{old.kind}）不能对应“{target}”（{new.kind}）",
                f"{source} ({old.kind}) cannot become {target} ({new.kind})",
            )  # fmt: skip
        elif targets.count(target) > 1 or (target in before.elements and target not in mapping and target != source):
            yield _fault(source, f"“{target}”已由另一元素对应", f"{target} is the counterpart of another element")


def renamed_record(before: Procedure, after: Procedure, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return those renamings that the record of a case follows: of elements with the same name and of one family.

    A gate asks the record by id. Were the record to follow any mapping, a mapping could make it say that something
    was done which never was.
    """
    found = {}
    for source, target in mapping.items():
        old, new = before.elements.get(source), after.elements.get(target)
        if old and new and old.name == new.name and old.name and family(old.kind) == family(new.kind):
            found[source] = target
    return found


def holds_tokens(element: Element) -> bool:
    """Tell whether a case between two steps can stand on an element."""
    if element.kind in ("startEvent", "endEvent", "intermediateThrowEvent", "scriptTask", "exclusiveGateway"):
        return False
    return not (element.kind == "boundaryEvent" and any(each.kind == "compensation" for each in element.triggers))


def _is_same(old: Element, new: Element | None) -> bool:
    return new is not None and family(old.kind) == family(new.kind)


def _likeness(before: Procedure, after: Procedure, old: Element, new: Element) -> float:
    if family(old.kind) != family(new.kind):
        return 0.0
    names = SequenceMatcher(None, old.name or old.id, new.name or new.id).ratio()
    around = _overlap(_neighbours(before, old), _neighbours(after, new))
    return 0.2 + 0.5 * names + 0.2 * around + 0.1 * _work(old, new)


def _work(old: Element, new: Element) -> float:
    if old.human is None or new.human is None:
        return 1.0 if old.called == new.called and old.decision == new.decision else 0.0
    return ((old.human.form == new.human.form) + (old.human.performer == new.human.performer)) / 2


def _overlap(some: frozenset[str], others: frozenset[str]) -> float:
    return len(some & others) / len(some | others) if some | others else 1.0


def _neighbours(procedure: Procedure, element: Element) -> frozenset[str]:
    process: Process = procedure.model.processes[element.process_id]
    before = {process.flows[flow].source for flow in element.incoming}
    after = {process.flows[flow].target for flow in element.outgoing}
    return frozenset(before | after)


def _pair(old: Element, new: Element | None, how: str, likeness: float) -> Pair:
    return Pair(
        source=old.id,
        name_zh=old.name or old.id,
        name_en=old.name_en or old.name or old.id,
        target=new.id if new else None,
        target_zh=(new.name or new.id) if new else "",
        target_en=(new.name_en or new.name or new.id) if new else "",
        how=how,
        likeness=likeness,
    )


def _fault(source: str, zh: str, en: str) -> Fault:
    return Fault("mapping", f"{zh}。", f"{en[0].upper()}{en[1:]}.", {"element": source})
