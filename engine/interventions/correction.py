"""Corrections of case data: which form owns a field, what it says of a new value, and what must not be touched."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.bpmn import Element
from engine.cases.environment import expression_context, functions
from engine.cases.gates import Ground, require_no_gate_passed
from engine.cases.lookup import lookup_of
from engine.cases.relied import Seen, shaken_by
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.interventions.errors import FieldsNotCorrectable, NothingCorrected
from engine.kernel.context import Context
from engine.kernel.errors import Fault
from engine.tasks.errors import FormRefused
from engine.tasks.options import options_for
from forms import Form


@dataclass(frozen=True, eq=False)
class Owner:
    """The step that last filled in a field, and its form."""

    element: Element
    form: Form


@dataclass(frozen=True)
class Correction:
    """New values by field, and the old ones; `sensitive` are those that only side rows of the record may show."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    sensitive: frozenset[str]

    def told(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values that the record may show."""
        return {key: value for key, value in values.items() if key not in self.sensitive}

    def hidden(self) -> dict[str, Any]:
        """Return the others, old and new, by names that keep them apart."""
        old = {f"{key}.before": value for key, value in self.before.items() if key in self.sensitive}
        return {**old, **{key: value for key, value in self.after.items() if key in self.sensitive}}


def owners(procedure: Procedure, record: Mapping[str, Any]) -> dict[str, Owner]:
    """Return the owner of each field of the case document that a step has filled in and that may be corrected.

    Fields that give somebody a duty are none of them: who has which duty is decided in the steps, where separation
    of duties is watched. Nor are files.
    """
    found: dict[str, Owner] = {}
    for name in sorted(record, key=lambda each: int(record[each].get("seq") or 0)):
        element = procedure.elements.get(name)
        if element is None or element.process_id != procedure.process.id or element.human is None:
            continue
        form = procedure.forms.get(element.human.form or "")
        if form is not None:
            found.update(dict.fromkeys(form.keys - _kept_back(form), Owner(element, form)))
    return found


def judge_correction(ctx: Context, case: LockedCase, procedure: Procedure, changes: Mapping[str, Any]) -> Correction:
    """Return what raw new values by field amount to.

    Raises `FieldsNotCorrectable` for fields no step has filled in, `FormRefused` with what the forms say of the
    values, `NothingCorrected`, and `GatePassedBy` where a gate would be opened or undermined.
    """
    owned = owners(procedure, case.record)
    faults = [_unowned(key) for key in changes if key not in owned]
    if faults:
        raise FieldsNotCorrectable(faults=faults)
    after: dict[str, Any] = {}
    sensitive: set[str] = set()
    context = expression_context(ctx, case, case.data)
    for form in {owned[key].form.id: owned[key].form for key in changes}.values():
        mine = {key: value for key, value in changes.items() if owned[key].form is form}
        checked = _checked(ctx, case, form, mine, context)
        after.update({key: checked.get(key) for key in mine})
        sensitive |= {path.split(".", 1)[0] for path in (*form.sensitive.personal, *form.sensitive.protected)}
    after = {key: value for key, value in after.items() if value != case.data.get(key)}
    if not after:
        raise NothingCorrected
    ground = Ground(procedure, case.data, case.record)
    corrected = replace(case, data={**case.data, **after})
    require_no_gate_passed(shaken_by(ground, _seen(ctx, case), _seen(ctx, corrected), after))
    return Correction({key: case.data.get(key) for key in after}, after, frozenset(sensitive & after.keys()))


def _seen(ctx: Context, case: LockedCase) -> Seen:
    # Thresholds depend on the day of the act and the field of enforcement, which may be what is corrected.
    lookup = lookup_of(ctx, case, is_tolerant=True)
    return Seen(expression_context(ctx, case, case.data), functions(ctx, lookup))


def _checked(
    ctx: Context, case: LockedCase, form: Form, mine: Mapping[str, Any], context: Mapping[str, Any]
) -> Mapping[str, Any]:
    raw = {**{key: as_raw(case.data[key]) for key in form.keys if case.data.get(key) is not None}, **mine}
    checked = form.validate(
        raw, context=context, language=ctx.actor.language, now=ctx.clock.now(), options=options_for(ctx, form)
    )
    if checked.errors:
        raise FormRefused(errors=checked.errors, raw=dict(mine), language=ctx.actor.language)
    return checked.values


def as_raw(value: Any) -> Any:
    """Return a value of the document as a form would have submitted it."""
    if isinstance(value, Mapping):
        return {key: as_raw(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_raw(inner) for inner in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def _kept_back(form: Form) -> frozenset[str]:
    held = {field.path.split(".", 1)[0] for field in form.fields if field.duty or field.kind.value == "filepicker"}
    return frozenset(held)


def _unowned(key: str) -> Fault:
    return Fault(
        "field-not-correctable",
        f"字段“{key}”不是本案已办结环节填写的数据，或者涉及人员职责、材料，不能在此更正。",
        f"The field '{key}' was filled in by no step of this case, or names people with duties or files.",
        {"field": key},
    )
