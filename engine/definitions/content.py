"""What is wrong or doubtful in the content of a procedure: its tables, and the names its expressions rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.bpmn import Model, Process
from engine.decisions import DecisionModel
from engine.definitions.bundle import Bundle
from engine.definitions.drawing import checked_drawing
from engine.definitions.machines import checked_operations
from engine.definitions.names import checked_names
from engine.definitions.rules_of_tables import checked_tables
from engine.definitions.schemas import schema_of
from engine.kernel.errors import Fault
from engine.operations.values import Operations
from forms import Form


@dataclass(frozen=True)
class Content:
    """What refuses a procedure, and what is only worth a second look."""

    errors: Sequence[Fault] = ()
    warnings: Sequence[Fault] = ()


def checked_content(
    bundle: Bundle,
    process: Process,
    *,
    model: Model,
    forms: Mapping[str, Form],
    decisions: Mapping[str, DecisionModel],
    operations: Operations,
) -> Content:
    """Return the findings about a bundle whose files have all been read."""
    found = [
        *checked_tables(bundle, decisions),
        *checked_drawing(process, forms),
        *checked_names(process, model, forms, decisions, operations=operations, is_called=bundle.called_only),
        *checked_operations(process, schema_of(process, model, forms, decisions, operations), operations),
    ]
    return Content(
        [fault for fault in found if fault.severity == "error"],
        [fault for fault in found if fault.severity != "error"],
    )


def told(fault: Fault) -> dict[str, str | int]:
    """Return a finding as entries of a receipt."""
    return {"code": fault.code, "zh": fault.zh, "en": fault.en, **fault.where}
