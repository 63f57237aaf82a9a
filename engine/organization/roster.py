"""What the separation of duties knows about many people at once: one statement for rules, people, certificates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.kernel.context import Context, Seat
from engine.kernel.database import driver, tenant_revision
from engine.kernel.shelf import Shelf
from engine.organization.duties import CertificateFacts, PersonFacts, Rule, RuleKind

KEPT_ROSTERS = 2_000
"""Rosters kept in memory, a few kilobytes each."""


@dataclass(frozen=True)
class Roster:
    """The rules of the tenant and the people asked for; `seats` tells who sits where, active people only."""

    rules: tuple[Rule, ...]
    people: Mapping[UUID, PersonFacts]
    seats: Mapping[Seat, tuple[UUID, ...]]

    def at(self, seat: Seat) -> tuple[PersonFacts, ...]:
        """Return the people who work off the queue of a seat that was asked for, by login."""
        return tuple(self.people[person] for person in self.seats.get(seat, ()))

    def by_login(self, login: str) -> PersonFacts | None:
        """Return the person with a login, or None if nobody was found for it."""
        return next((person for person in self.people.values() if person.login == login), None)


def load_roster(
    ctx: Context, *, seats: Iterable[Seat] = (), people: Iterable[UUID] = (), logins: Iterable[str] = ()
) -> Roster:
    """Load the rules and the facts of people by seat, id or login, in one statement whatever their number.

    People who are not active any more appear under their id and login, never at a seat. What was read is kept until
    the organisation changes, for every completion asks and the answer is nearly always the same; a command that
    changes the organisation itself must not ask before.
    """
    asked = _Asked(tuple(dict.fromkeys(seats)), frozenset(people), frozenset(logins))
    tenant_id = ctx.actor.tenant_id
    roster = _SHELF.get((tenant_id, tenant_revision(ctx.session), asked))
    if roster is None:
        revision, roster = _load(ctx, asked)
        _SHELF.put((tenant_id, revision, asked), roster)
    return roster


@dataclass(frozen=True)
class _Asked:
    """Whom a roster was asked for."""

    seats: tuple[Seat, ...]
    people: frozenset[UUID]
    logins: frozenset[str]


_SHELF: Shelf[tuple[UUID, UUID | None, _Asked], Roster] = Shelf(KEPT_ROSTERS)


def _load(ctx: Context, asked: _Asked) -> tuple[UUID, Roster]:
    """Read a roster, with the revision that it shows: it may be newer than the transaction, or even its own."""
    row: tuple[Any, ...] | None = (
        driver(ctx.session)
        .execute(
            _ROSTER,
            {
                "roles": [seat.role for seat in asked.seats],
                "units": [seat.unit for seat in asked.seats],
                "people": list(asked.people),
                "logins": list(asked.logins),
            },
        )
        .fetchone()
    )
    assert row is not None
    revision, rules, persons, places = row
    facts = [_person(person) for person in persons]
    return revision, Roster(
        rules=tuple(_rule(rule) for rule in rules),
        people={person.id: person for person in facts},
        seats=_seated(places),
    )


def _rule(row: list[Any]) -> Rule:
    rule_id, kind, duties, roles, basis, zh, en = row
    return Rule(rule_id, RuleKind(kind), frozenset(duties), frozenset(roles), basis, zh, en)


def _person(row: list[Any]) -> PersonFacts:
    person_id, login, name, legal_qualification, first_time_reviewer, roles, certificates = row
    return PersonFacts(
        id=UUID(person_id),
        login=login,
        name=name,
        roles=frozenset(roles or ()),
        certificates=tuple(_certificate(certificate) for certificate in certificates or ()),
        legal_qualification=legal_qualification,
        first_time_reviewer=first_time_reviewer,
    )


def _certificate(row: list[Any]) -> CertificateFacts:
    number, fields, valid_from, valid_to, revoked_on = row
    return CertificateFacts(
        number=number,
        fields=frozenset(fields),
        valid_from=date.fromisoformat(valid_from),
        valid_to=date.fromisoformat(valid_to),
        revoked_on=None if revoked_on is None else date.fromisoformat(revoked_on),
    )


def _seated(places: list[list[str]]) -> Mapping[Seat, tuple[UUID, ...]]:
    """Gather people by seat, keeping the order of the rows."""
    seated: dict[Seat, list[UUID]] = {}
    for role, unit, person_id in places:
        seated.setdefault(Seat(role, unit), []).append(UUID(person_id))
    return {seat: tuple(people) for seat, people in seated.items()}


_ROSTER = b"""
with place as materialized (
  select q.role, q.unit, p.id, p.login
  from unnest(%(roles)s::text[], %(units)s::text[]) as q(role, unit)
  join unit u on u.tenant_id = current_tenant() and u.code = q.unit
  join seat s on s.tenant_id = u.tenant_id and s.role = q.role and s.unit_id = u.id
  join person p on p.tenant_id = s.tenant_id and p.id = s.person_id and p.active
), wanted as (
  select id from place
  union select unnest(%(people)s::uuid[])
  union select id from person where tenant_id = current_tenant() and login = any(%(logins)s::text[])
), facts as (
  select p.login, jsonb_build_array(p.id, p.login, p.name, p.legal_qualification, p.first_time_reviewer,
    (select jsonb_agg(distinct s.role) from seat s where s.tenant_id = p.tenant_id and s.person_id = p.id),
    (select jsonb_agg(jsonb_build_array(c.number, c.fields, c.valid_from, c.valid_to, c.revoked_on))
     from certificate c where c.tenant_id = p.tenant_id and c.person_id = p.id)) as fact
  from wanted join person p on p.tenant_id = current_tenant() and p.id = wanted.id
)
select
  (select revision from tenant where id = current_tenant()),
  coalesce((select jsonb_agg(jsonb_build_array(id, kind, duties, roles, basis, zh, en) order by id)
            from separation_rule where tenant_id = current_tenant()), '[]'),
  coalesce((select jsonb_agg(fact order by login) from facts), '[]'),
  coalesce((select jsonb_agg(jsonb_build_array(role, unit, id) order by login) from place), '[]')
"""
