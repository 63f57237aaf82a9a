"""Long lists in a state: kept on boards, of which a step reads and writes only those that it touches."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
import zstandard

from engine.runtime.stored_values import pack, restored, tagged

BOARD = 32
"""How many entries a board holds; a list that fits on one board is an ordinary list."""


class _Board:
    """Entries as stored bytes, as values, or as both while neither has changed."""

    def __init__(self, packed: bytes | None, entries: list[Any] | None) -> None:
        self.packed = packed
        self.entries = entries

    def open(self) -> list[Any]:
        if self.entries is None:
            assert self.packed is not None
            self.entries = orjson.loads(zstandard.decompress(self.packed))
        return self.entries

    def write(self) -> list[Any]:
        """Return the entries, which the caller is about to change."""
        entries = self.open()
        self.packed = None
        return entries

    def close(self) -> bytes:
        if self.packed is None:
            self.packed = pack(self.entries, _inline)
        return self.packed


class Shelf:
    """A list whose entries are read one by one, replaced or appended; everything else stays as it was stored."""

    def __init__(self, length: int, boards: list[_Board]) -> None:
        self._length = length
        self._boards = boards

    @classmethod
    def of(cls, values: Iterable[Any]) -> "Shelf":
        """Return a shelf with these entries."""
        entries = list(values)
        boards = [_Board(None, entries[at : at + BOARD]) for at in range(0, len(entries), BOARD)]
        return cls(len(entries), boards)

    @classmethod
    def stored(cls, length: int, boards: Iterable[bytes]) -> "Shelf":
        """Return a shelf as `packed` has stored it."""
        return cls(length, [_Board(packed, None) for packed in boards])

    def __len__(self) -> int:
        """Return how many entries there are."""
        return self._length

    def __iter__(self) -> Iterator[Any]:
        """Yield every entry in order."""
        for board in self._boards:
            yield from (restored(entry) for entry in board.open())

    def __getitem__(self, index: int) -> Any:
        """Return one entry."""
        return restored(self._boards[index // BOARD].open()[index % BOARD])

    def __setitem__(self, index: int, value: Any) -> None:
        """Replace one entry."""
        self._boards[index // BOARD].write()[index % BOARD] = value

    def append(self, value: Any) -> None:
        """Add an entry at the end."""
        if self._length % BOARD == 0:
            self._boards.append(_Board(None, []))
        self._boards[-1].write().append(value)
        self._length += 1

    def board(self, number: int) -> list[Any]:
        """Return the entries of one board as they are stored, with their marks."""
        return self._boards[number].open()

    def changed(self) -> list[int]:
        """Return the numbers of the boards that are not as they were stored."""
        return [number for number, board in enumerate(self._boards) if board.packed is None]

    def packed(self) -> list[bytes]:
        """Return what is stored of every board."""
        return [board.close() for board in self._boards]


def shelved(values: list[Any], total: int) -> Any:
    """Return a list that will have so many entries as a shelf, if it is worth one, else as it is."""
    return Shelf.of(values) if total > BOARD else values


def _inline(value: Any) -> Any:
    # A shelf on a shelf is an ordinary list: only what is outermost is read piece by piece.
    return list(value) if isinstance(value, Shelf) else tagged(value)
