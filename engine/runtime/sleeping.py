"""Items that nothing happens to: kept as stored rows until a step comes to them.

A parallel multi-instance activity of a thousand items has a thousand diagrams inside. A step goes on in one of them,
so that reading and writing the others would make each step dearer than it is among few.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from engine.runtime.documents import Document
from engine.runtime.rows import beneath, hang, level_row, token_row
from engine.runtime.run import Run, SubRun
from engine.runtime.shelves import BOARD, Shelf
from engine.runtime.stored_values import Plain
from engine.runtime.token import Token
from engine.runtime.waiting import waits_of

ASLEEP = "asleep"
"""Under it a multi-instance token keeps its sleeping items by index, each as [rows, levels, documents, numbers]."""

SPANS = "spans"
"""Under it a multi-instance token keeps for each board of its shelf between which numbers its tokens lie."""

_NEAR = 16
"""Gaps in a board's numbers up to this size are not told apart; to look at a board in vain costs little."""


def lie_down(run: Run) -> None:
    """Put to sleep what can be, after a step."""
    # Whoever holds others is older than they are, so that what lies deeper is gone with its holder's item.
    for holder in [token for _, token in sorted(run.positions.items()) if token.task_spec.sleeps]:
        if run.positions.get(holder.id) is holder and holder.internal_data.get("total", 0) > BOARD:
            _lay_down(run, holder)


def holders(run: Run) -> list[Token]:
    """Return the tokens with sleeping items, oldest first."""
    return [token for _, token in sorted(run.positions.items()) if ASLEEP in token.internal_data]


def stir(run: Run, number: int) -> Token | None:
    """Wake the item that the token of a number belongs to and return the token, `None` if none has it."""
    for holder in holders(run):
        shelf, spans = holder.internal_data[ASLEEP], holder.internal_data[SPANS]
        for board, span in enumerate(spans):
            if not _lies_in(number, span):
                continue
            for place, entry in enumerate(shelf.board(board)):
                if entry is not None and _lies_in(number, entry[3]):
                    _wake(run, holder, board * BOARD + place)
                    return run.find(number)
    return None


def wake_all(run: Run) -> None:
    """Wake every sleeping item of a case."""
    for holder in holders(run):
        wake_items(holder)


def wake_hearers(run: Run) -> None:
    """Wake the sleeping items in which a signal could be waited for."""
    for holder in holders(run):
        if holder.task_spec.hears:
            wake_items(holder)


def wake_items(holder: Token) -> None:
    """Wake the sleeping items of one activity."""
    shelf = holder.internal_data.get(ASLEEP)
    if shelf is None:
        return
    run = holder.workflow.top_workflow
    for board in range((len(shelf) + BOARD - 1) // BOARD):
        for place, entry in enumerate(list(shelf.board(board))):
            if entry is not None:
                _wake(run, holder, board * BOARD + place)
    del holder.internal_data[ASLEEP], holder.internal_data[SPANS]


def _lay_down(run: Run, holder: Token) -> None:
    known = holder.internal_data
    items = [child for child in holder.children if child.index is not None]
    if ASLEEP not in known:
        known[ASLEEP] = Shelf.of([None] * known["total"])
        known[SPANS] = Plain([] for _ in range((known["total"] + BOARD - 1) // BOARD))
    shelf, outside = known[ASLEEP], set(_chain(run, holder.scope))
    for item in items:
        shelf[item.index] = _put_away(run, item, outside)
    asleep = {item.id for item in items}
    holder._children = [child for child in holder._children if child not in asleep]
    for board in shelf.changed():
        numbers = [span for entry in shelf.board(board) if entry is not None for span in _pairs(entry[3])]
        known[SPANS][board] = _merged(numbers, _NEAR)


def _put_away(run: Run, item: Token, outside: set[int]) -> list[Any]:
    tokens = beneath([item])
    rows, levels = [token_row(token) for token in tokens], []
    for token in tokens:
        inner = run.subprocesses.pop(token.id, None)
        if inner is not None:
            levels.append(level_row(token.id, inner))
            # The list grows while it is gone through: what lies deeper is put away as well.
            tokens += beneath(inner.task_tree.children)
    documents = {}
    for number in _documents_of(run, tokens, outside):
        document = run.documents.by_number.pop(number)
        documents[number] = [number, document.parent, document.values, document.local]
    for token in tokens:
        del token.workflow.tasks[token.id], run.positions[token.id]
    return [rows, levels, [documents[number] for number in sorted(documents)], _numbers(tokens)]


def _wake(run: Run, holder: Token, index: int) -> None:
    shelf = holder.internal_data[ASLEEP]
    rows, levels, documents, _ = shelf[index]
    shelf[index] = None
    for number, parent, values, local in documents:
        run.documents.by_number[number] = Document(parent, values, local)
    woken = hang(holder.workflow, rows)
    for host, name, *held in levels:
        level = SubRun(run.subprocess_specs[name], host, run, deserializing=True)
        run.subprocesses[host] = level
        level.plant()
        woken += hang(level, *held)
    if run.waited is not None:
        run.waited.update((wait.key, wait) for token in woken for wait in waits_of(token))


def _documents_of(run: Run, tokens: list[Token], outside: set[int]) -> set[int]:
    found: set[int] = set()
    for token in tokens:
        for number in (token.scope, token.internal_data.get("document")):
            if number is not None:
                found.update(each for each in _chain(run, number) if each not in outside)
    return found


def _chain(run: Run, number: int | None) -> Iterator[int]:
    while number is not None:
        yield number
        number = run.documents.by_number[number].parent


def _numbers(tokens: list[Token]) -> list[int]:
    pairs = [(token.id, token.id) for token in tokens]
    for token in tokens:
        if "remaining" in token.internal_data:
            first = token.internal_data["first"]
            pairs.append((first, first + 2 * token.internal_data["total"]))
    return _merged(pairs, 1)


def _merged(pairs: list[tuple[int, int]], gap: int) -> list[int]:
    """Return spans that cover all pairs, as their ends one after another."""
    found: list[int] = []
    for low, high in sorted(pairs):
        if found and low <= found[-1] + gap:
            found[-1] = max(found[-1], high)
        else:
            found += [low, high]
    return found


def _pairs(ends: list[int]) -> list[tuple[int, int]]:
    return list(zip(ends[::2], ends[1::2], strict=True))


def _lies_in(number: int, ends: list[int]) -> bool:
    place = bisect_left(ends, number)
    return place % 2 == 1 or (place < len(ends) and ends[place] == number)
