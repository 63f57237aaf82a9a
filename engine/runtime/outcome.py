"""Puts together what a step returns."""

from datetime import datetime

from SpiffWorkflow.util.task import TaskState

from engine.runtime.codec import dump
from engine.runtime.run import Run
from engine.runtime.specs.data_use import taken
from engine.runtime.specs.events import OUTSIDE, CatchNode
from engine.runtime.specs.work import assigned
from engine.runtime.standing import finishable, offers
from engine.runtime.token import Token
from engine.runtime.values import CODEC, OpenTask, Outcome, Snapshot, Wait

CONDITIONAL = frozenset({"conditional"})


def conclude(run: Run) -> Outcome:
    """Move a case on until it waits, and return what came of it."""
    run.go_on()
    journal = run.journal
    opened = tuple(open_task(token) for token in journal.opened.values())
    for crowd in run.crowds():
        crowd.task_spec.fold(crowd)
    return Outcome(
        state=dump(run),
        codec=CODEC,
        data=run.documents.case,
        status=run.status,
        opened=opened,
        closed=tuple(journal.closed),
        offered=offers(run),
        finishable=finishable(run),
        waits=waits(run),
        passed=tuple(journal.passed),
        thrown=tuple(journal.thrown),
        decided=tuple(journal.decided),
        cited=tuple(run.environment.cited),
        taken=tuple(journal.taken),
    )


def survey(run: Run, snapshot: Snapshot) -> Outcome:
    """Return a case as it stands, with the conditions it waits for among the waits."""
    for crowd in run.crowds():
        crowd.task_spec.unfold(crowd)
    tokens = [run.positions[number] for number in sorted(run.positions)]
    return Outcome(
        state=snapshot.state,
        codec=snapshot.codec,
        data=run.documents.case,
        status=run.status,
        opened=tuple(open_task(token) for token in tokens if token.is_open),
        offered=offers(run),
        finishable=finishable(run),
        waits=waits(run, OUTSIDE | CONDITIONAL),
    )


def open_task(token: Token) -> OpenTask:
    """Return what the outside needs to know of an open task."""
    element, top = token.task_spec.element, token.workflow.top_workflow
    return OpenTask(
        key=token.key,
        element=element.id,
        process=element.process_id,
        kind=element.kind,
        scope=str(token.scope) if token.scope else None,
        data=top.documents.view(token.scope),
        index=token.index,
        operation=element.operation,
        payload={**taken(token, element), **assigned(token, element.inputs)} if element.human is None else {},
    )


def waits(run: Run, kinds: frozenset[str] = OUTSIDE) -> tuple[Wait, ...]:
    """Return everything of some kinds that a case waits for, oldest first."""
    return tuple(
        _wait(token, which)
        for _, token in sorted(run.positions.items())
        if token.state == TaskState.WAITING and isinstance(token.task_spec, CatchNode)
        for which in token.task_spec.pending(token)
        if token.task_spec.watched[which].kind in kinds
    )


def _wait(token: Token, which: int) -> Wait:
    spec, known = token.task_spec, token.internal_data
    due = known.get("due", {}).get(str(which))
    kind = spec.watched[which].kind
    return Wait(
        # An event with several triggers is several waits, told apart behind the dot.
        key=token.key if len(spec.watched) == 1 else f"{token.key}.{which}",
        element=spec.event.id,
        process=spec.event.process_id,
        event=kind,
        name=spec.name_of(which),
        due=datetime.fromisoformat(due) if due else None,
        correlation=known.get("correlation", {}) if kind == "message" else {},
    )
