"""What an intervention would come to, worked out before anything is written: preview and command use the same plan."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine import runtime
from engine.cases.gates import Ground, passed_by_moving, passed_by_standing, passed_by_withdrawing
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.interventions.errors import ActionUnknown, CaseChanged
from engine.kernel.errors import Fault
from engine.runtime import Environment, Outcome, Position, Snapshot
from engine.runtime.errors import NoSuchElement, NotOpen


@dataclass(frozen=True)
class Wish:
    """What somebody wants to do: `move`, `withdraw` or `skip` what stands at a token, or `restart` an ended case.

    `token` is the key of a position; `to` the element to move to or to restart at.
    """

    action: str
    token: str | None = None
    to: str | None = None


@dataclass(frozen=True)
class Planned:
    """The outcome of an intervention, the gates it would pass, and the positions that would go and come."""

    outcome: Outcome
    passed: tuple[Fault, ...]
    gone: tuple[Position, ...]
    come: tuple[Position, ...]


def require_seq(case: LockedCase, seq: int) -> None:
    """Raise `CaseChanged` unless the last event of the case is the one its reader saw."""
    if case.seq != seq:
        raise CaseChanged(number=case.number, expected=seq, found=case.seq)


def plan(case: LockedCase, procedure: Procedure, wish: Wish, environment: Environment) -> Planned:
    """Work out an intervention in a case; nothing is written.

    Raises what the runtime refuses: `NotOpen`, `NoSuchElement`, `NoTarget`, `NotMovable`, `WouldStrand`,
    `NothingLeft`, `CaseGoesOn`, `ExecutionFailed`; `ActionUnknown` for a wish that is none.
    """
    snapshot = snapshot_of(case)
    before = runtime.positions(procedure.program, snapshot, environment=environment)
    outcome = _outcome(procedure, snapshot, wish, environment)
    after = runtime.positions(procedure.program, outcome.snapshot, environment=environment)
    left, there = {each.key: each for each in before}, {each.key: each for each in after}
    gone = tuple(each for key, each in left.items() if key not in there)
    ground = Ground(procedure, case.data, case.record)
    return Planned(
        outcome=outcome,
        passed=_passed(ground, wish, left, gone),
        gone=gone,
        come=tuple(each for key, each in there.items() if key not in left),
    )


def snapshot_of(case: LockedCase) -> Snapshot:
    """Return a case as the runtime takes it."""
    return Snapshot(case.state, case.codec, case.data)


def _outcome(procedure: Procedure, snapshot: Snapshot, wish: Wish, environment: Environment) -> Outcome:
    program = procedure.program
    if wish.action == "move":
        return runtime.move(program, snapshot, token=wish.token or "", to=wish.to or "", environment=environment)
    if wish.action == "restart":
        return runtime.restart(program, snapshot, to=wish.to or "", environment=environment)
    if wish.action in ("withdraw", "skip"):
        go_on = wish.action == "skip"
        return runtime.cancel_activity(program, snapshot, token=wish.token or "", environment=environment, go_on=go_on)
    raise ActionUnknown(action=wish.action)


def _passed(
    ground: Ground, wish: Wish, before: Mapping[str, Position], gone: tuple[Position, ...]
) -> tuple[Fault, ...]:
    if wish.action == "restart":
        return passed_by_standing(ground, (_known(ground, wish.to),))
    held = before.get((wish.token or "").partition(".")[0]) or _holder(gone)
    if wish.action == "move":
        beside = [each.path for each in gone if each.path != held.path]
        return passed_by_moving(ground, held.path, _known(ground, wish.to), withdrawn=beside)
    return passed_by_withdrawing(ground, held.path, go_on=wish.action == "skip")


def _holder(gone: tuple[Position, ...]) -> Position:
    """Return what an item, an attached or a competing event belongs to: of what goes, the innermost."""
    if not gone:
        raise NotOpen(key="")
    return max(gone, key=lambda each: len(each.path))


def _known(ground: Ground, element: str | None) -> str:
    if element not in ground.procedure.elements:
        raise NoSuchElement(element=element, hint="")
    return str(element)
