"""Everything that is decided about a completion before the engine moves: form, people, gates, claims."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from engine import runtime
from engine.bpmn import Element
from engine.cases.environment import environment_of, expression_context, functions
from engine.cases.errors import ClaimedElsewhere
from engine.cases.lookup import ThresholdLookup, lookup_of
from engine.cases.record import Act, note_acts, participants
from engine.cases.store import claim_once
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.kernel.typed_json import Document
from engine.organization.duties import RECUSED, Duties, PersonFacts, read_duties
from engine.organization.errors import Barred, PersonUnknown
from engine.organization.roster import Roster, load_roster
from engine.organization.separation import naming_barriers
from engine.runtime import Snapshot
from engine.tasks.errors import FormRefused
from engine.tasks.options import options_for
from engine.tasks.rules import require_gates
from engine.tasks.values import LockedTask, Submission
from forms import Form


@dataclass(frozen=True)
class Completion:
    """A completion that the form accepts.

    `values` go to the document; `open_values` and `private_values` are the same split for the record. `names` are
    what gates may see, with the values merged in; `after` is the case with this act already noted; `lookup` answers
    with thresholds and remembers which.
    """

    element: Element
    values: Document
    open_values: Document
    private_values: Document
    names: dict[str, Any]
    roster: Roster
    duties: tuple[tuple[str, UUID], ...]
    named: Mapping[str, tuple[str, ...]]
    attachments: tuple[str, ...]
    after: LockedCase
    lookup: ThresholdLookup


def document_of(ctx: Context, case: LockedCase, task: LockedTask, procedure: Procedure) -> Mapping[str, Any]:
    """Return the document that a task's form sees: the case's own, or that of its called procedure or item."""
    if task.scope is None:
        return case.data
    snapshot = Snapshot(case.state, case.codec, case.data)
    return runtime.look(procedure.program, snapshot, task=task.key, environment=environment_of(ctx, case)).data


def judge(
    ctx: Context, case: LockedCase, task: LockedTask, procedure: Procedure, data: Mapping[str, Any] | Submission
) -> Completion:
    """Return the completion that raw form data amount to; raises `FormRefused` with every error of the form."""
    element = procedure.elements[task.element]
    context = expression_context(ctx, case, document_of(ctx, case, task, procedure))
    form = procedure.forms.get(task.form or "")
    values = _checked(ctx, form, data, context)
    named = form.duties(values) if form else {}
    roster = load_roster(
        ctx,
        people=[ctx.actor.person_id],
        logins={*(login for logins in named.values() for login in logins), *participants(case.record)},
    )
    sensitive = _sensitive_keys(form)
    filled = replace(case, data={**case.data, **values}) if task.scope is None else case
    return Completion(
        element=element,
        values=values,
        open_values={key: value for key, value in values.items() if key not in sensitive},
        private_values={key: value for key, value in values.items() if key in sensitive},
        names={**context, **values},
        roster=roster,
        duties=_taken_on(ctx, task, named, roster),
        named=named,
        attachments=form.attachments(values) if form else (),
        after=_noted(ctx, filled, element),
        lookup=lookup_of(ctx, filled),
    )


def require_lawful(ctx: Context, case: LockedCase, task: LockedTask, completion: Completion) -> None:
    """Raise `Barred` for people whom the form must not name, `GateClosed` for what the law still requires."""
    duties, today = _with_recused(case, completion), legal_day(ctx.clock.now())
    actor = completion.roster.people[ctx.actor.person_id]
    for duty, logins in completion.named.items():
        if duty == RECUSED:
            continue
        people = [_named(completion.roster, login) for login in logins]
        found = naming_barriers(
            completion.roster.rules,
            duty=duty,
            named=people,
            performer=actor if task.duty == duty else None,
            duties=duties,
            today=today,
            case_field=_text(completion.names.get("case_field")),
        )
        if found:
            names = "、".join(person.name for person in dict.fromkeys(people))
            raise Barred(person=names, faults=[barrier.fault() for barrier in found])
    require_gates(completion.element, completion.names, functions(ctx, completion.lookup))


def claim_all(ctx: Context, case: LockedCase, completion: Completion) -> None:
    """Make the claims that only one case may make, such as one fine for one act; raises `ClaimedElsewhere`."""
    human = completion.element.human
    for once in human.once if human else ():
        lent = functions(ctx, completion.lookup)
        if once.when and once.when.expression.evaluate(completion.names, functions=lent) is not True:
            continue
        key = once.key.expression.evaluate(completion.names, functions=lent)
        if key is None:
            continue
        # The key may be made of an identity number; equal keys have equal hashes, and that is all that is asked.
        digest = hashlib.sha256(str(key).encode()).hexdigest()
        holder = claim_once(ctx, case, name=once.name, key=digest, element=completion.element.id)
        if holder is not None:
            reason, basis = once.reason or "", once.basis or ""
            raise ClaimedElsewhere(number=holder, reason_zh=reason, reason_en=once.reason_en or reason, basis=basis)


def _with_recused(case: LockedCase, completion: Completion) -> Duties:
    """Return the duties of the case with those whom this form recuses, so that it cannot name them as well."""
    duties = read_duties(case.duties)
    recused = {person_id for duty, person_id in completion.duties if duty == RECUSED}
    return {**duties, RECUSED: duties.get(RECUSED, frozenset()) | recused}


def _checked(
    ctx: Context, form: Form | None, data: Mapping[str, Any] | Submission, context: Mapping[str, Any]
) -> Document:
    if form is None:
        return _unasked(ctx, data)
    raw = form.extract(data.pairs) if isinstance(data, Submission) else data
    checked = form.validate(
        raw,
        context=context,
        language=ctx.actor.language,
        now=ctx.clock.now(),
        options=options_for(ctx, form),
    )
    if checked.errors:
        raise FormRefused(errors=checked.errors, raw=raw, language=ctx.actor.language)
    return checked.values


def _unasked(ctx: Context, data: Mapping[str, Any] | Submission) -> Document:
    """Return nothing for a step that asks for nothing; raise `FormRefused` if values came all the same.

    What a browser sends with a button is the page's own, not a value.
    """
    if data and not isinstance(data, Submission):
        sentence = "本步骤没有表单。" if ctx.actor.language.startswith("zh") else "This step has no form."
        raise FormRefused(errors={"": [sentence]}, raw=data, language=ctx.actor.language)
    return {}


def _taken_on(
    ctx: Context, task: LockedTask, named: Mapping[str, tuple[str, ...]], roster: Roster
) -> tuple[tuple[str, UUID], ...]:
    taken = [(task.duty, ctx.actor.person_id)] if task.duty else []
    taken += [(duty, _named(roster, login).id) for duty, logins in named.items() for login in logins]
    return tuple(taken)


def _named(roster: Roster, login: str) -> PersonFacts:
    person = roster.by_login(login)
    if person is None:
        raise PersonUnknown(login=login)
    return person


def _noted(ctx: Context, case: LockedCase, element: Element) -> LockedCase:
    """Return the case as conditions behind the task see it: with this act in its record."""
    act = Act(element.id, case.seq + 1, legal_day(ctx.clock.now()), ctx.actor.login)
    return replace(case, record=note_acts(case.record, [act]))


def _sensitive_keys(form: Form | None) -> frozenset[str]:
    """Return the top-level keys whose values go to the side rows of the record."""
    if form is None:
        return frozenset()
    paths = form.sensitive.personal | form.sensitive.protected.keys()
    return frozenset(path.split(".", 1)[0] for path in paths)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
