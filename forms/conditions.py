"""What is shown: conditions are ordered by what they depend on, so that one pass finds the fixed point.

Hiding a field empties it, which may show or hide others. Definitions whose conditions depend on one another in a
circle are refused, so the order exists and each condition is evaluated once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any

from engine.feel import Expression
from forms.definition import Component, Field, Group, Rows


@dataclass(frozen=True)
class Step:
    """One field or list with all conditions that can hide it, its groups' included."""

    part: Field | Rows
    conditions: tuple[Expression, ...]
    inner: "tuple[Step, ...]" = ()


@dataclass
class Scope:
    """The names expressions see, and what turned out to be hidden.

    `names` is the case's document under the form's own values; `hidden` holds the names of occurrences. `rows` are the
    rows of each list at their places, blank ones as None; expressions see them without the blank ones.
    """

    names: dict[str, Any]
    hidden: set[str] = field(default_factory=set)
    rows: dict[str, Sequence[Mapping[str, Any] | None]] = field(default_factory=dict)

    def set_rows(self, key: str, rows: Sequence[Mapping[str, Any] | None]) -> None:
        """Set the rows of a list, for the form and for expressions."""
        self.rows[key] = rows
        self.names[key] = [row for row in rows if row is not None]


def plan(components: Iterable[Component]) -> tuple[Step, ...]:
    """Order what can be hidden so that each step only depends on earlier ones."""
    steps = {step.part.key: step for step in _steps(components, ())}
    needs = {key: _needs(step) & steps.keys() for key, step in steps.items()}
    ordered = (steps[key] for key in TopologicalSorter(needs).static_order())
    return tuple(step for step in ordered if step.conditions or step.inner)


def dependencies(components: Iterable[Component]) -> Mapping[str, frozenset[str]]:
    """Return, for each field or list, those whose values decide whether it is shown."""
    steps = {step.part.key: step for step in _steps(components, (), order=False)}
    return {key: frozenset(_needs(step) & steps.keys()) for key, step in steps.items()}


def circle(needs: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return one circle of dependencies in order, or nothing."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return tuple(error.args[1][:-1])
    return ()


def _steps(components: Iterable[Component], outer: tuple[Expression, ...], *, order: bool = True) -> Iterator[Step]:
    for component in components:
        conditions = (*outer, component.hide) if component.hide else outer
        if isinstance(component, Group):
            yield from _steps(component.components, conditions, order=order)
        elif isinstance(component, Rows):
            yield Step(component, conditions, _inner(component, order=order))
        elif isinstance(component, Field):
            yield Step(component, conditions)


def _inner(rows: Rows, *, order: bool) -> tuple[Step, ...]:
    return plan(rows.components) if order else tuple(_steps(rows.components, ()))


def _needs(step: Step) -> set[str]:
    """Return the names a step depends on; a column's own name means the column, not a field of the same name."""
    names = {name for condition in step.conditions for name in condition.names}
    columns = set(_column_keys(step.part))
    for inner in step.inner:
        names |= _needs(inner) - columns
    return names


def hide(steps: tuple[Step, ...], scope: Scope, *, prefix: str = "") -> None:
    """Empty everything whose conditions say so, in the scope's names, and note it as hidden."""
    for step in steps:
        key = step.part.key
        if any(condition.evaluate(scope.names) is True for condition in step.conditions):
            scope.hidden.add(prefix + key)
            scope.names[key] = None
            scope.rows.pop(key, None)
        elif step.inner:
            _hide_in_rows(step, scope)


def _hide_in_rows(step: Step, scope: Scope) -> None:
    shown: list[Mapping[str, Any] | None] = []
    for index, row in enumerate(scope.rows.get(step.part.key, ())):
        if row is None:
            shown.append(None)
            continue
        inner = Scope(row_names(scope.names, step.part, row), scope.hidden)
        hide(step.inner, inner, prefix=f"{step.part.key}-{index}-")
        shown.append({key: inner.names.get(key) for key in row})
    scope.set_rows(step.part.key, shown)


def row_names(names: Mapping[str, Any], part: Field | Rows, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what expressions in a row see: its columns, empty ones as null, over everything outside."""
    empty = dict.fromkeys(_column_keys(part))
    return {**names, **empty, **row}


def _column_keys(part: Field | Rows) -> tuple[str, ...]:
    return tuple(step.part.key for step in _steps(part.components, ())) if isinstance(part, Rows) else ()
