"""Diagrams of the BPMN interchange working group: read, and played to the end or refused with the right reason."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.bpmn import SourceFile, examine_model, read_model
from engine.kernel.errors import Invalid
from engine.runtime import Environment, build_program, complete, inspect, start

KIT = Path(os.environ.get("GUIJU_KITS", Path(__file__).parents[4] / "shared")) / "miwg"
ENVIRONMENT = Environment(datetime(2026, 11, 24, tzinfo=UTC))

DIAGRAMS = [
    # Three tasks in a line.
    ("A.1.0.bpmn", {"WFP-6-": 5}, None),
    # A choice without conditions.
    ("A.2.0.bpmn", {"WFP-6-": 8}, None),
    # The same with conditions that are no FEEL.
    ("A.2.1.bpmn", {"_To9ZoTOCEeSknpIVFCxNIQ": 8}, ("not-feel", 127, "_To9Z7TOCEeSknpIVFCxNIQ")),
    # A collapsed subprocess with events attached.
    ("A.3.0.bpmn", {"WFP-6-": 10}, None),
    # Two pools with lanes, subprocesses, data objects and message flows.
    ("A.4.0.bpmn", {"WFP-6-1": 4, "WFP-6-2": 13}, None),
    # The same from another tool.
    (
        "A.4.1.bpmn",
        {"sid-34746A54-1D7D-46CA-B219-0C4CEAE51170": 4, "sid-54D696FD-DEDC-45F3-99DB-1404DA433FC4": 13},
        None,
    ),
]

pytestmark = pytest.mark.skipif(not KIT.is_dir(), reason=f"the interchange diagrams are not at {KIT}; see GUIJU_KITS")


@pytest.mark.parametrize(("name", "processes", "fault"), DIAGRAMS)
def test_a_diagram_of_another_tool_is_read_and_played_or_refused(name, processes, fault):
    source = SourceFile(name, (KIT / name).read_bytes())
    examined = examine_model([source])
    assert {key: len(process.elements) for key, process in examined.model.processes.items()} == processes
    if fault is not None:
        with pytest.raises(Invalid) as caught:
            read_model([source])
        [found] = caught.value.faults
        assert (found.code, found.where["line"], found.where["element"]) == fault
        return
    program = build_program(read_model([source]))
    for process in processes:
        outcome = start(program, process=process, data={}, environment=ENVIRONMENT)
        while waiting := inspect(program, outcome.snapshot, environment=ENVIRONMENT).opened:
            outcome = complete(program, outcome.snapshot, task=waiting[0].key, data={}, environment=ENVIRONMENT)
        assert outcome.status == "completed", (process, outcome.waits)
