"""Who may answer an errand, and whether an answer fits. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine.errands.errors import AnswerUnfit, ErrandClosed, ErrandNotHeld
from engine.errands.values import DONE, OPEN, STUCK, HeldErrand
from engine.kernel.actor import Actor
from engine.kernel.errors import Fault
from engine.operations.rules import fitting_outputs
from engine.operations.values import EXTERNAL, AttemptFailed, Operations

LEASE = timedelta(seconds=60)
"""How long after it was put into the queue it is looked at whether an errand's job has got lost."""

MOST_FETCHED = 100
LONGEST_LOCK_SECONDS = 24 * 60 * 60
LONGEST_WORKER = 100
"""Characters of the name that a worker outside goes by."""


def is_external(operation: str) -> bool:
    """Tell whether a worker outside fetches what names an operation."""
    return operation.startswith(EXTERNAL)


def require_held(errand: HeldErrand, actor: Actor, worker: str) -> None:
    """Raise `ErrandClosed` or `ErrandNotHeld` unless a worker outside has taken an errand and may answer.

    One that is stuck takes a late answer of whoever had it last; a lock that has run out is good until somebody else
    has taken the errand.
    """
    if errand.status not in {OPEN, STUCK}:
        zh, en = ("办结", "done") if errand.status == DONE else ("撤回", "withdrawn")
        raise ErrandClosed(status_zh=zh, status_en=en)
    if errand.is_with(actor.person_id, worker):
        return
    if errand.worker is None:
        raise ErrandNotHeld(worker=worker, holder_zh="目前无人持有", holder_en="nobody has it")
    raise ErrandNotHeld(worker=worker, holder_zh=f"由“{errand.worker}”持有", holder_en=f"'{errand.worker}' has it")


def next_pause(operations: Operations, errand: HeldErrand) -> timedelta | None:
    """Return how long to wait after one more failed attempt; None if a person is to be asked.

    What is registered no longer cannot be tried again.
    """
    operation = operations.get(errand.operation)
    return operation.pause(errand.failures + 1) if operation else None


def fitting_answer(operations: Operations, errand: HeldErrand, answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer in the types the operation declares; raises `AnswerUnfit`.

    What is registered no longer has no types: its answer is taken as it is.
    """
    operation = operations.get(errand.operation)
    if operation is None:
        return dict(answer)
    try:
        return fitting_outputs(operation, answer)
    except AttemptFailed as unfit:
        fault = Fault("answer-unfit", f"{unfit.zh}。", f"{unfit.en[:1].upper()}{unfit.en[1:]}.", {"field": "data"})
        raise AnswerUnfit(operation=errand.operation, detail_zh=unfit.zh, detail_en=unfit.en, faults=[fault]) from unfit
