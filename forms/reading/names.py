"""Checks across a whole definition: keys are unique, names are known, conditions do not chase one another."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from forms.conditions import circle, dependencies
from forms.definition import Component, Definition, Rows, columns, every, flat
from forms.reading.node import Faults
from forms.references import Reference, references

FOREIGN = frozenset({"case", "record", "today", "superior"})
"""Names that the platform supplies wherever a form is read."""


def check_keys(components: Iterable[Component], *, faults: Faults) -> None:
    """Note every key that stands twice, among the fields or within one list."""
    parts = tuple(flat(components))
    seen: set[str] = set()
    for part in parts:
        if part.key and part.key in seen:
            faults.add("form-key-duplicate", where={"element": part.element, "field": part.key}, key=part.key)
        seen.add(part.key)
    for part in parts:
        if isinstance(part, Rows):
            check_keys(columns(part), faults=faults)


def check_names(definition: Definition, *, faults: Faults) -> None:
    """Note names that can only be a slip: a column used outside its list, or nearly a field of this form."""
    top = {part.key for part in flat(definition.components)}
    lists = {
        column.key: part.key
        for part in flat(definition.components)
        if isinstance(part, Rows)
        for column in columns(part)
    }
    for reference in references(definition):
        known = top | FOREIGN | reference.columns
        for name in sorted(reference.names - reference.loose - known):
            _judge(reference, name=name, lists=lists, known=top | reference.columns, faults=faults)


def _judge(reference: Reference, *, name: str, lists: Mapping[str, str], known: set[str], faults: Faults) -> None:
    where = reference.where
    if name in lists:
        faults.add("form-column-outside", where=where, name=name, list=lists[name])
    elif _is_slip(name, known):
        meant = get_close_matches(name, known, n=1, cutoff=0.9)[0]
        faults.add("form-name-like", where=where, name=name, meant=meant)


def _is_slip(name: str, known: set[str]) -> bool:
    return len(name) > 5 and bool(get_close_matches(name, known, n=1, cutoff=0.9))


def check_known(definition: Definition, *, known: frozenset[str], faults: Faults) -> None:
    """Note names that neither this form nor anything else of the procedure writes."""
    top = {part.key for part in flat(definition.components)}
    for reference in references(definition):
        for name in sorted(reference.names - reference.loose - known - FOREIGN - top - reference.columns):
            faults.add("form-name-unknown", where=reference.where, name=name)


def check_circles(definition: Definition, *, faults: Faults) -> None:
    """Note conditions that depend on one another: there would be no telling what is shown."""
    _circle(dependencies(definition.components), faults=faults)
    for component, _ in every(definition.components):
        if isinstance(component, Rows):
            _circle(dependencies(component.components), faults=faults)


def _circle(needs: Mapping[str, frozenset[str]], *, faults: Faults) -> None:
    found = circle(needs)
    if found:
        faults.add("form-condition-cycle", where={"field": found[0]}, names=" → ".join((*found, found[0])))
