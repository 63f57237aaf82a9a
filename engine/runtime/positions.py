"""Where a case stands: every token of every scope, with the way down to it."""

from dataclasses import dataclass

from SpiffWorkflow.util.task import TaskState

from engine.runtime.codec import load
from engine.runtime.level import Level
from engine.runtime.program import Program
from engine.runtime.run import Run, SubRun
from engine.runtime.token import Token
from engine.runtime.values import Environment, Snapshot


@dataclass(frozen=True)
class Position:
    """One token of a scope: an activity, an event or a gateway that holds it.

    `path` are the elements from the outermost scope down to this one, each inside the one before. `kind` is `open`
    (somebody has to do it), `wait` (an event), `inside` (a diagram of its own goes on in it), `several` (items), or
    `held` (it waits for other tokens). `stands_by` marks event subprocesses whose event has not happened.
    """

    key: str
    element: str
    process: str
    path: tuple[str, ...]
    kind: str
    stands_by: bool = False


def positions(program: Program, snapshot: Snapshot, *, environment: Environment) -> tuple[Position, ...]:
    """Return everything that is going on in a case, scope by scope, oldest first; what is attached goes unnamed."""
    run = load(program, snapshot, environment)
    return tuple(_position(token, run) for level in run.levels() for token in shown(level))


def shown(level: Level) -> list[Token]:
    """Return the tokens of a scope that stand for themselves; what undoes things stands for nothing but its handler."""
    found: list[Token] = []
    for token in level.task_tree.children:
        found += token.children if token.task_spec.is_hidden else [token]
    return found


def path_of(token: Token) -> tuple[str, ...]:
    """Return the elements from the outermost scope down to a token's own."""
    path: list[str] = []
    current: Token | None = token
    while current is not None:
        current = root_of(current)
        path.append(current.task_spec.element.id)
        level = current.workflow
        current = level.host if isinstance(level, SubRun) else None
    return tuple(reversed(path))


def root_of(token: Token) -> Token:
    """Return what a token belongs to in its scope: the activity, the gateway, or itself."""
    while token.parent is not token.workflow.task_tree and not is_undoing(token):
        token = token.parent
    return token


def is_undoing(token: Token) -> bool:
    """Tell whether a token is there to undo something: it belongs to nothing that is drawn."""
    return token.parent is not token.workflow.task_tree and token.parent.task_spec.is_hidden


def _position(token: Token, run: Run) -> Position:
    spec = token.task_spec
    is_waiting = token.state == TaskState.WAITING
    return Position(
        key=token.key,
        element=spec.element.id,
        process=spec.element.process_id,
        path=path_of(token),
        kind=_kind(token, run),
        stands_by=bool(spec.stands_by and is_waiting),
    )


def _kind(token: Token, run: Run) -> str:
    if token.is_open:
        return "open"
    if token.id in run.subprocesses:
        return "inside"
    if token.state == TaskState.STARTED:
        if token.task_spec.element.kind.endswith("Event"):
            return "held"
        return "several"
    has_event = token.task_spec.element.triggers or token.task_spec.element.kind == "eventBasedGateway"
    return "wait" if has_event or token.task_spec.element.kind == "receiveTask" else "held"
