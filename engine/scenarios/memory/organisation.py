"""An organisation in memory: people who act, as the separation of duties knows them, units, and choices of both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import NAMESPACE_OID, UUID, uuid5

from engine.kernel.actor import SYSTEM, Actor
from engine.organization.chart import Chart, PersonEntry
from engine.organization.duties import PersonFacts, Rule
from engine.scenarios.errors import StepFailed
from forms import Form, Option, Source

TENANT = UUID(int=1)
MACHINE = Actor(TENANT, SYSTEM, "系统", "system")


@dataclass(frozen=True)
class Organisation:
    """People and units, the rules on their duties, and what each role may do."""

    chart: Chart
    rules: tuple[Rule, ...]
    permissions: Mapping[str, frozenset[str]]

    @cached_property
    def superiors(self) -> Mapping[str, str | None]:
        """Return the unit above each unit, by code."""
        return {unit.code: unit.superior for unit in self.chart.units}

    @cached_property
    def actors(self) -> Mapping[str, Actor]:
        """Return everybody as they act, by login."""
        return {person.login: self._actor(person) for person in self.chart.people}

    @cached_property
    def facts(self) -> Mapping[UUID, PersonFacts]:
        """Return everybody as the separation of duties knows them, by id."""
        return {facts.id: facts for facts in map(_facts, self.chart.people)}

    @cached_property
    def _logins(self) -> Mapping[str, str]:
        return {person.name: person.login for person in reversed(self.chart.people)}

    def named(self, name: str) -> Actor:
        """Return the person whom a scenario calls by name or login; raises `StepFailed` for nobody."""
        actor = self.actors.get(self._logins.get(name, name))
        if actor is None:
            raise StepFailed(f"组织机构中没有“{name}”", f"there is no '{name}' in the organisation")
        return actor

    def facts_of(self, login: str) -> PersonFacts | None:
        """Return a person by login."""
        actor = self.actors.get(login)
        return None if actor is None else self.facts[actor.person_id]

    def name_of(self, person_id: UUID | None) -> str:
        """Return a person's name for a sentence, or an ellipsis for nobody."""
        facts = None if person_id is None else self.facts.get(person_id)
        return facts.name if facts else "…"

    def login_of(self, person_id: UUID | None) -> str | None:
        """Return a person's login, None for nobody."""
        facts = None if person_id is None else self.facts.get(person_id)
        return facts.login if facts else None

    def options(self, form: Form) -> dict[str, list[Option]]:
        """Return the people and units that a form offers, by the text of the source."""
        return {source.text: list(self.choices(source)) for source in form.sources.values()}

    def choices(self, source: Source) -> Sequence[Option]:
        """Return people with one of some roles, each once, or units of some kinds."""
        if source.kind != "people":
            wanted = [unit for kind in source.codes for unit in self.chart.units if unit.kind == kind]
            return [Option(unit.code, unit.name_zh, unit.name_en) for unit in wanted]
        units = {unit.code: unit for unit in self.chart.units}
        seated = sorted(
            (seat.unit, person.login, person.name)
            for person in self.chart.people
            for seat in person.seats
            if seat.role in source.codes
        )
        return [
            Option(login, f"{name}（{units[unit].name_zh}）", f"{name} ({units[unit].name_en})")
            for login, (unit, name) in {login: (unit, name) for unit, login, name in seated}.items()
        ]

    def _actor(self, person: PersonEntry) -> Actor:
        own = {seat.unit for seat in person.seats}
        below = {unit for unit in self.superiors if own & set(self._above(unit))}
        granted = [self.permissions.get(seat.role, frozenset()) for seat in person.seats]
        return Actor(
            tenant_id=TENANT,
            person_id=person_id(person.login),
            name=person.name,
            login=person.login,
            seats=person.seats,
            permissions=frozenset().union(*granted),
            scope=(person_id(person.login), *(unit_id(unit) for unit in sorted(own | below))),
        )

    def _above(self, unit: str) -> Iterable[str]:
        above = self.superiors.get(unit)
        while above is not None:
            yield above
            above = self.superiors.get(above)


def person_id(login: str) -> UUID:
    """Return the id of a person in memory."""
    return uuid5(NAMESPACE_OID, f"person:{login}")


def unit_id(code: str) -> UUID:
    """Return the id of a unit in memory."""
    return uuid5(NAMESPACE_OID, f"unit:{code}")


def _facts(person: PersonEntry) -> PersonFacts:
    return PersonFacts(
        id=person_id(person.login),
        login=person.login,
        name=person.name,
        roles=frozenset(seat.role for seat in person.seats),
        certificates=() if person.certificate is None else (person.certificate,),
        legal_qualification=person.legal_qualification,
        first_time_reviewer=person.first_time_reviewer,
    )
