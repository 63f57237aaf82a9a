"""What somebody who deals with an incident chooses from: the ways out of the element and the fields to correct."""

from dataclasses import dataclass
from uuid import UUID

from engine.cases.store import read_case
from engine.definitions.store import load_procedure
from engine.incidents.directory import IncidentRow, read_incident_row
from engine.interventions.correction import owners
from engine.kernel.context import Context


@dataclass(frozen=True)
class Choice:
    """Something to choose, with its name in both languages."""

    id: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class IncidentSheet:
    """An incident with the flows that leave its element and the fields of the case that may be corrected."""

    incident: IncidentRow
    flows: tuple[Choice, ...]
    fields: tuple[Choice, ...]
    can_skip: bool


def read_case_of_incident(ctx: Context, incident_id: UUID) -> IncidentSheet:
    """Return an incident with what can be chosen; nothing can where no case exists yet. Raises `NotFound`."""
    row = read_incident_row(ctx, incident_id)
    if row.case_id is None:
        return IncidentSheet(row, (), (), can_skip=False)
    case = read_case(ctx, row.case_id)
    procedure = load_procedure(ctx, case.version_id)
    element = procedure.elements.get(row.element)
    flows = []
    if element is not None:
        process = procedure.model.processes[element.process_id]
        for name in element.outgoing:
            target = procedure.elements[process.flows[name].target]
            zh = target.name or target.id
            flows.append(Choice(name, zh, target.name_en or zh))
    fields = []
    for key, owner in owners(procedure, case.record).items():
        field = next((each for each in owner.form.fields if each.key == key and "." not in each.path), None)
        if field is not None:
            fields.append(Choice(key, field.label("zh"), field.label("en")))
    return IncidentSheet(row, tuple(flows), tuple(fields), can_skip=element is not None)
