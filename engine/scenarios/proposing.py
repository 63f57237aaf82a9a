"""Scenarios that would add to the coverage, written as Gherkin that can be saved as it stands.

The proof tells the shortest way to a flow; it is played on the stage and written down as it is played. A proposal is
confirmed when its text, read and played like any other, goes along the flow.
"""

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.bpmn import SourceFile
from engine.definitions.procedure import Procedure
from engine.kernel.errors import GuijuError
from engine.scenarios.covering import Item, Seen, seen_in
from engine.scenarios.errors import StepFailed
from engine.scenarios.filling import waiting
from engine.scenarios.inventory import take_stock
from engine.scenarios.memory.driver import InMemory, require_granted
from engine.scenarios.memory.world import World
from engine.scenarios.playing import Theatre
from engine.scenarios.reading import read_feature
from engine.scenarios.routes import Leg, Route, routes_to
from engine.scenarios.writing import Script, written
from forms import Field

MOST_SECONDS = 20.0
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
    """Yield a scenario for each flow that was not gone along and that a case begun by hand can reach."""
    until = time.monotonic() + MOST_SECONDS
    stage = theatre.stage
    stock = [take_stock(procedure) for procedure in stage.procedures.values()]
    missing = {item.place: item for each in stock for item in each.items["flows"]}
    missing = {place: item for place, item in missing.items() if place not in seen.of("flows")}
    for procedure in stage.procedures.values():
        if procedure.starter_role is None:
            continue
        names = {place[1]: place for place in missing if place[0] in procedure.model.processes}
        for route in routes_to(procedure, names):
            place = names[route.flow]
            if place in missing and time.monotonic() < until:
                proposal, gone = _proposed(theatre, procedure, route, missing[place])
                missing = {each: item for each, item in missing.items() if each not in gone and each != place}
                yield proposal


def _proposed(
    theatre: Theatre, procedure: Procedure, route: Route, item: Item
) -> tuple[Proposal, frozenset[tuple[str, str]]]:
    """Return a proposal for a flow, and every flow that it goes along."""
    script = Script(procedure.bundle.title_zh, f"经过“{item.zh}”")
    driver = InMemory(theatre.stage, World(thresholds=theatre.thresholds), theatre.memory)
    try:
        _play(driver, procedure, route, script)
        _look(driver, script)
    except StepFailed as stopped:
        script.note(stopped.zh)
    text = written(script)
    gone = _flows_of(theatre, text)
    is_confirmed = item.place in gone
    proposal = Proposal(procedure.bundle.key, route.flow, item.zh, item.en, text, is_confirmed)
    return proposal, gone


def _flows_of(theatre: Theatre, text: str) -> frozenset[tuple[str, str]]:
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
