"""A level of a running case: the tokens of one scope of a diagram."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from engine.runtime.completed import Completed
from engine.runtime.token import ROOT, Token

if TYPE_CHECKING:
    from engine.runtime.run import Run


class Level:
    """What the case and each of its subprocesses have in common: tokens of one scope of a diagram.

    A level is over when no token but those that stand by (armed event subprocesses) is left.
    """

    tasks: dict[int, Token]
    task_tree: Token
    spec: Any
    top_workflow: "Run"
    completed: bool
    standing_by: int = 0
    done: list[Completed]

    def plant(self) -> None:
        """Give the level the root that its tokens hang on."""
        self.done = []
        self.task_tree = Token(self, self.spec.start, number=ROOT, parent=None, scope=0, via=None)

    def place(
        self,
        name: str,
        *,
        scope: int,
        via: str | None = None,
        parent: Token | None = None,
        number: int | None = None,
    ) -> Token:
        """Put a token on an element without telling the element yet; it gets a new number unless it has one."""
        top = self.top_workflow
        if number is None:
            top.last_number += 1
            number = top.last_number
        token = Token(
            self,
            self.spec.task_specs[name],
            number=number,
            parent=parent or self.task_tree,
            scope=scope,
            via=via,
        )
        top.positions[token.id] = token
        return token

    def send(self, name: str, *, scope: int, via: str | None = None, parent: Token | None = None) -> Token:
        """Put a token on an element, which then decides whether it waits or goes on."""
        if via is not None:
            self.top_workflow.journal.taken.append(via)
        token = self.place(name, scope=scope, via=via, parent=parent)
        token.task_spec._update(token)
        return token

    def open(self, entries: Iterable[str], *, scope: int, begun: str | None = None) -> list[Token]:
        """Let the event subprocesses of the level stand by, and put tokens where it begins; return the latter.

        They are placed before any of them is told, so that what the first one does finds the others. `begun` is an
        entry whose event has happened already.
        """
        for handler in self.spec.handlers:
            self.send(handler, scope=scope)
        tokens = [self.place(name, scope=scope) for name in entries]
        for token in tokens:
            if token.task_spec.name == begun:
                token._ready()
            else:
                token.task_spec._update(token)
        return tokens

    def adopt(self, token: Token) -> None:
        """Take a token from what it belongs to and let it stand for itself."""
        if token._parent != ROOT:
            self.tasks[token._parent]._children.remove(token.id)
            token.parent = self.task_tree
            self.task_tree._children.append(token.id)

    def remove(self, token: Token) -> None:
        """Take a token off the board."""
        self.tasks[token._parent]._children.remove(token.id)
        del self.tasks[token.id]
        del self.top_workflow.positions[token.id]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing in this level is going on."""
        return len(self.tasks) - 1 - self.standing_by <= 0
