"""Scenarios that would add to the coverage, written as Gherkin that can be saved as it stands.

The proof tells the shortest way to a flow; it is played on the stage and written down as it is played. A proposal is
confirmed when its text, read and played like any other, goes along the flow.
"""

import contextlib
import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.bpmn import SourceFile
from engine.definitions.procedure import Procedure
from engine.kernel.errors import GuijuError
from engine.scenarios.covering import Item, Place, Seen, seen_in
from engine.scenarios.errors import StepFailed
from engine.scenarios.filling import waiting
from engine.scenarios.inventory import take_stock
from engine.scenarios.memory.driver import InMemory, require_granted
from engine.scenarios.memory.world import World
from engine.scenarios.playing import Theatre
from engine.scenarios.reading import read_feature
from engine.scenarios.routes import Leg, Route, routes_to
from engine.scenarios.wandering import new_flows, wander
from engine.scenarios.writing import Script, written
from forms import Field

MOST_SECONDS = 10.0
SECONDS_OF_TRYING = 6.0
_LONGEST_VALUE = 60


@dataclass(frozen=True)
class Proposal:
    """A scenario for a flow that none has gone along; `is_confirmed` if it was played and did."""

    procedure: str
    flow: str
    zh: str
    en: str
    text: str
    is_confirmed: bool

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {**vars(self)}


def propose(theatre: Theatre, seen: Seen) -> Iterator[Proposal]:
    """Yield a scenario for each flow that was not gone along and that a case begun by hand can reach.

    What the proof's way does not lead to is looked for by trying; what trying does not find is yielded unconfirmed.
    """
    missing = _missing(theatre, seen)
    for procedure in theatre.stage.procedures.values():
        if procedure.starter_role is None:
            continue
        open_ends: dict[Place, Proposal] = {}
        for proposal, gone in _by_proof(theatre, procedure, missing):
            _strike(missing, gone)
            if proposal.is_confirmed:
                yield proposal
            else:
                place = next(place for place in missing if place[1] == proposal.flow)
                open_ends[place] = proposal
        for proposal, gone in _by_trying(theatre, procedure, missing):
            _strike(missing, gone)
            yield proposal
        yield from (proposal for place, proposal in open_ends.items() if missing.pop(place, None))


def _missing(theatre: Theatre, seen: Seen) -> dict[Place, Item]:
    stock = [take_stock(procedure) for procedure in theatre.stage.procedures.values()]
    items = (item for each in stock for item in each.items["flows"])
    return {item.place: item for item in items if item.place not in seen.of("flows")}


def _strike(missing: dict[Place, Item], gone: frozenset[Place]) -> None:
    for place in gone:
        missing.pop(place, None)


def _by_proof(
    theatre: Theatre, procedure: Procedure, missing: Mapping[Place, Item]
) -> Iterator[tuple[Proposal, frozenset[Place]]]:
    until = time.monotonic() + MOST_SECONDS
    names = {place[1]: place for place in missing if place[0] in procedure.model.processes}
    for route in routes_to(procedure, names):
        item = missing.get(names[route.flow])
        if item is not None and time.monotonic() < until:
            script = Script(procedure.bundle.title_zh, "")
            driver = InMemory(theatre.stage, World(thresholds=theatre.thresholds), theatre.memory)
            try:
                _play(driver, procedure, route, script)
            except StepFailed as stopped:
                script.note(stopped.zh)
            yield _proposed(theatre, procedure, driver, script, item)


def _by_trying(
    theatre: Theatre, procedure: Procedure, missing: Mapping[Place, Item]
) -> Iterator[tuple[Proposal, frozenset[Place]]]:
    if not any(place[0] in procedure.model.processes for place in missing):
        return
    start = World()
    for driver, script in wander(theatre, procedure, seconds=SECONDS_OF_TRYING):
        flows = new_flows(start, driver.world)
        found = [item for place, item in missing.items() if place[1] in flows and place[0] in procedure.model.processes]
        if found:
            proposal, gone = _proposed(theatre, procedure, driver, script, found[0])
            if proposal.is_confirmed:
                yield proposal, gone


def _proposed(
    theatre: Theatre, procedure: Procedure, driver: InMemory, script: Script, item: Item
) -> tuple[Proposal, frozenset[Place]]:
    """Return what was played as a proposal for a flow, and every flow that its text goes along."""
    with contextlib.suppress(StepFailed):
        _look(driver, script)
    script.name = f"经过“{item.zh}”"
    text = written(script)
    gone = _flows_of(theatre, text)
    proposal = Proposal(procedure.bundle.key, item.place[1], item.zh, item.en, text, item.place in gone)
    return proposal, gone


def _flows_of(theatre: Theatre, text: str) -> frozenset[Place]:
    """Return the flows that the scenario of a text goes along when it is played; none if it fails."""
    try:
        feature = read_feature(SourceFile("proposal.feature", text.encode()))
        result, traces = theatre.play(feature.scenarios[0])
    except (GuijuError, IndexError):
        return frozenset()
    return seen_in(theatre.stage, traces).of("flows") if result.status == "passed" else frozenset()


def _play(driver: InMemory, procedure: Procedure, route: Route, script: Script) -> None:
    first = next(iter(_tasks(procedure, route)), "")
    person = driver.starter(procedure, first, {})
    script.begins(person, procedure.bundle.title_zh)
    require_granted(driver.begin(person, procedure.bundle.title_zh))
    for leg in route.legs:
        _wait_for_timer(driver, procedure, leg, script)
        for name in leg.passes:
            element = procedure.elements.get(name)
            if element is not None and element.human is not None and name != route.flow:
                _perform(driver, procedure, element.name, leg, script)
        if any(route.flow in trace.flows for trace in driver.world.traces):
            return


def _perform(driver: InMemory, procedure: Procedure, task: str, leg: Leg, script: Script) -> None:
    found = driver.world.held.open_tasks.get(task)
    if found is None:
        raise StepFailed(f"此时“{task}”不在待办中", f"'{task}' is not open now")
    form = procedure.forms.get(found.form or "")
    fields = {field.key: field for field in form.fields if "." not in field.path} if form else {}
    entries = {
        fields[name].label("zh"): _word(fields[name], value) for name, value in leg.values.items() if name in fields
    }
    wait = waiting(driver.stage.defaults.get(task, {}))
    if wait:
        driver.pass_days(wait.days)
        script.passes(wait.days)
    person = driver.performer(task, found, {})
    changed = _changed(driver.stage.defaults.get(task, {}), entries)
    script.performs(person, task, changed)
    require_granted(driver.perform(person, task, changed))


def _wait_for_timer(driver: InMemory, procedure: Procedure, leg: Leg, script: Script) -> None:
    timed = {
        name
        for name in leg.passes
        if (element := procedure.elements.get(name)) and any(trigger.kind == "timer" for trigger in element.triggers)
    }
    dues = [wait.due for wait in driver.world.held.waits if wait.element in timed and wait.due is not None]
    if dues:
        days = max(1, math.ceil((min(dues) - driver.world.now) / timedelta(days=1)))
        script.passes(days)
        driver.pass_days(days)


def _look(driver: InMemory, script: Script) -> None:
    """Let the scenario end with what a person could see."""
    ends = driver.ends()
    if ends:
        script.ends_at(ends[0])
        return
    for task, found in driver.world.held.open_tasks.items():
        person = driver.performer(task, found, {})
        if driver.offers(person, task):
            script.offers(person, task)
            return


def _tasks(procedure: Procedure, route: Route) -> Iterator[str]:
    for leg in route.legs:
        for name in leg.passes:
            element = procedure.elements.get(name)
            if element is not None and element.human is not None:
                yield element.name


def _word(field: Field, value: Any) -> str:
    for choice in field.choices:
        if choice.value == value:
            return choice.label.zh
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)[:_LONGEST_VALUE]


def _changed(defaults: Mapping[str, Any], entries: Mapping[str, str]) -> dict[str, str]:
    return {label: value for label, value in entries.items() if defaults.get(label) != value}
