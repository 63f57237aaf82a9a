"""Which rules of a form a submission has met and which it has broken: what is required, shown and checked."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.feel import Expression
from forms import Field, Form
from forms.conditions import Step
from forms.definition import Check, Rows
from forms.entry import enter

REQUIRED, SHOWN, CHECK = "required", "shown", "check"
_EMPTY: tuple[Any, ...] = (None, False, [])


def rules_of(form: Form) -> tuple[str, ...]:
    """Return the rules of a form by name, `required:party_name`, `shown:age`, `check:fine.1`, in reading order."""
    named: dict[str, None] = {}
    conditional = {step.part.key for step in form.compiled.plan if step.conditions}
    for part in form.compiled.parts:
        if part.key in conditional:
            named[f"{SHOWN}:{part.key}"] = None
        if isinstance(part, Field) and part.rules.required is not False and not part.readonly:
            named[f"{REQUIRED}:{part.key}"] = None
        named |= dict.fromkeys(f"{CHECK}:{part.key}.{number}" for number, _ in enumerate(part.checks, start=1))
    own = enumerate(form.definition.checks, start=1)
    return (*named, *(f"{CHECK}:.{number}" for number, _ in own))


def met_rules(form: Form, raw: Mapping[str, Any], names: Mapping[str, Any]) -> tuple[tuple[str, str, bool], ...]:
    """Return `(form, rule, outcome)` for each rule that a submission has put to the test, met or broken."""
    entry = enter(form.compiled, raw, names)
    hidden, seen = entry.scope.hidden, entry.scope.names
    found = [*_shown(form.compiled.plan, hidden)]
    for part in form.compiled.parts:
        if part.key not in hidden:
            found += _of_part(part, seen)
    found += [(f"{CHECK}:.{number}", outcome) for number, outcome in _checks(form.definition.checks, seen)]
    return tuple((form.id, rule, outcome) for rule, outcome in found)


def _shown(steps: tuple[Step, ...], hidden: set[str]) -> Iterator[tuple[str, bool]]:
    return ((f"{SHOWN}:{step.part.key}", step.part.key not in hidden) for step in steps if step.conditions)


def _of_part(part: Field | Rows, names: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    value = names.get(part.key)
    if isinstance(part, Field) and not part.readonly and _is_required(part.rules.required, names):
        yield f"{REQUIRED}:{part.key}", value not in _EMPTY
    if value not in _EMPTY:
        for number, outcome in _checks(part.checks, names):
            yield f"{CHECK}:{part.key}.{number}", outcome


def _checks(checks: tuple[Check, ...], names: Mapping[str, Any]) -> Iterator[tuple[int, bool]]:
    return ((number, check.expression.evaluate(names) is True) for number, check in enumerate(checks, start=1))


def _is_required(required: bool | Expression, names: Mapping[str, Any]) -> bool:  # noqa: FBT001 - the rule as it is
    return required if isinstance(required, bool) else required.evaluate(names) is True
