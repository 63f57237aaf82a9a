"""Names that lists show for codes: units, roles, and the sentences of the rules that bar a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Flask, g

from engine.organization.directory import UnitRow, units_by_code
from engine.organization.duties import Rule
from engine.organization.roster import load_roster
from web.edge import reading
from web.i18n.languages import in_language, language
from web.i18n.roles import role_words


@dataclass(frozen=True)
class Names:
    """The names of one tenant, read once per request and only if a page shows any."""

    units: Mapping[str, UnitRow]
    rules: Mapping[str, Rule]


def install_names(app: Flask) -> None:
    """Offer the names to the templates."""
    app.jinja_env.globals.update(
        unit_words=unit_words, seat_words=seat_words, role_words=role_words, barred_words=barred_words
    )


def unit_words(code: str | None) -> str:
    """Return the name of a unit in the page's language, or its code if there is no such unit."""
    unit = _names().units.get(code or "")
    return unit.name(language()) if unit else (code or "—")


def seat_words(role: str, unit: str) -> str:
    """Return a role and the unit it is held in."""
    return f"{role_words(role)} · {unit_words(unit)}"


def barred_words(rules: Iterable[str]) -> str:
    """Return why a person may not take a task: the sentence of each rule with its legal basis."""
    known = _names().rules
    sentences = [_rule_words(known[rule]) if rule in known else rule for rule in rules]
    return " ".join(dict.fromkeys(sentences))


def _rule_words(rule: Rule) -> str:
    sentence = in_language(rule.zh, rule.en)
    basis = in_language(f"（{rule.basis}）", f" ({rule.basis})") if rule.basis else ""
    return f"{sentence}{basis}"


def _names() -> Names:
    if "names" not in g:
        with reading() as ctx:
            rules = load_roster(ctx).rules
            g.names = Names(units_by_code(ctx), {rule.id: rule for rule in rules})
    return g.names  # type: ignore[no-any-return]
