"""What a person may begin in the ad-hoc subprocesses of a case, and which of these they may finish."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from engine import runtime
from engine.bpmn import AdHoc, Element
from engine.cases.environment import environment_of, expression_context, functions
from engine.cases.lookup import FIELD, lookup_of
from engine.cases.record import people_of
from engine.cases.rules import ACTIVE
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.organization.duties import Barrier, read_duties
from engine.organization.errors import Barred
from engine.organization.roster import load_roster
from engine.organization.separation import barriers
from engine.runtime import Offer, Outcome, Snapshot
from engine.tasks.errors import NothingOffered


@dataclass(frozen=True)
class OfferRow:
    """An activity that may be begun, or (`ends`) an ad-hoc subprocess that may be finished, and by which seat."""

    key: str
    element: str
    kind: str
    name_zh: str
    name_en: str
    within_zh: str
    within_en: str
    role: str
    unit: str
    ends: bool = False
    barred: tuple[Barrier, ...] = ()

    @property
    def queue(self) -> str:
        """Return the queue whose people may do it."""
        return f"{self.role}@{self.unit}"

    def name(self, language: str) -> str:
        """Return the activity's name in `zh` or, for any other language, English."""
        return self.name_zh if language.startswith("zh") else self.name_en


def read_offers(ctx: Context, case: LockedCase, procedure: Procedure) -> tuple[OfferRow, ...]:
    """Return what the actor's seats may begin or finish now, with the rules that keep the actor from it.

    A procedure without ad-hoc subprocesses costs nothing.
    """
    if case.status != ACTIVE or not any(element.ad_hoc for element in procedure.elements.values()):
        return ()
    snapshot = Snapshot(case.state, case.codec, case.data)
    standing = runtime.inspect(procedure.program, snapshot, environment=environment_of(ctx, case))
    rows = [row for row in offer_rows(ctx, case, procedure, standing) if row.queue in ctx.actor.queues]
    return tuple(_judged(ctx, case, procedure, row) for row in rows)


def require_offer(
    ctx: Context, case: LockedCase, procedure: Procedure, *, element: str, key: str | None, ends: bool
) -> OfferRow:
    """Return what the actor wants to begin or finish; raises `NothingOffered`, or `Barred` with a fault per rule."""
    for row in read_offers(ctx, case, procedure):
        if row.element == element and row.ends is ends and key in (None, row.key):
            if row.barred:
                raise Barred(person=ctx.actor.name, faults=[barrier.fault() for barrier in row.barred])
            return row
    drawn = procedure.elements.get(element)
    raise NothingOffered(
        element_zh=drawn.name or element if drawn else element,
        element_en=drawn.name_en or drawn.name or element if drawn else element,
    )


def offer_rows(ctx: Context, case: LockedCase, procedure: Procedure, outcome: Outcome) -> Iterator[OfferRow]:
    """Yield everything that somebody may begin or finish in a case, whoever that is."""
    for offer in outcome.offered:
        yield _row(ctx, case, procedure, offer, ends=False)
    for offer in outcome.finishable:
        yield _row(ctx, case, procedure, offer, ends=True)


def _row(ctx: Context, case: LockedCase, procedure: Procedure, offer: Offer, *, ends: bool) -> OfferRow:
    element, within = procedure.elements[offer.element], procedure.elements[offer.within]
    assert within.ad_hoc is not None
    role, formula = _performer(element, within.ad_hoc)
    names, lent = expression_context(ctx, case, offer.data), functions(ctx, lookup_of(ctx, case))
    unit = formula.expression.evaluate(names, functions=lent) if formula else None
    return OfferRow(
        key=offer.key,
        element=offer.element,
        kind=offer.kind,
        name_zh=element.name or element.id,
        name_en=element.name_en or element.name or element.id,
        within_zh=within.name or within.id,
        within_en=within.name_en or within.name or within.id,
        role=role or "",
        unit=unit if isinstance(unit, str) and unit else case.unit,
        ends=ends,
    )


def _performer(element: Element, rule: AdHoc) -> tuple[str | None, Any]:
    if element.human is not None and element.human.performer is not None:
        return element.human.performer, element.human.unit
    return rule.performer, rule.unit


def _judged(ctx: Context, case: LockedCase, procedure: Procedure, row: OfferRow) -> OfferRow:
    human = procedure.elements[row.element].human
    if human is None:
        return row
    excluded = people_of(case.record, human.excludes)
    roster = load_roster(ctx, people=[ctx.actor.person_id], logins=excluded)
    person, field = roster.people[ctx.actor.person_id], case.data.get(FIELD)
    found = barriers(
        roster.rules,
        duty=human.duty,
        performer=person,
        duties=read_duties(case.duties),
        today=legal_day(ctx.clock.now()),
        case_field=field if isinstance(field, str) else None,
        excluded=frozenset({person.id} if person.login in excluded else ()),
    )
    return replace(row, barred=found)
