"""What is required and what is limited, field by field and row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.feel import Expression
from forms.bilingual import Bilingual
from forms.conditions import row_names
from forms.definition import Field, Kind, Precision, Rows
from forms.display import money, number, plain
from forms.entry import Compiled, Entry
from forms.options import Options, options_of
from forms.problems import Problem

_REQUIRED: Mapping[Kind, str] = {
    Kind.DATETIME: "required-date",
    Kind.SELECT: "required-choice",
    Kind.RADIO: "required-choice",
    Kind.CHECKLIST: "required-choices",
    Kind.CHECKBOX: "required-tick",
    Kind.FILEPICKER: "required-file",
}


@dataclass
class Judge:
    """One judgement of one entry; problems are added to the entry."""

    compiled: Compiled
    entry: Entry
    document: Mapping[str, Any]
    options: Options
    now: datetime
    today: date

    def judge(self) -> None:
        """Look at every shown part."""
        hidden = self.entry.scope.hidden
        for part in self.compiled.parts:
            if part.key in hidden:
                continue
            if isinstance(part, Rows):
                self._rows(part)
            else:
                self._field(part, name=part.key, names=self.entry.scope.names)

    def _refuse(self, name: str, code: str, **data: object) -> None:
        self.entry.problems.setdefault(name, []).append(Problem(code, data))

    def _rows(self, rows: Rows) -> None:
        if rows.key in self.entry.problems:
            return
        value = self.entry.scope.rows.get(rows.key, ())
        if sum(1 for row in value if row is not None) < rows.fewest:
            self._refuse(rows.key, "few", limit=rows.fewest)
        for index, row in enumerate(value):
            prefix = f"{rows.key}-{index}"
            if row is None or prefix in self.entry.problems:
                continue
            names = row_names(self.entry.scope.names, rows, row)
            for column in self.compiled.columns[rows.key]:
                if f"{prefix}-{column.key}" not in self.entry.scope.hidden:
                    self._field(column, name=f"{prefix}-{column.key}", names=names)

    def _field(self, field: Field, *, name: str, names: Mapping[str, Any]) -> None:
        if field.readonly:
            self._readonly(field)
            return
        if name in self.entry.problems:
            return
        value = names.get(field.key)
        if value is None or value is False or value == []:
            if is_required(field, names) and not self._is_pending(field.rules.required):
                self._refuse(name, _REQUIRED.get(field.kind, "required"))
            return
        self._limits(field, value, name=name, names=names)

    def _readonly(self, field: Field) -> None:
        """Accept an echo of what the document holds, which clients send, and nothing else."""
        given = self.entry.typed.get(field.key)
        held = self.document.get(field.key)
        echo = given is None or given in (held, False, []) or plain(given, language="en") == plain(held, language="en")
        self.entry.problems.pop(field.key, None)
        if not echo:
            self._refuse(field.key, "readonly")

    def _limits(self, field: Field, value: Any, *, name: str, names: Mapping[str, Any]) -> None:
        if field.kind is Kind.NUMBER:
            self._bounds(field, value, name=name, names=names)
        elif field.rules.not_future:
            self._not_future(field, value, name=name)
        elif field.source:
            self._offered(field, value, name=name)

    def _bounds(self, field: Field, value: Decimal, *, name: str, names: Mapping[str, Any]) -> None:
        for code, rule in (("min", field.rules.minimum), ("max", field.rules.maximum)):
            if rule is None:
                continue
            bound = bound_of(rule, names)
            if bound is None:
                if not self._is_pending(rule):
                    self._refuse(name, "limit")
            elif value < bound if code == "min" else value > bound:
                self._refuse(name, code, limit=figure(bound, field))

    def _is_pending(self, rule: object) -> bool:
        """Whether a rule is unknown because another entry is faulty, which is told there already."""
        return isinstance(rule, Expression) and any(self.entry.is_faulty(name) for name in rule.names)

    def _not_future(self, field: Field, value: Any, *, name: str) -> None:
        if field.precision is Precision.DAY and value > self.today:
            self._refuse(name, "future")
        elif field.precision is Precision.INSTANT and value > self.now:
            self._refuse(name, "future-instant")

    def _offered(self, field: Field, value: Any, *, name: str) -> None:
        offered = options_of(field, self.options)
        if offered is None:
            return
        known = {option.value for option in offered}
        if not known.issuperset(value if isinstance(value, list) else (value,)):
            self._refuse(name, "choice")


def is_required(field: Field, names: Mapping[str, Any]) -> bool:
    """Tell whether a field must be filled in; where an expression says so, only if it is true."""
    rule = field.rules.required
    return rule.evaluate(names) is True if isinstance(rule, Expression) else rule


def bound_of(rule: Decimal | Expression, names: Mapping[str, Any]) -> Decimal | None:
    """Return a limit as a number; None if its expression does not yield one."""
    value = rule.evaluate(names) if isinstance(rule, Expression) else rule
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float):
        return None
    return Decimal(str(value))


def figure(bound: Decimal, field: Field) -> Bilingual:
    """Return a limit as it is written beside the field."""
    if field.money:
        return Bilingual(money(bound, language="zh"), money(bound, language="en"))
    return Bilingual(number(bound), number(bound))
