"""Reads global tasks: work that is drawn once, outside of any process, and done wherever a call activity calls it."""

from engine.bpmn.elements import read_element
from engine.bpmn.model import Process
from engine.bpmn.reading import Reading, documentation, english_title
from engine.bpmn.source import Node
from engine.bpmn.vocabulary import GLOBAL_KINDS, bpmn


def read_global_tasks(reading: Reading, root: Node) -> list[Process]:
    """Return each global task as a process that holds nothing but the task, under the one id there is."""
    found = (node for kind in GLOBAL_KINDS for node in root.findall(bpmn(kind)) if node.get("id"))
    return [_process(reading, node) for node in sorted(found, key=lambda node: node.sourceline)]


def _process(reading: Reading, node: Node) -> Process:
    identifier = node.get("id")
    element = read_element(
        reading, node, process_id=identifier, scope_id=identifier, lane=None, incoming=(), outgoing=()
    )
    return Process(
        id=identifier,
        name=element.name,
        name_en=english_title(node),
        key=None,
        owner=None,
        case_title=None,
        number_prefix=None,
        facts=(),
        is_executable=False,
        file=reading.file,
        line=node.sourceline,
        elements={identifier: element},
        flows={},
        lanes=(),
        documentation=documentation(node),
    )
