"""The shipped procedures, read once, and a walk through them that enters what the scenarios enter by default."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from engine import runtime
from engine.bpmn import SourceFile
from engine.cases.record import Act, note_acts
from engine.decisions import DecisionModel, read_decisions
from engine.definitions.bundle import MANIFEST, Bundle, read_bundle
from engine.definitions.procedure import Procedure, called_processes, compile_procedure
from engine.kernel.clock import legal_day
from engine.registers.content import read_thresholds
from engine.registers.lending import lent_by
from engine.runtime import Environment, OpenTask, Outcome, Snapshot
from engine.tasks.rules import closed_gates
from forms import Form, Option, Source
from tests.driving.filling import Entries, raw_values, waiting

ROOT = Path(__file__).parents[3]
MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@cache
def chart() -> dict[str, Any]:
    """Return the demo organisation."""
    return tomllib.loads((ROOT / "processes/demo-organisation.toml").read_text())


@cache
def defaults() -> dict[str, dict[str, Any]]:
    """Return what scenarios enter by default: task name → field label → value."""
    return tomllib.loads((ROOT / "features/defaults.toml").read_text())


@cache
def bundles() -> dict[str, Bundle]:
    """Return every bundle of the repository by key, read by the product's own reader."""
    found = {}
    for manifest in sorted((ROOT / "processes").glob(f"*/{MANIFEST}")):
        table = tomllib.loads(manifest.read_text())
        paths = [table["bpmn"], *table["dmn"], *table["forms"], *table["features"], *table.get("defaults", ())]
        named = [manifest, *(ROOT / path for path in paths)]
        bundle = read_bundle([SourceFile(str(path.relative_to(ROOT)), path.read_bytes()) for path in named])
        found[bundle.key] = bundle
    return found


@cache
def compiled(key: str) -> Procedure:
    """Return a procedure ready to run, with those it calls."""
    processes = {"CoerciveMeasure": "coercive-measure", "Hearing": "hearing", "LegalReview": "legal-review"}
    bundle = bundles()[key]
    called = [compiled(processes[process]) for process in called_processes(bundle)]
    return compile_procedure(bundle, called, roles={role["code"] for role in chart()["role"]})


@dataclass
class Walk:
    """One case of a procedure, taken from task to task in memory, through save and restore at every step."""

    key: str
    now: datetime = MORNING
    started_by: str = "SQUAD_01"
    record: dict[str, Any] = field(default_factory=dict)
    seq: int = 0
    outcome: Outcome | None = None
    opened: list[OpenTask] = field(default_factory=list)

    @property
    def procedure(self) -> Procedure:
        """Return the procedure that is walked."""
        return compiled(self.key)

    @property
    def state(self) -> Outcome:
        """Return the outcome of the last step."""
        assert self.outcome is not None
        return self.outcome

    @property
    def data(self) -> Mapping[str, Any]:
        """Return the case document."""
        return self.state.data

    @property
    def names(self) -> list[str]:
        """Return the names of the open tasks."""
        return [self.procedure.elements[task.element].name for task in self.opened]

    @property
    def today(self) -> date:
        """Return the day it is."""
        return legal_day(self.now)

    def start(self, **more: Any) -> "Walk":
        """Begin a case."""
        process = self.procedure.process.id
        begin = partial(runtime.start, self.procedure.program, process=process, data={})
        self.settle(begin(environment=self.environment, **more))
        return self

    def to(self, name: str, changed: Mapping[str, Entries] | None = None) -> "Walk":
        """Do one task after the other until one of this name is open; `changed` overrides entries, by task."""
        for _ in range(60):
            if name in self.names:
                return self
            assert self.names, f"the case ended before {name}"
            self.do(self.names[0], (changed or {}).get(self.names[0]))
        raise AssertionError(name)

    def do(self, name: str, changed: Entries | None = None) -> "Walk":
        """Complete the open task of this name; a refusal fails with its sentences."""
        refusals = self.attempt(name, changed)
        assert not refusals, f"{name}: {refusals}"
        return self

    def attempt(self, name: str, changed: Entries | None = None) -> list[str]:
        """Try to complete the open task of this name, and return the sentences it is refused with."""
        task = next(task for task in self.opened if self.procedure.elements[task.element].name == name)
        entries = {**defaults().get(name, {}), **(changed or {})}
        self.now += waiting(entries)
        element = self.procedure.elements[task.element]
        assert element.human is not None
        form = self.procedure.forms[element.human.form or ""]
        raw = dict(raw_values(form, entries, today=self.today, choices=choices))
        context = {**task.data, "case": self.facts, "record": self.record, "today": self.today}
        shown = form.validate(raw, context=context, language="zh", now=self.now, options=options(form))
        if shown.errors:
            return [f"{path}: {sentence}" for path, found in shown.errors.items() for sentence in found]
        gates = closed_gates(element, {**context, **shown.values}, self.functions)
        if gates:
            return [gate.reason or "" for gate in gates]
        self.settle_completion(task, shown.values, str(entries.get("办理人", "?")))
        return []

    def settle_completion(self, task: OpenTask, values: Mapping[str, Any], who: str) -> None:
        """Let the engine run on from a completed task."""
        self.note(task.element, who)
        snapshot = Snapshot(self.state.state, self.state.codec, self.state.data)
        program = self.procedure.program
        self.settle(
            runtime.complete(program, snapshot, task=task.key, data=values, environment=self.environment),
        )

    def settle(self, outcome: Outcome) -> None:
        """Keep an outcome and look at what is open after saving and restoring it."""
        self.outcome = outcome
        standing = runtime.inspect(
            self.procedure.program,
            Snapshot(outcome.state, outcome.codec, outcome.data),
            environment=self.environment,
        )
        self.opened = list(standing.opened)

    def note(self, element: str, who: str) -> None:
        """Note an act in the case's record."""
        self.seq += 1
        self.record = note_acts(self.record, [Act(element, self.seq, self.today, who)])

    @property
    def facts(self) -> dict[str, Any]:
        """Return what `case` stands for in expressions."""
        return {"number": "川武执罚2026-000001", "unit": self.started_by, "title": "", "started_on": legal_day(MORNING)}

    @property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return the functions of the organisation."""
        superiors = {unit["code"]: unit.get("superior") for unit in chart()["unit"]}
        return {"superior": superiors.get}

    @property
    def environment(self) -> Environment:
        """Return what the engine may know at this instant."""
        return Environment(now=self.now, case=self.facts, record=self.record, functions=self.functions)


def options(form: Form) -> dict[str, list[Option]]:
    """Return the people and units that a form of the demo organisation offers."""
    return {path: choices(source) for path, source in form.sources.items()}


def choices(source: Source) -> list[Option]:
    """Return people with one of some roles, or units of some kinds."""
    codes = source.codes
    if source.kind == "units":
        return [Option(unit["code"], unit["name"]["zh"]) for unit in chart()["unit"] if unit["kind"] in codes]
    people = chart()["person"]
    return [
        Option(person["login"], person["name"])
        for person in people
        if any(seat["role"] in codes for seat in person["seats"])
    ]


@pytest.fixture
def walk() -> Callable[..., Walk]:
    """Begin a case of a procedure and return the walk through it."""

    def begin(key: str = "ordinary-penalty", **more: Any) -> Walk:
        return Walk(key).start(**more)

    return begin


@pytest.fixture(name="compiled")
def compiled_fixture() -> Callable[[str], Procedure]:
    """Compile a shipped procedure, once."""
    return compiled


@pytest.fixture(name="defaults")
def defaults_fixture() -> dict[str, dict[str, Any]]:
    """What scenarios enter by default."""
    return defaults()


@pytest.fixture(name="chart")
def chart_fixture() -> dict[str, Any]:
    """The demo organisation."""
    return chart()


@pytest.fixture
def bundled_features() -> set[str]:
    """Every feature that a manifest names."""
    return {path for bundle in bundles().values() for path in bundle.features}


@pytest.fixture(scope="session")
def decide() -> Callable[..., Any]:
    """Decide by a shipped table, with the shipped thresholds as they stand today."""
    entries, faults = read_thresholds((ROOT / "processes/thresholds.toml").read_bytes(), file="thresholds.toml")
    assert not faults
    models: dict[str, DecisionModel] = {}
    for path in sorted((ROOT / "processes/decisions").glob("*.dmn")):
        model = read_decisions(path.read_bytes(), file=path.name)
        models |= {decision.id: model for decision in model.decisions}

    def run(decision: str, **inputs: Any) -> Any:
        return (
            models[decision]
            .decide(decision, inputs, functions={"threshold": lent_by(entries, today=lambda: legal_day(MORNING))})
            .value
        )

    return run
