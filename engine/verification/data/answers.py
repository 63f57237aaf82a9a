"""What forms say about data: the values that each field can leave in the case document."""

from collections.abc import Collection, Iterable
from typing import Any

from engine.verification.data.writers import ANYTHING_OR_NOTHING, Facts, Written
from forms import Form
from forms.definition import Component, Field, Group, Kind, Rows


def facts_of(forms: Iterable[Form], *, called: Collection[str] = ()) -> Facts:
    """Return what forms tell about a procedure's data; `called` are processes that only others begin.

    A field that may be left empty or is hidden at times can leave nothing behind, and that counts as a value.
    """
    return Facts(forms={form.id: _written(form) for form in forms}, called=frozenset(called))


def _written(form: Form) -> Written:
    found: dict[str, Collection[Any] | None] = {}
    for part, hidden in _parts(form.definition.components, hidden=False):
        if isinstance(part, Rows):
            found[part.key] = ANYTHING_OR_NOTHING
        elif not part.readonly:
            found[part.key] = _values(part, hidden=hidden)
    return found


def _parts(components: Iterable[Component], *, hidden: bool) -> Iterable[tuple[Field | Rows, bool]]:
    """Yield fields and lists at the top, with whether a condition can hide them."""
    for component in components:
        if isinstance(component, Group):
            yield from _parts(component.components, hidden=hidden or component.hide is not None)
        elif isinstance(component, Field | Rows):
            yield component, hidden or component.hide is not None


def _values(field: Field, *, hidden: bool) -> Collection[Any] | None:
    nothing = () if field.rules.required is True and not hidden else (None,)
    if field.kind is Kind.CHECKBOX:
        ticked = (True,) if field.rules.required is True else (True, False)
        return (*ticked, None) if hidden else ticked
    if field.kind in (Kind.SELECT, Kind.RADIO) and field.source is None and field.choices:
        return (*(choice.value for choice in field.choices), *nothing)
    return ANYTHING_OR_NOTHING if nothing else None
