"""A program: a model made ready to run once, then shared by all cases and threads."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.bpmn import Element, Model, Process
from engine.decisions import DecisionModel
from engine.kernel.errors import Invalid, NotFound
from engine.runtime.assembly import Assembly
from engine.runtime.specs.node import ScopeSpec
from engine.runtime.support import find_unsupported


@dataclass(frozen=True)
class Program:
    """What cases of one version of a procedure are run by. Nothing in it changes after it is built."""

    model: Model
    scopes: Mapping[str, ScopeSpec]
    operations: frozenset[str]

    def starts(self, process: str) -> tuple[Element, ...]:
        """Return what a process can begin with, in document order: start events and what instantiates it."""
        whole = self.model.processes[process]
        found: list[Element] = []
        for element in whole.within(process):
            if element.kind == "eventBasedGateway" and element.instantiate:
                found += [whole.elements[whole.flows[flow].target] for flow in element.outgoing]
            elif element.kind == "startEvent" or element.instantiate:
                found.append(element)
        return tuple(found)

    def started_by(self, kind: str, name: str) -> Element | None:
        """Return the start event that a message or signal of a name begins a case with, `None` if there is none."""
        for process in self.model.processes:
            for element in self.starts(process):
                if any((trigger.kind, trigger.name) == (kind, name) for trigger in element.triggers):
                    return element
        return None

    def process(self, wanted: str | None = None) -> Process:
        """Return the process of an id or key; without one an executable process that nothing calls and no event starts.

        Raises `NotFound`.
        """
        processes = self.model.processes.values()
        if wanted is not None:
            for process in processes:
                if wanted in (process.id, process.key):
                    return process
            raise NotFound(what_zh=f"流程 {wanted}", what_en=f"process {wanted}")
        called = {element.called for process in processes for element in process.elements.values()}
        free = [process for process in processes if process.id not in called] or list(processes)
        return min(free, key=lambda process: (not process.is_executable, not self._begins_by_itself(process)))

    def _begins_by_itself(self, process: Process) -> bool:
        starts = self.starts(process.id)
        return not starts or any(not element.triggers and not element.instantiate for element in starts)


def build_program(
    model: Model,
    *,
    decisions: Mapping[str, DecisionModel] | None = None,
    operations: frozenset[str] = frozenset(),
) -> Program:
    """Make a model ready to run.

    `decisions` are decision models by the id or name that a business rule task gives. Raises `Invalid` with a fault
    for everything that would not run right.
    """
    faults = find_unsupported(model)
    if faults:
        raise Invalid(faults=faults)
    scopes = Assembly(model, _by_decision(decisions or {})).build()
    return Program(model, MappingProxyType(scopes), operations)


def _by_decision(decisions: Mapping[str, DecisionModel]) -> dict[str, DecisionModel]:
    # One file holds several decisions; a task may give the id or the name of any of them.
    known: dict[str, DecisionModel] = {}
    for key, model in decisions.items():
        for decision in model.decisions:
            known[decision.name] = model
            known[decision.id] = model
        known[key] = model
    return known
