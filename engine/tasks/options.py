"""The people and units that a form offers for choice at the moment it is shown or judged."""

from engine.kernel.context import Context
from engine.organization.directory import people_with_roles, units_of_kind
from forms import Form, Option


def options_for(ctx: Context, form: Form) -> dict[str, list[Option]]:
    """Return the choices of every field that takes them from the organisation, by the text of its source."""
    found: dict[str, list[Option]] = {}
    for source in form.sources.values():
        if source.text in found:
            continue
        if source.kind == "people":
            people = people_with_roles(ctx, source.codes)
            unique = {person.login: person for person in people}
            found[source.text] = [
                Option(person.login, person.label("zh"), person.label("en")) for person in unique.values()
            ]
        else:
            units = [unit for kind in source.codes for unit in units_of_kind(ctx, kind)]
            found[source.text] = [Option(unit.code, unit.name_zh, unit.name_en) for unit in units]
    return found
