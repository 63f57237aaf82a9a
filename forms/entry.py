"""A submission on its way: typed, its hidden parts emptied, its problems named by occurrence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from forms.conditions import Scope, Step, hide, plan
from forms.definition import Definition, Field, Rows, columns, flat
from forms.problems import Problem
from forms.schema.compiling import build_schema, parse

Problems = dict[str, list[Problem]]


@dataclass(frozen=True)
class Compiled:
    """A definition with all that is derived from it, once."""

    definition: Definition
    schema: Schema
    plan: tuple[Step, ...]
    parts: tuple[Field | Rows, ...]
    columns: Mapping[str, tuple[Field, ...]]


def compile_definition(definition: Definition) -> Compiled:
    """Derive the schema and the order of conditions from a definition that has no faults."""
    parts = tuple(flat(definition.components))
    return Compiled(
        definition=definition,
        schema=build_schema(definition.components),
        plan=plan(definition.components),
        parts=parts,
        columns={part.key: columns(part) for part in parts if isinstance(part, Rows)},
    )


@dataclass
class Entry:
    """The state that limits and checks are judged in, and that a layout shows."""

    scope: Scope
    typed: Mapping[str, Any]
    problems: Problems

    def is_faulty(self, name: str) -> bool:
        """Whether a top-level name, or anything inside the list of that name, has a problem."""
        return any(problem.partition("-")[0] == name for problem in self.problems)


def is_readonly(part: Field | Rows) -> bool:
    """Whether a part only shows what the document holds."""
    return isinstance(part, Field) and part.readonly


def enter(compiled: Compiled, raw: Any, context: Mapping[str, Any]) -> Entry:
    """Type a submission and drop what is hidden, values and problems alike.

    An own field that was not submitted is null to expressions, whatever the document holds: what is judged is what
    the person submitted. Fields for reading only show through from the document.
    """
    parsed = parse(compiled.schema, raw)
    own = {part.key: parsed.values.get(part.key) for part in compiled.parts if not is_readonly(part)}
    scope = Scope({**context, **own})
    for key in compiled.columns:
        scope.set_rows(key, parsed.values.get(key) or ())
    hide(compiled.plan, scope)
    return Entry(scope, parsed.values, _shown(parsed.problems, scope.hidden))


def _shown(problems: Problems, hidden: set[str]) -> Problems:
    if not hidden:
        return problems
    return {
        name: found for name, found in problems.items() if name not in hidden and name.partition("-")[0] not in hidden
    }
