"""What a case cannot begin yet because data are missing that the drawing requires, in people's words."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine import runtime
from engine.cases.environment import environment_of
from engine.cases.rules import ACTIVE
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.kernel.context import Context
from engine.runtime import Lack, Snapshot


@dataclass(frozen=True)
class LackRow:
    """An activity that waits for data, and the labels of what it waits for."""

    element: str
    name_zh: str
    name_en: str
    data_zh: tuple[str, ...]
    data_en: tuple[str, ...]


def lacking_of(ctx: Context, case: LockedCase, procedure: Procedure) -> tuple[LackRow, ...]:
    """Return what waits for data in a case; a procedure that requires none costs nothing."""
    if case.status != ACTIVE or not any(_requires(procedure)):
        return ()
    snapshot = Snapshot(case.state, case.codec, case.data)
    standing = runtime.inspect(procedure.program, snapshot, environment=environment_of(ctx, case))
    return tuple(_row(procedure, lack) for lack in standing.lacking)


def _requires(procedure: Procedure) -> Iterator[bool]:
    return (element.data is not None and bool(element.data.required) for element in procedure.elements.values())


def _row(procedure: Procedure, lack: Lack) -> LackRow:
    element = procedure.elements[lack.element]
    zh = element.name or element.id
    return LackRow(
        element=element.id,
        name_zh=zh,
        name_en=element.name_en or zh,
        data_zh=tuple(_label(procedure, name, "zh") for name in lack.names),
        data_en=tuple(_label(procedure, name, "en") for name in lack.names),
    )


def _label(procedure: Procedure, name: str, language: str) -> str:
    fields = (field for form in procedure.forms.values() for field in form.fields if field.path == name)
    field = next(fields, None)
    return field.label(language) if field else name
