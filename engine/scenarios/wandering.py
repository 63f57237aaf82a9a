"""Ways through a procedure that differ from the defaults in one or two choices: for what the proof cannot work out.

Conditions may rest on what decisions and scripts compute, which the proof takes for anything. So the procedure is
tried: every choice of a form in turn, the fewest differences first, each task with the defaults otherwise.
"""

import heapq
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.definitions.procedure import Procedure
from engine.scenarios.errors import StepFailed
from engine.scenarios.filling import waiting
from engine.scenarios.memory.driver import InMemory, require_granted
from engine.scenarios.memory.world import Trace, World
from engine.scenarios.playing import Theatre
from engine.scenarios.writing import Script
from engine.tasks.values import LockedTask
from forms import Field, Form, Kind

MOST_DIFFERENCES = 2
MOST_TIMES = 3
"""How often one task is done on one way: a loop that is gone round for ever leads nowhere new."""


@dataclass(order=True)
class Way:
    """A way begun: how many choices differ from the defaults, how long it is, where it stands."""

    differences: int
    length: int
    number: int
    world: World = field(compare=False)
    steps: tuple[tuple[str, str, Mapping[str, str]], ...] = field(compare=False, default=())
    done: tuple[str, ...] = field(compare=False, default=())


def wander(theatre: Theatre, procedure: Procedure, *, seconds: float) -> Iterator[tuple[InMemory, Script]]:
    """Yield every step of every way, the fewest differences first, with what was written down until then."""
    until = time.monotonic() + seconds
    title = procedure.bundle.title_zh
    driver = InMemory(theatre.stage, World(thresholds=theatre.thresholds), theatre.memory)
    begun = Script(title, "")
    try:
        person = theatre.stage.organisation.named(driver.starter(procedure, "", {})).name
        begun.begins(person, title)
        require_granted(driver.begin(person, title))
    except StepFailed:
        return
    waiting_ways = [Way(0, 0, driver.number, driver.world, tuple(begun.steps))]
    while waiting_ways and time.monotonic() < until:
        for way, here, script in _onwards(theatre, procedure, heapq.heappop(waiting_ways)):
            heapq.heappush(waiting_ways, way)
            yield here, script


def new_flows(before: World, after: World) -> frozenset[str]:
    """Return the flows that were gone along between two worlds of one way."""
    later: tuple[Trace, ...] = after.traces[len(before.traces) :]
    return frozenset(flow for trace in later for flow in trace.flows)


def _onwards(theatre: Theatre, procedure: Procedure, way: Way) -> Iterator[tuple[Way, InMemory, Script]]:
    """Yield what a way can become by doing its next task in each possible manner."""
    held = way.world.held
    for task, found in held.open_tasks.items():
        if way.done.count(task) >= MOST_TIMES:
            continue
        form = procedure.forms.get(found.form or "")
        variants = _variants(form, theatre.stage.defaults.get(task, {}))
        for entries in ({}, *(variants if way.differences < MOST_DIFFERENCES else ())):
            driver = InMemory(theatre.stage, way.world, theatre.memory, way.number)
            script = Script(procedure.bundle.title_zh, "", steps=list(way.steps))
            if _does(driver, script, task, found, entries):
                differences = way.differences + bool(entries)
                done = (*way.done, task)
                further = Way(differences, len(done), driver.number, driver.world, tuple(script.steps), done)
                yield further, driver, script
        # Only the oldest task: what is done beside it comes next.
        return


def _does(driver: InMemory, script: Script, task: str, found: LockedTask, entries: Mapping[str, str]) -> bool:
    try:
        wait = waiting(driver.stage.defaults.get(task, {}))
        if wait:
            driver.pass_days(wait.days)
            script.passes(wait.days)
        person = driver.performer(task, found, {})
        script.performs(person, task, entries)
        return driver.perform(person, task, entries) is None
    except StepFailed:
        return False


def _variants(form: Form | None, defaults: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield each single choice of a form that differs from the defaults."""
    for one in form.fields if form else ():
        if "." not in one.path and not one.readonly:
            label = one.label("zh")
            yield from ({label: word} for word in _words(one) if defaults.get(label) != word)


def _words(one: Field) -> tuple[str, ...]:
    if one.kind in {Kind.SELECT, Kind.RADIO}:
        return tuple(choice.label.zh for choice in one.choices)
    return ()
