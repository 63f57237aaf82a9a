"""Puts together what a step returns."""

from functools import partial

from engine.runtime.codec import dump
from engine.runtime.run import Run
from engine.runtime.sleeping import holders, lie_down, wake_all
from engine.runtime.specs.data_use import LACKS, missing, taken
from engine.runtime.specs.events import OUTSIDE
from engine.runtime.specs.work import assigned
from engine.runtime.standing import finishable, offers
from engine.runtime.token import Token
from engine.runtime.values import Lack, OpenTask, Outcome, Snapshot, Wait, WaitChanges
from engine.runtime.waiting import LaterWaits, waits_of

CONDITIONAL = frozenset({"conditional"})


def conclude(run: Run) -> Outcome:
    """Move a case on until it waits, and return what came of it."""
    run.go_on()
    journal = run.journal
    opened = tuple(open_task(token) for token in journal.opened.values())
    offered, finishing, changes = offers(run), finishable(run), _changes(run)
    seen = None if changes else waits(run)
    for crowd in run.crowds():
        crowd.task_spec.fold(crowd)
    lacking = lacks(run)
    lie_down(run)
    state, codec = dump(run)
    return Outcome(
        state=state,
        codec=codec,
        data=run.documents.case,
        status=run.status,
        opened=opened,
        closed=tuple(journal.closed),
        offered=offered,
        finishable=finishing,
        waits=LaterWaits(partial(waits, run)) if seen is None else seen,
        wait_changes=changes,
        passed=tuple(journal.passed),
        thrown=tuple(journal.thrown),
        decided=tuple(journal.decided),
        cited=tuple(run.environment.cited),
        lacking=lacking,
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
        lacking=lacks(run),
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
    wake_all(run)
    return tuple(wait for _, token in sorted(run.positions.items()) for wait in waits_of(token, kinds))


def lacks(run: Run) -> tuple[Lack, ...]:
    """Return everything that does not begin because data are missing, oldest first."""
    return tuple(
        Lack(token.key, token.task_spec.element.id, token.task_spec.element.process_id, missing(token))
        for _, token in sorted(run.positions.items())
        if LACKS in token.internal_data
    )


def count_waits(run: Run) -> None:
    """Note what a case waits for before a step, so that what changes can be told; only where most of it is asleep."""
    if holders(run):
        run.waited = {wait.key: wait for token in run.positions.values() for wait in waits_of(token)}


def _changes(run: Run) -> WaitChanges | None:
    if run.waited is None:
        return None
    now = {wait.key: wait for _, token in sorted(run.positions.items()) for wait in waits_of(token)}
    return WaitChanges(
        began=tuple(wait for key, wait in now.items() if key not in run.waited),
        renewed=tuple(wait for key, wait in now.items() if run.waited.get(key, wait) != wait),
        ended=tuple(wait for key, wait in run.waited.items() if key not in now),
    )
