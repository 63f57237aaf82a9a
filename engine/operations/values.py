"""Registered operations as values: what service tasks may call, with what, and what came of it. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.feel.checking import FeelType

EXTERNAL = "external:"
"""What the names of operations begin with that a worker outside fetches."""

LONGEST_PAUSE = timedelta(hours=1)
"""However often something has failed, it is tried again within this time."""


@dataclass(frozen=True)
class Parameter:
    """An input or output of an operation; an input that is not `required` may be missing or null."""

    type: FeelType
    required: bool = True


@dataclass(frozen=True)
class Request:
    """One attempt at an errand: its inputs, and what tells it from all others.

    `key` is the same in every attempt: whoever is called does nothing twice for it. `seconds` are left until the
    attempt counts as failed; `at` is now.
    """

    key: str
    tenant: str
    case_number: str
    element: str
    inputs: Mapping[str, Any]
    seconds: float
    at: datetime


class ErrorReported(Exception):  # noqa: N818 - it is an answer, and no failure of ours
    """The operation reports an error of the business, which the diagram may catch by its code."""

    def __init__(self, code: str, *, message: str = "", data: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code, self.message, self.data = code, message, dict(data or {})


class AttemptFailed(Exception):  # noqa: N818 - says what happened
    """An attempt has failed, in words; one that is not `temporary` would fail in the same way again."""

    def __init__(self, *, zh: str, en: str, temporary: bool = True) -> None:
        super().__init__(en)
        self.zh, self.en, self.temporary = zh, en, temporary


Call = Callable[[Request], Mapping[str, Any]]
"""What does an operation: returns the outputs by name, or raises `ErrorReported` or `AttemptFailed`."""


@dataclass(frozen=True)
class Operation:
    """Something a service task may name: `call` does it, or for None a worker outside.

    `retries` is how often a failed attempt is repeated before a person is asked, `backoff` the first pause, which
    doubles. Types are FEEL's, so that a diagram is checked against them when it is deployed.
    """

    name: str
    title_zh: str
    title_en: str
    call: Call | None
    inputs: Mapping[str, Parameter] = field(default_factory=dict)
    outputs: Mapping[str, Parameter] = field(default_factory=dict)
    timeout: timedelta = timedelta(seconds=10)
    retries: int = 5
    backoff: timedelta = timedelta(seconds=5)
    codes: frozenset[str] = frozenset()

    def pause(self, failures: int) -> timedelta | None:
        """Return how long to wait after so many failed attempts in a row; None if a person is to be asked."""
        if failures > self.retries:
            return None
        return min(self.backoff * (1 << min(failures - 1, 20)), LONGEST_PAUSE)


Operations = Mapping[str, Operation]
"""The operations of an installation by name."""
