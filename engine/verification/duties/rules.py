"""The rules of separation that hold in every procedure, as far as a proof needs them."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TWO_OFFICERS, DIFFERENT_PERSONS = "two_officers", "different_persons"


@dataclass(frozen=True)
class DutyRule:
    """One rule of separation: its id, its kind and the duties it speaks of."""

    id: str
    kind: str
    duties: tuple[str, ...]


def read_duty_rules(content: str) -> tuple[DutyRule, ...]:
    """Return the rules of a `separation.toml`; raises `tomllib.TOMLDecodeError`."""
    rows = tomllib.loads(content).get("rule", ())
    return tuple(DutyRule(str(row["id"]), str(row["kind"]), tuple(row.get("duties", ()))) for row in rows)


def opposed(duty: str | None, rules: Iterable[DutyRule]) -> dict[str, str]:
    """Return the duties that nobody may hold who takes on a duty, with the rule that says so."""
    return {
        other: rule.id
        for rule in rules
        if duty in rule.duties and rule.kind == DIFFERENT_PERSONS
        for other in rule.duties
        if other != duty
    }


def needs_two(duty: str | None, rules: Sequence[DutyRule]) -> bool:
    """Tell whether a duty is done by two people or more."""
    return any(rule.kind == TWO_OFFICERS and duty in rule.duties for rule in rules)
