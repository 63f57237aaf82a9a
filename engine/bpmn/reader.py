"""Reads the files of a bundle into one model, or says everything that is wrong with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.bpmn.attributes import check_attributes, check_choreography
from engine.bpmn.checks import check_ids, check_names, check_process, check_references
from engine.bpmn.correlations import read_correlations
from engine.bpmn.data import data_ids, data_names
from engine.bpmn.faults import Faults
from engine.bpmn.globals import read_global_tasks
from engine.bpmn.model import MessageFlow, Model, Process
from engine.bpmn.parts import SourceFile
from engine.bpmn.processes import read_process
from engine.bpmn.reading import open_reading
from engine.bpmn.source import Node, parse
from engine.bpmn.vocabulary import bpmn
from engine.kernel.errors import Fault, Invalid


@dataclass(frozen=True)
class Examined:
    """What could be read of files that may be faulty, and everything that is wrong with them."""

    model: Model
    faults: tuple[Fault, ...]


def read_model(files: Sequence[SourceFile]) -> Model:
    """Read BPMN 2.0 files that belong together.

    Raises `Invalid` with every fault of every file, each with file, line and element.
    """
    examined = examine_model(files)
    if examined.faults:
        raise Invalid(faults=examined.faults)
    return examined.model


def examine_model(files: Sequence[SourceFile]) -> Examined:
    """Read BPMN 2.0 files as far as they can be read: for whoever explains a draft, never for whoever runs it."""
    faults = Faults()
    processes: dict[str, Process] = {}
    flows: list[MessageFlow] = []
    for source in files:
        root = parse(source, faults)
        if root is not None:
            _read_file(root, source.name, faults, processes)
            flows.extend(_message_flows(root, source.name))
    return Examined(Model(processes, tuple(flows)), tuple(faults.found))


def _message_flows(root: Node, file: str) -> Iterator[MessageFlow]:
    for node in root.iter(bpmn("messageFlow")):
        source, target = node.get("sourceRef"), node.get("targetRef")
        if source and target:
            yield MessageFlow(node.get("id") or f"{source}→{target}", source, target, file, node.sourceline)


def _read_file(root: Node, file: str, faults: Faults, processes: dict[str, Process]) -> None:
    reading = replace(open_reading(root, file, faults), data_names=data_names(root), data_ids=data_ids(root))
    check_names(reading, root)
    check_ids(reading, root)
    check_attributes(reading, root)
    keys = read_correlations(reading, root)
    nodes = [node for node in root.findall(bpmn("process")) if node.get("id")]
    found = [replace(read_process(reading, node), correlations=keys) for node in nodes]
    found += read_global_tasks(reading, root)
    if not check_choreography(reading, root) and not found:
        reading.add("no-process", root)
    check_references(reading, root, found)
    for process in found:
        check_process(process, faults)
        if process.id not in processes:
            processes[process.id] = process
        elif processes[process.id].file != file:
            other = processes[process.id].file
            faults.add(
                "duplicate-process", file=file, line=process.line, element=process.id, id=process.id, other=other
            )
