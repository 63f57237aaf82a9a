"""The ways through one scope of a diagram, for the question what cannot be gone around. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from engine.bpmn import Element, Process

_NOBODY: frozenset[str] = frozenset()


class Paths:
    """The elements of one scope and the ways between them.

    An element is *done* when its token leaves by a sequence flow. An attached event leaves its activity without
    doing it. Ways that lead back to something every path came through (loops) are not *forward*.
    """

    def __init__(self, process: Process, scope_id: str) -> None:
        inside = [each for each in process.within(scope_id) if not each.by_event and not each.for_compensation]
        self.elements: Mapping[str, Element] = {each.id: each for each in inside}
        self._done = {each.id: tuple(_following(process, each)) for each in inside}
        self._attached: dict[str, list[str]] = {}
        for each in inside:
            if each.attached_to is not None:
                self._attached.setdefault(each.attached_to, []).append(each.id)

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """Return the elements that the scope can begin with."""
        return tuple(
            each.id
            for each in self.elements.values()
            if each.kind == "startEvent" or each.instantiate or not (each.incoming or each.attached_to)
        )

    @cached_property
    def exits(self) -> tuple[str, ...]:
        """Return the elements that no flow leaves."""
        return tuple(name for name, following in self._done.items() if not following)

    def on_every_way(self, start: str, goal: str, among: Collection[str]) -> tuple[str, ...]:
        """Return what has to be done on every forward way from an element to another, the first one included.

        Only elements `among` the given ones are looked at. Nothing is on every way where no forward way leads there.
        """
        if not among or start == goal or goal not in self._reach([start], self._forward):
            return ()
        return tuple(
            name
            for name in self.elements
            if name in among and name != goal and goal not in self._reach([start], self._forward, undone={name})
        )

    def in_front_of(self, goal: str, among: Collection[str]) -> tuple[str, ...]:
        """Return which of some elements have to be done before the scope gets to an element, however it begins."""
        return tuple(
            name
            for name in self.elements
            if name in among and name != goal and goal not in self._reach(self.starts, self._done, undone={name})
        )

    def before_leaving(self, among: Collection[str], start: str | None = None) -> tuple[str, ...]:
        """Return which of some elements are on every forward way out of the scope, from one or from its start."""
        starts = self.starts if start is None else (start,)
        return tuple(name for name in self.elements if name in among and not self._gets_out(starts, name))

    def ahead_of(self, name: str) -> frozenset[str]:
        """Return the elements that a forward way leads from to this one."""
        return frozenset(each for each in self.elements if each != name and name in self._reach([each], self._forward))

    def _gets_out(self, starts: Iterable[str], undone: str) -> bool:
        reached = self._reach(starts, self._forward, undone={undone})
        return any(name in reached and name != undone for name in self.exits)

    @cached_property
    def _forward(self) -> Mapping[str, tuple[str, ...]]:
        return {
            name: tuple(target for target in following if not self._leads_back(name, target))
            for name, following in self._done.items()
        }

    def _leads_back(self, source: str, target: str) -> bool:
        """Tell whether every path to the source came through the target already."""
        return source == target or source not in self._reach(self.starts, self._done, without={target})

    def _reach(
        self,
        starts: Iterable[str],
        ways: Mapping[str, tuple[str, ...]],
        *,
        undone: Collection[str] = _NOBODY,
        without: Collection[str] = _NOBODY,
    ) -> frozenset[str]:
        seen: set[str] = set()
        todo = [name for name in starts if name not in without]
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            following = [*self._attached.get(name, ()), *(() if name in undone else ways[name])]
            todo.extend(each for each in following if each not in without)
        return frozenset(seen)


def _following(process: Process, element: Element) -> Iterator[str]:
    for flow in element.outgoing:
        yield process.flows[flow].target
    trigger = element.trigger
    if trigger is not None and trigger.kind == "link" and element.kind == "intermediateThrowEvent":
        for other in process.within(element.scope_id):
            if other.kind == "intermediateCatchEvent" and _is_link(other, trigger.name):
                yield other.id


def _is_link(element: Element, name: str | None) -> bool:
    trigger = element.trigger
    return trigger is not None and (trigger.kind, trigger.name) == ("link", name)
