"""A small memory of what is dear to make again, shared by the threads of one process."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


class Shelf(Generic[Key, Thing]):
    """Keeps up to `room` things by key; the one unused for longest leaves first.

    Things are given to several threads at once, so they must not change. The tenant belongs into the key, so that
    what is kept answers no more than the database would.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Thing] = OrderedDict()

    def get(self, key: Key) -> Thing | None:
        """Return what is kept under a key, or None."""
        with self._lock:
            thing = self._kept.get(key)
            if thing is not None:
                self._kept.move_to_end(key)
            return thing

    def put(self, key: Key, thing: Thing) -> None:
        """Keep a thing under a key."""
        with self._lock:
            self._kept[key] = thing
            while len(self._kept) > self._room:
                self._kept.popitem(last=False)
