"""Everything that is decided about a completion in memory before the runtime moves: form, people, gates, claims."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from engine import runtime
from engine.bpmn import Element
from engine.cases.errors import ClaimedElsewhere
from engine.cases.lookup import ThresholdLookup
from engine.cases.record import Act, note_acts
from engine.cases.values import LockedCase
from engine.kernel.actor import Actor
from engine.kernel.clock import legal_day
from engine.kernel.typed_json import Document
from engine.organization.duties import RECUSED, Duties, PersonFacts, read_duties
from engine.organization.errors import Barred, PersonUnknown
from engine.organization.separation import naming_barriers
from engine.scenarios.memory.formrules import met_rules
from engine.scenarios.memory.seeing import environment_of, functions_of, names_of, thresholds_of
from engine.scenarios.memory.world import HeldCase, Stage, World
from engine.tasks.errors import FormRefused
from engine.tasks.rules import require_gates
from engine.tasks.values import LockedTask
from forms import Form


@dataclass(frozen=True)
class Judged:
    """A completion that the form accepts: the values, whom it names for which duty, the case with the act noted."""

    element: Element
    values: Document
    names: Mapping[str, Any]
    duties: tuple[tuple[str, UUID], ...]
    named: Mapping[str, tuple[str, ...]]
    after: LockedCase
    found: ThresholdLookup
    rules: tuple[tuple[str, str, bool], ...]


def document_of(stage: Stage, world: World, held: HeldCase, task: LockedTask) -> Mapping[str, Any]:
    """Return the document a task's form sees: the case's own, or that of its called procedure or item."""
    if task.scope is None:
        return held.case.data
    environment = environment_of(stage, world, held.case)
    standing = runtime.inspect(held.procedure.program, held.snapshot, environment=environment)
    return next((each.data for each in standing.opened if each.key == task.key), {})


def rules_met(
    stage: Stage, world: World, held: HeldCase, task: LockedTask, data: Mapping[str, Any]
) -> tuple[tuple[str, str, bool], ...]:
    """Return which rules of a task's form a submission meets and which it breaks."""
    form = held.procedure.forms.get(task.form or "")
    if form is None:
        return ()
    names = names_of(world, held.case, document_of(stage, world, held, task))
    return met_rules(form, data, names)


def judge(
    stage: Stage, world: World, held: HeldCase, task: LockedTask, actor: Actor, data: Mapping[str, Any]
) -> Judged:
    """Return the completion that raw form data amount to; raises `FormRefused`."""
    element = held.procedure.elements[task.element]
    names = names_of(world, held.case, document_of(stage, world, held, task))
    form = held.procedure.forms.get(task.form or "")
    values = _checked(stage, world, form, data, names)
    named = form.duties(values) if form else {}
    case = replace(held.case, data={**held.case.data, **values}) if task.scope is None else held.case
    act = Act(element.id, case.seq + 1, legal_day(world.now), actor.login)
    return Judged(
        element=element,
        values=values,
        names={**names, **values},
        duties=_taken_on(stage, task, actor, named),
        named=named,
        after=replace(case, record=note_acts(case.record, [act])),
        found=thresholds_of(world, case),
        rules=met_rules(form, data, names) if form else (),
    )


def require_lawful(stage: Stage, world: World, held: HeldCase, task: LockedTask, actor: Actor, judged: Judged) -> None:
    """Raise `Barred` for people whom the form must not name, `GateClosed` for what the law still requires."""
    duties = _with_recused(held.case, judged)
    for duty, logins in judged.named.items():
        if duty == RECUSED:
            continue
        people = [_person(stage, login) for login in logins]
        about = judged.names.get("case_field")
        found = naming_barriers(
            stage.organisation.rules,
            duty=duty,
            named=people,
            performer=stage.organisation.facts[actor.person_id] if task.duty == duty else None,
            duties=duties,
            today=legal_day(world.now),
            case_field=about if isinstance(about, str) else None,
        )
        if found:
            names = "、".join(person.name for person in dict.fromkeys(people))
            raise Barred(person=names, faults=[barrier.fault() for barrier in found])
    require_gates(judged.element, judged.names, functions_of(stage, judged.found))


def claims_of(stage: Stage, world: World, held: HeldCase, judged: Judged) -> dict[tuple[str, str], str]:
    """Return the claims that only one case may make, with its number; raises `ClaimedElsewhere`."""
    lent = functions_of(stage, judged.found)
    claims: dict[tuple[str, str], str] = {}
    for once in judged.element.human.once if judged.element.human else ():
        if once.when and once.when.expression.evaluate(judged.names, functions=lent) is not True:
            continue
        key = once.key.expression.evaluate(judged.names, functions=lent)
        if key is None:
            continue
        claim = once.name, hashlib.sha256(str(key).encode()).hexdigest()
        holder = world.claims.get(claim)
        if holder is not None and holder != held.case.number:
            reason, basis = once.reason or "", once.basis or ""
            raise ClaimedElsewhere(number=holder, reason_zh=reason, reason_en=once.reason_en or reason, basis=basis)
        claims[claim] = held.case.number
    return claims


def _checked(
    stage: Stage, world: World, form: Form | None, data: Mapping[str, Any], names: Mapping[str, Any]
) -> Document:
    if form is None:
        return {}
    checked = form.validate(data, context=names, language="zh", now=world.now, options=stage.organisation.options(form))
    if checked.errors:
        raise FormRefused(errors=checked.errors, raw=data, language="zh")
    return checked.values


def _taken_on(
    stage: Stage, task: LockedTask, actor: Actor, named: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, UUID], ...]:
    taken = [(task.duty, actor.person_id)] if task.duty else []
    taken += [(duty, _person(stage, login).id) for duty, logins in named.items() for login in logins]
    return tuple(taken)


def _person(stage: Stage, login: str) -> PersonFacts:
    person = stage.organisation.facts_of(login)
    if person is None:
        raise PersonUnknown(login=login)
    return person


def _with_recused(case: LockedCase, judged: Judged) -> Duties:
    """Return the duties of the case with those whom this form recuses, so that it cannot name them as well."""
    duties = read_duties(case.duties)
    recused = {person_id for duty, person_id in judged.duties if duty == RECUSED}
    return {**duties, RECUSED: duties.get(RECUSED, frozenset()) | recused}
