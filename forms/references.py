"""Which names the FEEL of a form refers to, and which fields steer what is shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.feel import Expression
from forms.definition import Component, Definition, Field, Group, Note, Rows, columns, every, flat


@dataclass(frozen=True)
class Reference:
    """The names one part of a form refers to, and the columns it sees because it stands in a list.

    `live` are the names that decide what is shown while someone types. `loose` are names that may be entries of list
    items instead, because they only occur inside filters.
    """

    names: frozenset[str]
    live: frozenset[str]
    loose: frozenset[str]
    columns: frozenset[str]
    list_key: str
    where: Mapping[str, str | int]


def references(definition: Definition) -> Iterator[Reference]:
    """Walk a form part by part, as far as expressions stand in it."""
    for component, rows in every(definition.components):
        inside = frozenset(column.key for column in columns(rows)) if rows else frozenset[str]()
        yield _reference(
            live=tuple(_live(component)),
            quiet=tuple(_quiet(component)),
            columns=inside,
            list_key=rows.key if rows else "",
            where=_where(component),
        )
    quiet = tuple(check.expression for check in definition.checks)
    yield _reference(live=(), quiet=quiet, columns=frozenset(), list_key="", where={"element": "properties"})


def _reference(
    *,
    live: Iterable[Expression],
    quiet: Iterable[Expression],
    columns: frozenset[str],
    list_key: str,
    where: Mapping[str, str | int],
) -> Reference:
    shown = frozenset(name for expression in live for name in expression.names)
    names = shown.union(*(expression.names for expression in quiet))
    plain = frozenset(name for expression in (*live, *quiet) for name in expression.names - expression.filter_names)
    return Reference(names, shown, names - plain, columns, list_key, where)


def _where(component: Component) -> dict[str, str | int]:
    if isinstance(component, Field | Rows):
        return {"element": component.element, "field": component.key}
    return {"element": component.id}


def _live(component: Component) -> Iterator[Expression]:
    """Yield the expressions that decide what is shown."""
    if component.hide:
        yield component.hide
    match component:
        case Note(text=phrase) | Field(hint=phrase) | Rows(hint=phrase) | Group(hint=phrase):
            yield from phrase.expressions
    if isinstance(component, Field):
        bounds = (component.rules.required, component.rules.minimum, component.rules.maximum)
        yield from (bound for bound in bounds if isinstance(bound, Expression))


def _quiet(component: Component) -> Iterator[Expression]:
    """Yield the expressions that are only evaluated when a form is opened or submitted."""
    if isinstance(component, Field | Rows):
        yield from (check.expression for check in component.checks)
    if isinstance(component, Field) and isinstance(component.default, Expression):
        yield component.default


def controlling(definition: Definition) -> frozenset[str]:
    """Return the paths of the fields whose change can alter what is shown: only these refresh the page."""
    top: dict[str, tuple[str, ...]] = {
        part.key: tuple(column.path for column in columns(part)) if isinstance(part, Rows) else (part.path,)
        for part in flat(definition.components)
    }
    found: set[str] = set()
    for reference in references(definition):
        for name in reference.live:
            if name in reference.columns:
                found.add(f"{reference.list_key}.{name}")
            else:
                found.update(top.get(name, ()))
    return frozenset(found)
