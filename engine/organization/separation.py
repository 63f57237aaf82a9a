"""Separation of duties: who may not take on which duty in a case, decided from rules that are data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.organization.duties import DUTIES_ZH, RECUSED, Barrier, Duties, Exclusions, PersonFacts, Rule, RuleKind

EXCLUDED = "EXCLUDE"
"""The rule id of a barrier that the diagram itself sets with `guiju:exclude`."""

FEWEST_OFFICERS = 2
"""Officers that must act together (行政处罚法 42)."""


def barriers(
    rules: Iterable[Rule],
    *,
    duty: str | None,
    performer: PersonFacts,
    duties: Duties,
    today: date,
    case_field: str | None,
    excluded: frozenset[UUID] = frozenset(),
) -> tuple[Barrier, ...]:
    """Return everything that keeps one person from taking on a duty today; empty means nothing does.

    `duties` are those of the case so far, in all rounds; `case_field` the field of enforcement of the case, or
    None while it is unknown; `excluded` those whom the diagram keeps out because they performed another element.
    """
    found = []
    if performer.id in excluded:
        found.append(_excluded_by_diagram(performer))
    for rule in rules:
        if _applies(rule, duty, performer):
            fact = _fact_against(rule, performer, duty=duty, duties=duties, today=today, case_field=case_field)
            if fact is not None:
                found.append(_barrier(rule, fact))
    return tuple(found)


def naming_barriers(
    rules: Sequence[Rule],
    *,
    duty: str,
    named: Sequence[PersonFacts],
    performer: PersonFacts | None,
    duties: Duties,
    today: date,
    case_field: str | None,
) -> tuple[Barrier, ...]:
    """Return everything wrong with the people whom a form names for a duty, in the order of naming.

    `named` holds one entry per field, so that naming somebody twice is seen. `performer` is whoever fills in
    the form if the task carries the same duty, and then counts as one of the officers; None otherwise.
    """
    found: list[Barrier] = []
    for rule in rules:
        if rule.kind is RuleKind.TWO_OFFICERS and duty in rule.duties:
            fact = _too_few(named, performer)
            if fact is not None:
                found.append(_barrier(rule, fact))
    for person in dict.fromkeys(named):
        found += barriers(rules, duty=duty, performer=person, duties=duties, today=today, case_field=case_field)
    return tuple(found)


def exclusions(
    rules: Sequence[Rule],
    *,
    duty: str | None,
    candidates: Iterable[PersonFacts],
    duties: Duties,
    today: date,
    case_field: str | None,
    excluded: frozenset[UUID] = frozenset(),
) -> Exclusions:
    """Return who of the candidates is barred from a task that opens, ready for the task row."""
    people, ids = [], []
    for person in candidates:
        against = barriers(
            rules,
            duty=duty,
            performer=person,
            duties=duties,
            today=today,
            case_field=case_field,
            excluded=excluded,
        )
        if against:
            people.append(person.id)
            ids.append(" ".join(dict.fromkeys(barrier.rule for barrier in against)))
    return Exclusions(tuple(people), tuple(ids))


@dataclass(frozen=True)
class _Fact:
    """What is the case, as opposed to what the rule expects."""

    zh: str
    en: str


def _applies(rule: Rule, duty: str | None, performer: PersonFacts) -> bool:
    """Tell whether a rule speaks of the duty at hand and of this person."""
    if rule.duties and duty not in rule.duties:
        return False
    return not rule.roles or not rule.roles.isdisjoint(performer.roles)


def _fact_against(
    rule: Rule, person: PersonFacts, *, duty: str | None, duties: Duties, today: date, case_field: str | None
) -> _Fact | None:
    """Return what a rule that applies finds against a person, or None."""
    match rule.kind:
        case RuleKind.CERTIFIED:
            return _uncertified(person, today, case_field)
        case RuleKind.BARRED_ROLE:
            return _barred_role(rule, person)
        case RuleKind.RECUSED:
            return _recused(person, duties)
        case RuleKind.DIFFERENT_PERSONS:
            return _same_person(rule, person, duty, duties)
        case RuleKind.QUALIFIED:
            return _unqualified(person)
        case RuleKind.TWO_OFFICERS:
            return None


def _uncertified(person: PersonFacts, today: date, case_field: str | None) -> _Fact | None:
    """Find that no certificate is valid today for the field; report the nearest miss."""
    valid = [certificate for certificate in person.certificates if certificate.is_valid_on(today)]
    if any(certificate.covers(case_field) for certificate in valid):
        return None
    if valid:
        covered = "、".join(sorted(valid[0].fields))
        return _Fact(
            f"{person.name}的证件 {valid[0].number} 覆盖领域为 {covered}，本案领域为 {case_field}",
            f"the certificate {valid[0].number} of {person.name} covers {covered}, the case lies in {case_field}",
        )
    if person.certificates:
        last = max(person.certificates, key=lambda certificate: certificate.valid_to)
        return _Fact(
            f"{person.name}的证件 {last.number} 有效期为 {last.valid_from} 至 {last.valid_to}，在 {today} 无效",
            f"the certificate {last.number} of {person.name} runs from {last.valid_from} to {last.valid_to} "
            f"and is not valid on {today}",
        )
    return _Fact(f"{person.name}没有执法证件", f"{person.name} holds no enforcement certificate")


def _barred_role(rule: Rule, person: PersonFacts) -> _Fact | None:
    """Find that a person holds a barred role; a rule that names no role bars nobody."""
    held = sorted(rule.roles & person.roles)
    if not held:
        return None
    return _Fact(f"{person.name}担任 {'、'.join(held)}", f"{person.name} holds {', '.join(held)}")


def _recused(person: PersonFacts, duties: Duties) -> _Fact | None:
    if person.id not in duties.get(RECUSED, frozenset()):
        return None
    return _Fact(f"{person.name}已回避本案", f"{person.name} has withdrawn from this case")


def _same_person(rule: Rule, person: PersonFacts, duty: str | None, duties: Duties) -> _Fact | None:
    """Find that a person already has another of the duties that must lie with different people."""
    taken = sorted(other for other in rule.duties - {duty} if person.id in duties.get(other, frozenset()))
    if not taken:
        return None
    return _Fact(
        f"{person.name}在本案中已承担：{'、'.join(DUTIES_ZH.get(other, other) for other in taken)}",
        f"{person.name} has already taken on in this case: {', '.join(taken)}",
    )


def _unqualified(person: PersonFacts) -> _Fact | None:
    if not person.first_time_reviewer or person.legal_qualification:
        return None
    return _Fact(
        f"{person.name}初次从事法制审核，未取得国家统一法律职业资格",
        f"{person.name} reviews for the first time and holds no national legal qualification",
    )


def _too_few(named: Sequence[PersonFacts], performer: PersonFacts | None) -> _Fact | None:
    """Find that one person is named twice, or that fewer than two different people act."""
    seen: set[UUID] = set()
    for person in named:
        if person.id in seen:
            return _Fact(f"{person.name}被重复填写", f"{person.name} is named twice")
        seen.add(person.id)
    acting = seen | ({performer.id} if performer is not None else set())
    if len(acting) < FEWEST_OFFICERS:
        return _Fact(f"现为 {len(acting)} 人", f"there are {len(acting)}")
    return None


def _excluded_by_diagram(person: PersonFacts) -> Barrier:
    return Barrier(
        EXCLUDED,
        f"流程图规定本环节须由他人办理：{person.name}已办理与之不相容的环节。",
        f"The diagram wants somebody else here: {person.name} has performed a step that excludes this one.",
        "",
    )


def _barrier(rule: Rule, fact: _Fact) -> Barrier:
    """Join what the rule expects with what is the case."""
    return Barrier(
        rule.id,
        f"{rule.zh.rstrip('。')}：{fact.zh}。",
        f"{rule.en.rstrip('.')}: {fact.en}.",
        rule.basis,
    )
