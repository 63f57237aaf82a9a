"""What scenarios have gone through, of everything there is: elements, flows, rows of decisions, rules of forms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from engine.scenarios.memory.world import Stage, Trace

Place = tuple[str, str]
"""A process and an element or flow, a decision and a row, or a form and a rule with its outcome."""

KINDS = ("elements", "flows", "rows", "rules")
MET, BROKEN = "+", "-"


@dataclass(frozen=True)
class Seen:
    """What was gone through, by kind."""

    places: Mapping[str, frozenset[Place]] = field(default_factory=dict)

    def of(self, kind: str) -> frozenset[Place]:
        """Return what was gone through of a kind."""
        return self.places.get(kind, frozenset())

    def joined(self, *others: "Seen") -> "Seen":
        """Return what this one or any other has gone through."""
        return Seen({kind: self.of(kind).union(*(other.of(kind) for other in others)) for kind in KINDS})

    def as_json(self) -> dict[str, list[list[str]]]:
        """Return it as JSON."""
        return {kind: sorted(map(list, self.of(kind))) for kind in KINDS}


def seen_of(told: Mapping[str, Iterable[Sequence[str]]]) -> Seen:
    """Return what JSON tells of what was gone through."""
    return Seen({kind: frozenset((str(one), str(other)) for one, other in told.get(kind, ())) for kind in KINDS})


def seen_in(stage: Stage, traces: Iterable[Trace]) -> Seen:
    """Return what traces have gone through."""
    places: dict[str, set[Place]] = {kind: set() for kind in KINDS}
    for trace in traces:
        procedure = stage.procedures[trace.procedure]
        for process in procedure.model.processes.values():
            places["elements"].update((process.id, each) for each in trace.elements if each in process.elements)
            places["flows"].update((process.id, each) for each in trace.flows if each in process.flows)
        for made in trace.decided:
            places["rows"].update((rule.decision, str(rule.number)) for rule in made.fired)
        places["rules"].update((form, f"{rule}{MET if outcome else BROKEN}") for form, rule, outcome in trace.rules)
    return Seen({kind: frozenset(found) for kind, found in places.items()})


class Item(NamedTuple):
    """One thing that scenarios can go through, with its name."""

    place: Place
    zh: str
    en: str


@dataclass(frozen=True)
class Inventory:
    """Everything of one procedure that scenarios can go through, by kind, in the order of the drawing."""

    key: str
    title_zh: str
    title_en: str
    process: str
    items: Mapping[str, tuple[Item, ...]]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        items = {kind: [[*each.place, each.zh, each.en] for each in self.items[kind]] for kind in KINDS}
        return {"key": self.key, "zh": self.title_zh, "en": self.title_en, "process": self.process, "items": items}


def inventory_of(told: Mapping[str, Any]) -> Inventory:
    """Return the inventory that JSON tells."""
    items = {
        kind: tuple(Item((str(one), str(other)), str(zh), str(en)) for one, other, zh, en in told["items"][kind])
        for kind in KINDS
    }
    return Inventory(str(told["key"]), str(told["zh"]), str(told["en"]), str(told["process"]), items)


@dataclass(frozen=True)
class Covered:
    """Of one kind, all there is, and what of it was gone through."""

    all: tuple[Item, ...]
    seen: frozenset[Place]

    @property
    def missing(self) -> tuple[Item, ...]:
        """Return what nobody has gone through."""
        return tuple(each for each in self.all if each.place not in self.seen)

    @property
    def count(self) -> int:
        """Return how much of it was gone through."""
        return len(self.all) - len(self.missing)

    @property
    def percent(self) -> int:
        """Return the share, rounded down, so that 100 means everything; 100 where there is nothing."""
        return 100 * self.count // len(self.all) if self.all else 100


@dataclass(frozen=True)
class ProcedureCoverage:
    """What scenarios cover of one procedure, without what it calls; `kinds` holds elements, flows, rows and rules."""

    inventory: Inventory
    kinds: Mapping[str, Covered]

    @property
    def key(self) -> str:
        """Return the key of the procedure."""
        return self.inventory.key

    @property
    def is_touched(self) -> bool:
        """Tell whether any scenario has gone through any of it."""
        return any(found.count for found in self.kinds.values())

    def title(self, language: str) -> str:
        """Return the title of the procedure in `zh` or, for any other language, English."""
        return self.inventory.title_zh if language.startswith("zh") else self.inventory.title_en

    def marks(self) -> dict[str, dict[str, Any]]:
        """Return what a drawing shows: by id of each element and flow whether scenarios have gone through it."""
        return {
            item.place[1]: {"kind": kind[:-1], "covered": item.place in self.kinds[kind].seen}
            for kind in ("elements", "flows")
            for item in self.kinds[kind].all
        }

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON, with marks for the diagram."""
        counted = {
            kind: {
                "all": len(found.all),
                "covered": found.count,
                "percent": found.percent,
                "missing": [
                    {"in": item.place[0], "id": item.place[1], "zh": item.zh, "en": item.en} for item in found.missing
                ],
            }
            for kind, found in self.kinds.items()
        }
        titles = {"zh": self.inventory.title_zh, "en": self.inventory.title_en}
        return {"procedure": self.key, "title": titles, "process": self.inventory.process, **counted,
                "marks": self.marks()}  # fmt: skip


def coverage_of(inventory: Inventory, seen: Seen) -> ProcedureCoverage:
    """Return what was gone through of one procedure."""
    kinds = {
        kind: Covered(items, seen.of(kind) & {item.place for item in items}) for kind, items in inventory.items.items()
    }
    return ProcedureCoverage(inventory, kinds)
