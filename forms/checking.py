"""Running the checks of a form, of its lists and of its fields once the entries themselves are in order."""

from collections.abc import Iterable, Mapping
from typing import Any

from forms.bilingual import Bilingual
from forms.conditions import row_names
from forms.definition import Check, Field, Rows
from forms.entry import Compiled, Entry, Problems
from forms.problems import Problem
from forms.words import BASIS


def run_checks(compiled: Compiled, entry: Entry) -> None:
    """Add a problem for each check that is not true.

    A check that speaks of an entry with a problem is left out: the person would be told twice. A check that comes
    out null is not true.
    """
    faulty = {name.partition("-")[0] for name in entry.problems}
    names = entry.scope.names
    found: Problems = {}
    for part in compiled.parts:
        if part.key in entry.scope.hidden:
            continue
        if isinstance(part, Rows):
            _in_rows(compiled, entry, part, faulty=faulty, found=found)
        if _is_filled(names.get(part.key)) or isinstance(part, Rows):
            _run(part.checks, names, name=part.key, faulty=faulty, found=found)
    _run(compiled.definition.checks, names, name="", faulty=faulty, found=found)
    for name, problems in found.items():
        entry.problems.setdefault(name, []).extend(problems)


def _is_filled(value: Any) -> bool:
    return value is not None and value != []


def _in_rows(compiled: Compiled, entry: Entry, rows: Rows, *, faulty: set[str], found: Problems) -> None:
    checked = [column for column in compiled.columns[rows.key] if column.checks]
    for index, row in enumerate(entry.scope.rows.get(rows.key, ()) if checked else ()):
        if row is None:
            continue
        prefix = f"{rows.key}-{index}-"
        columns = compiled.columns[rows.key]
        wrong = (faulty - {column.key for column in columns}) | _faulty_columns(entry, columns, prefix)
        names = row_names(entry.scope.names, rows, row)
        for column in checked:
            if _is_filled(row.get(column.key)):
                _run(column.checks, names, name=prefix + column.key, faulty=wrong, found=found)


def _faulty_columns(entry: Entry, columns: Iterable[Field], prefix: str) -> set[str]:
    return {column.key for column in columns if prefix + column.key in entry.problems}


def _run(checks: Iterable[Check], names: Mapping[str, Any], *, name: str, faulty: set[str], found: Problems) -> None:
    for check in checks:
        if faulty.isdisjoint(check.expression.names | {name}) and check.expression.evaluate(names) is not True:
            found.setdefault(name, []).append(Problem("check", own=sentence(check)))


def sentence(check: Check) -> Bilingual:
    """Return what is told when a check fails: its message and the article it rests on."""
    if not check.basis.zh:
        return check.message
    return Bilingual(
        BASIS.zh.format(message=check.message.zh.rstrip("。"), basis=check.basis.zh),
        BASIS.en.format(message=check.message.en.rstrip("."), basis=check.basis.en),
    )
