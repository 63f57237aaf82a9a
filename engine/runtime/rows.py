"""Tokens and levels as rows of a state, and rows as tokens again."""

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.completed import notes_of, rows_of
from engine.runtime.level import Level
from engine.runtime.token import ROOT, Token

_STATES = {"w": TaskState.WAITING, "r": TaskState.READY, "s": TaskState.STARTED}
_LETTERS = {state: letter for letter, state in _STATES.items()}


def level_row(host: int, level: Level) -> list[Any]:
    """Return the row of a level that the token of a number has started (0: the case itself)."""
    # What can be undone is rare; a level without any is written as it was before there was such a thing.
    held = [host, level.spec.name, [token_row(token) for token in beneath(level.task_tree.children)]]
    return [*held, rows_of(level.done)] if level.done else held


def beneath(tokens: Iterable[Token]) -> list[Token]:
    """Return tokens with all that hang on them, parents first, because tokens are placed in that order."""
    found: list[Token] = []
    todo = list(reversed(list(tokens)))
    while todo:
        token = todo.pop()
        found.append(token)
        todo.extend(reversed(token.children))
    return found


def token_row(token: Token) -> list[Any]:
    """Return the row of a token."""
    parent = 0 if token._parent == ROOT else token._parent
    row = [token.id, parent, token.task_spec.name, _LETTERS[token.state], token.scope, token.via]
    return [*row, token.internal_data] if token.internal_data else row


def hang(level: Level, rows: list[list[Any]], done: list[list[Any]] | None = None) -> list[Token]:
    """Place the tokens of rows on a level, and what was `done` in it; return the tokens."""
    if done:
        level.done = notes_of(done)
    specs, positions = level.spec.task_specs, level.top_workflow.positions
    placed = []
    for number, parent, name, state, scope, via, *internal in rows:
        holder = level.tasks[parent] if parent else level.task_tree
        token = Token(level, specs[name], number=number, parent=holder, scope=scope, via=via)
        token._state = _STATES[state]
        if internal:
            token.internal_data = internal[0]
        positions[number] = token
        placed.append(token)
        if specs[name].stands_by and state == "w":
            level.standing_by += 1
    return placed
