"""The organisation for whoever picks from it: people with a role, units of a kind, who is above whom."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from engine.kernel.context import Context
from engine.kernel.database import driver


@dataclass(frozen=True)
class UnitRow:
    """A unit; `superior` is the code of the unit above it, None at the top."""

    id: UUID
    code: str
    kind: str
    name_zh: str
    name_en: str
    superior: str | None

    def name(self, language: str) -> str:
        """Return the name in `zh` or, for any other language, English."""
        return self.name_zh if language.startswith("zh") else self.name_en


@dataclass(frozen=True)
class PersonRow:
    """A person at one seat, for a picker: the login is what a form stores."""

    id: UUID
    login: str
    name: str
    role: str
    unit: str
    unit_name_zh: str
    unit_name_en: str

    def label(self, language: str) -> str:
        """Return the name with the unit, which tells namesakes apart."""
        unit = self.unit_name_zh if language.startswith("zh") else self.unit_name_en
        return f"{self.name}（{unit}）" if language.startswith("zh") else f"{self.name} ({unit})"


def people_with_roles(ctx: Context, roles: Iterable[str], *, units: Collection[str] = ()) -> tuple[PersonRow, ...]:
    """Return active people holding any of the roles, by unit and login, each once per unit.

    `units` narrows to seats in these units; empty means all.
    """
    rows = driver(ctx.session).execute(_PEOPLE, {"roles": list(roles), "units": list(units)})
    return tuple(PersonRow(*row) for row in rows)  # type: ignore[arg-type]


def units_of_kind(ctx: Context, kind: str) -> tuple[UnitRow, ...]:
    """Return the units of a kind by code, such as every `SQUAD`."""
    rows = driver(ctx.session).execute(_UNITS + b" and u.kind = %s order by u.code", (kind,))
    return tuple(UnitRow(*row) for row in rows)  # type: ignore[arg-type]


def units_by_code(ctx: Context) -> Mapping[str, UnitRow]:
    """Return every unit of the tenant by its code; what `superior(unit)` in an expression looks up."""
    rows = driver(ctx.session).execute(_UNITS + b" order by u.code")
    units = (UnitRow(*row) for row in rows)  # type: ignore[arg-type]
    return {unit.code: unit for unit in units}


def names_of(ctx: Context, people: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return the names of people by id, of those who have left as well."""
    rows = driver(ctx.session).execute(_NAMES, (list(people),))
    return {row[0]: row[1] for row in rows}  # type: ignore[misc]


_PEOPLE = b"""
select distinct on (u.code, p.login) p.id, p.login, p.name, s.role, u.code, u.name_zh, u.name_en
from seat s
join unit u on u.tenant_id = s.tenant_id and u.id = s.unit_id
join person p on p.tenant_id = s.tenant_id and p.id = s.person_id and p.active
where s.tenant_id = current_tenant() and s.role = any(%(roles)s::text[])
  and (cardinality(%(units)s::text[]) = 0 or u.code = any(%(units)s::text[]))
order by u.code, p.login, s.role
"""
_UNITS = b"""
select u.id, u.code, u.kind, u.name_zh, u.name_en, above.code
from unit u left join unit above on above.tenant_id = u.tenant_id and above.id = u.superior_id
where u.tenant_id = current_tenant()
"""
_NAMES = b"select id, name from person where tenant_id = current_tenant() and id = any(%s)"
