"""A token: the library's task, without its clock, its random ids and its log."""

from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

ROOT = -1
"""The id of the task every level hangs its tokens on; it is never saved."""

OUTER = "outer"
"""Under it a token remembers the document around the activity while it has one of its own."""


class Token(Task):
    """One position in a diagram.

    The library builds a tree of everything that happened and might happen. A token is alive or it is gone: it hangs on
    the level's root, or on what it belongs to (the activity an event is attached to, the activity an item is one of,
    the gateway an event competes at). So a case costs what is open in it, not what has happened to it.

    `scope` is the number of the document it reads and writes, `via` the sequence flow it came on.
    """

    id: int
    via: str | None
    scope: int
    data: dict[str, Any]
    internal_data: dict[str, Any]
    _parent: Any
    _children: list[int]

    def __init__(
        self, run: Any, spec: Any, *, number: int, parent: "Token | None", scope: int, via: str | None
    ) -> None:
        # The library's constructor draws a random id and reads the clock; neither may touch a case, and tokens are
        # made for every open position in every step. What it sets is set here.
        self.id = number
        self.workflow = run
        self.task_spec = spec
        self.triggered = False
        self.thread_id = 0
        self.last_state_change = 0.0
        self.data = {}
        self.internal_data = {}
        self.via = via
        self.scope = scope
        self._children = []
        self._state = TaskState.FUTURE
        run.tasks[number] = self
        if parent is None:
            self._parent = None
        else:
            self._parent = parent.id
            parent._children.append(number)

    def _set_state(self, value: int) -> None:
        # The library reads the wall clock and writes a log line here, each time.
        self._state = value

    @property
    def key(self) -> str:
        """Return the opaque handle under which the outside knows this token."""
        return str(self.id)

    @property
    def index(self) -> int | None:
        """Return which item of a multi-instance activity this is, `None` if it is none."""
        found: int | None = self.internal_data.get("index")
        return found

    @property
    def outer(self) -> int:
        """Return the document around what the token stands on, which is its own unless the activity has one."""
        found: int = self.internal_data.get(OUTER, self.scope)
        return found

    @property
    def is_open(self) -> bool:
        """Tell whether somebody has to do this."""
        return bool(self._state == TaskState.READY and self.task_spec.manual)
