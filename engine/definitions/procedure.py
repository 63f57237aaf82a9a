"""A bundle made executable: diagram, decisions and forms read, checked against each other, and compiled once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.bpmn import Element, Model, Process, SourceFile, check_executable, read_model
from engine.decisions import DecisionFile, DecisionModel, read_together
from engine.definitions.bundle import Bundle
from engine.definitions.content import Content, checked_content
from engine.definitions.errors import BundleRefused
from engine.definitions.exposure import exposed_fields
from engine.definitions.privacy import private_names
from engine.kernel.errors import Fault, Invalid
from engine.operations.shipped import SHIPPED
from engine.operations.values import Operations
from engine.runtime import Program, build_program
from forms import Form, FormError, read_form


@dataclass(frozen=True)
class Procedure:
    """A procedure ready to run; immutable, shared by all threads.

    `process` is the one a case of this procedure executes; `elements` and `forms` include those of called
    procedures, by the ids they were drawn with. `warnings` are what a check before publication doubted.
    """

    bundle: Bundle
    process: Process
    model: Model
    program: Program
    forms: Mapping[str, Form]
    elements: Mapping[str, Element]
    decisions: Mapping[str, DecisionModel]
    called: tuple["Procedure", ...]
    warnings: tuple[Fault, ...] = ()

    @cached_property
    def protected(self) -> frozenset[str]:
        """The paths of every protected field of any form: texts of one form may speak of what another has written."""
        return frozenset(path for form in self.forms.values() for path in form.sensitive.protected)

    @cached_property
    def private_names(self) -> frozenset[str]:
        """The names whose values may be personal or protected: the record keeps them apart."""
        return private_names(self.model.processes.values(), self.forms)

    @property
    def starter_role(self) -> str | None:
        """Return the role that does the first step of a case started by hand, None where none is."""
        if self.bundle.called_only:
            return None
        for start in self._starts():
            if not start.triggers:
                following = [self.process.flows[flow].target for flow in start.outgoing]
                human = self.process.elements[following[0]].human if following else None
                return human.performer if human else None
        return None

    @property
    def starts_on_messages(self) -> tuple[str, ...]:
        """Return the names of the messages that start a case of this procedure."""
        return self._starts_on("message")

    @property
    def starts_on_signals(self) -> tuple[str, ...]:
        """Return the names of the signals that start a case of this procedure."""
        return self._starts_on("signal")

    def event_start(self, kind: str, name: str) -> str | None:
        """Return what a message or signal of this name begins a case with, None if it begins none."""
        for start in self.program.starts(self.process.id):
            if any((trigger.kind, trigger.name) == (kind, name) for trigger in start.triggers):
                return start.id
        return None

    def _starts_on(self, kind: str) -> tuple[str, ...]:
        starts = self.program.starts(self.process.id)
        named = [trigger.name for start in starts for trigger in start.triggers if trigger.kind == kind]
        return tuple(dict.fromkeys(name for name in named if name))

    def _starts(self) -> Iterator[Element]:
        return (element for element in self.process.within(self.process.id) if element.kind == "startEvent")


def called_processes(bundle: Bundle) -> tuple[str, ...]:
    """Return the ids of processes that the bundle's diagram calls and does not hold itself, in document order."""
    model = read_model(bundle.sources([bundle.bpmn]))
    called = [element.called for process in model.processes.values() for element in process.elements.values()]
    return tuple(dict.fromkeys(name for name in called if name and name not in model.processes))


def compile_procedure(
    bundle: Bundle,
    called: Sequence[Procedure],
    *,
    roles: Collection[str] | None,
    operations: Operations = SHIPPED,
) -> Procedure:
    """Return the bundle ready to run, with the procedures it calls.

    `roles` are the codes that performers may have; None skips that check, for a version that passed it when it
    was published. `operations` are what service tasks may call. Raises `BundleRefused` with every fault of every file.
    """
    faults: list[Fault] = []
    forms = {identity: form for procedure in called for identity, form in procedure.forms.items()}
    forms.update(_read_forms(bundle, faults))
    decisions = {name: model for procedure in called for name, model in procedure.decisions.items()}
    decisions.update(_read_decisions(bundle, faults))
    model = _read_model(bundle, called, faults)
    if model is None or faults:
        raise BundleRefused(key=bundle.key, faults=faults)
    if roles is not None:
        faults += check_executable(model, forms=set(forms), roles=roles, operations=operations, decisions=decisions)
    process = _main_process(bundle, model, faults)
    content = Content()
    if roles is not None and process is not None:
        content = checked_content(bundle, process, model=model, forms=forms, decisions=decisions, operations=operations)
        faults += [*exposed_fields(process, forms), *content.errors]
    try:
        program = build_program(model, decisions=decisions, operations=frozenset(operations))
    except Invalid as error:
        faults += error.faults
        raise BundleRefused(key=bundle.key, faults=faults) from error
    if faults or process is None:
        raise BundleRefused(key=bundle.key, faults=faults)
    elements = {name: element for each in model.processes.values() for name, element in each.elements.items()}
    return Procedure(
        bundle=bundle,
        process=process,
        model=model,
        program=program,
        forms=forms,
        elements=elements,
        decisions=decisions,
        called=tuple(called),
        warnings=tuple(content.warnings),
    )


def _read_forms(bundle: Bundle, faults: list[Fault]) -> dict[str, Form]:
    forms = {}
    for path in bundle.forms:
        try:
            form = read_form(bundle.files[path], file=path)
        except FormError as error:
            faults += [Fault(fault.code, fault.zh, fault.en, dict(fault.where)) for fault in error.faults]
        else:
            forms[form.id] = form
    return forms


def _read_decisions(bundle: Bundle, faults: list[Fault]) -> dict[str, DecisionModel]:
    try:
        models = read_together([DecisionFile(path, bundle.files[path]) for path in bundle.dmn])
    except Invalid as error:
        faults += error.faults
        return {}
    return {decision.id: model for model in models.values() for decision in model.decisions}


def _read_model(bundle: Bundle, called: Sequence[Procedure], faults: list[Fault]) -> Model | None:
    sources = [*bundle.sources([bundle.bpmn]), *dict.fromkeys(_called_sources(called))]
    faults += _two_versions(sources)
    try:
        return read_model(sources)
    except Invalid as error:
        faults += error.faults
        return None


def _two_versions(sources: Sequence[SourceFile]) -> list[Fault]:
    # A case runs one version of a process: the second would be left out in silence.
    names = [source.name for source in sources]
    return [
        Fault(
            "called-in-two-versions",
            f"{name} 以两个不同的版本被调用，请统一 guiju:binding。",
            f"{name} is called in two different versions; let guiju:binding agree.",
            {"file": name},
        )
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]


def _called_sources(called: Sequence[Procedure]) -> Iterator[SourceFile]:
    for procedure in called:
        yield from procedure.bundle.sources([procedure.bundle.bpmn])
        yield from _called_sources(procedure.called)


def _main_process(bundle: Bundle, model: Model, faults: list[Fault]) -> Process | None:
    own = [process for process in model.processes.values() if process.file == bundle.bpmn]
    for process in own:
        if process.key == bundle.key:
            return process
    faults.append(
        Fault(
            "no-main-process",
            f"{bundle.bpmn} 中没有 guiju:key 为“{bundle.key}”的流程。",
            f"{bundle.bpmn} holds no process whose guiju:key is '{bundle.key}'.",
            {"file": bundle.bpmn},
        )
    )
    return None
