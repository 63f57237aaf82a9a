"""The description of an organisation as a file: units, people, seats and certificates, read and checked."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.kernel.actor import Seat
from engine.kernel.errors import Fault
from engine.organization.duties import CertificateFacts, Rule, RuleKind
from engine.organization.errors import ChartInvalid


@dataclass(frozen=True)
class UnitEntry:
    """A unit of the chart; `superior` is the code of the unit above it, None at the top."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    superior: str | None = None


@dataclass(frozen=True)
class PersonEntry:
    """A person of the chart."""

    login: str
    name: str
    seats: tuple[Seat, ...]
    certificate: CertificateFacts | None = None
    language: str = "zh"
    legal_qualification: bool = False
    first_time_reviewer: bool = False


@dataclass(frozen=True)
class Chart:
    """An organisation to found: superior units stand before those below them; `roles` holds code → (zh, en)."""

    code: str
    name_zh: str
    name_en: str
    units: tuple[UnitEntry, ...]
    people: tuple[PersonEntry, ...]
    roles: Mapping[str, tuple[str, str]]


def read_chart(content: bytes, *, file: str) -> Chart:
    """Read an organisation from TOML; raise `ChartInvalid` with every defect found."""
    table = _table(content, file)
    try:
        chart = _chart(table)
    except (KeyError, TypeError, AttributeError) as error:
        raise ChartInvalid(faults=[_missing(file, error)]) from error
    faults = [*_twice(chart, file), *_dangling(chart, file)]
    if faults:
        raise ChartInvalid(faults=faults)
    return chart


def read_rules(content: bytes, *, file: str) -> tuple[Rule, ...]:
    """Read separation-of-duties rules from TOML (`[[rule]]`); raise `ChartInvalid` with every defect found."""
    table = _table(content, file)
    rules, faults = [], []
    for row in table.get("rule", []):
        try:
            rules.append(_rule(row))
        except (KeyError, ValueError) as error:
            faults.append(_missing(file, error, rule=str(row.get("id", "?"))))
    faults += [
        _fault(file, "rule-twice", f"规则 {code} 重复。", f"The rule {code} stands twice.")
        for code in _repeated(rule.id for rule in rules)
    ]
    if faults:
        raise ChartInvalid(faults=faults)
    return tuple(rules)


def _table(content: bytes, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fault = _fault(file, "not-toml", f"不是有效的 TOML：{error}", f"This is not valid TOML: {error}")
        raise ChartInvalid(faults=[fault]) from error


def _chart(table: dict[str, Any]) -> Chart:
    tenant = table["tenant"]
    return Chart(
        code=tenant["code"],
        name_zh=tenant["name"]["zh"],
        name_en=tenant["name"]["en"],
        units=tuple(_unit(row) for row in table["unit"]),
        people=tuple(_person(row) for row in table["person"]),
        roles={row["code"]: (row["name"]["zh"], row["name"]["en"]) for row in table.get("role", [])},
    )


def _unit(row: dict[str, Any]) -> UnitEntry:
    return UnitEntry(row["code"], row["kind"], row["name"]["zh"], row["name"]["en"], row.get("superior"))


def _person(row: dict[str, Any]) -> PersonEntry:
    certificate = row.get("certificate")
    return PersonEntry(
        login=row["login"],
        name=row["name"],
        seats=tuple(Seat(seat["role"], seat["unit"]) for seat in row["seats"]),
        certificate=None if certificate is None else _certificate(certificate),
        language=row.get("language", "zh"),
        legal_qualification=row.get("legal_qualification", False),
        first_time_reviewer=row.get("first_time_reviewer", False),
    )


def _certificate(row: dict[str, Any]) -> CertificateFacts:
    valid_from, valid_to = row["valid_from"], row["valid_to"]
    if not isinstance(valid_from, date) or not isinstance(valid_to, date):
        raise TypeError("valid_from, valid_to")
    return CertificateFacts(row["number"], frozenset(row["fields"]), valid_from, valid_to)


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        kind=RuleKind(row["kind"]),
        duties=frozenset(row.get("duties", [])),
        roles=frozenset(row.get("roles", [])),
        basis=row["basis"],
        zh=row["zh"],
        en=row["en"],
    )


def _twice(chart: Chart, file: str) -> Iterable[Fault]:
    """Find codes, logins and certificate numbers that stand twice."""
    numbers = (person.certificate.number for person in chart.people if person.certificate)
    for code in _repeated(unit.code for unit in chart.units):
        yield _fault(file, "unit-twice", f"机构代码 {code} 重复。", f"The unit code {code} stands twice.")
    for login in _repeated(person.login for person in chart.people):
        yield _fault(file, "login-twice", f"登录名 {login} 重复。", f"The login {login} stands twice.")
    for number in _repeated(numbers):
        yield _fault(file, "certificate-twice", f"证件号 {number} 重复。", f"The certificate {number} stands twice.")


def _dangling(chart: Chart, file: str) -> Iterable[Fault]:
    """Find superiors and seats that name no unit above them in the file, and seats of undeclared roles."""
    known: set[str] = set()
    for unit in chart.units:
        if unit.superior is not None and unit.superior not in known:
            yield _fault(
                file,
                "superior-unknown",
                f"机构 {unit.code} 的上级 {unit.superior} 未在其之前列出。",
                f"The superior {unit.superior} of {unit.code} does not stand before it.",
            )
        known.add(unit.code)
    for person in chart.people:
        for seat in person.seats:
            if seat.unit not in known or (chart.roles and seat.role not in chart.roles):
                yield _fault(
                    file,
                    "seat-unknown",
                    f"{person.login} 的岗位 {seat.queue} 指向未列出的角色或机构。",
                    f"The seat {seat.queue} of {person.login} names a role or unit that is not listed.",
                )


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def _missing(file: str, error: Exception, **where: str) -> Fault:
    return _fault(
        file, "entry-incomplete", f"条目缺少或写错：{error}", f"An entry lacks or misstates: {error}", **where
    )


def _fault(file: str, code: str, zh: str, en: str, **where: str) -> Fault:
    return Fault(code, zh, en, {"file": file, **where})
