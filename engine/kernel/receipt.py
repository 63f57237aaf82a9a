"""What a command answers with: small, frozen, and the same again when a request is repeated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Receipt:
    """The answer of a command: what it touched, and where the person goes on.

    `next_task_id` is an open task of the same case that now lies with the actor. `detail` holds plain JSON values.
    """

    case_id: UUID | None = None
    task_id: UUID | None = None
    number: str | None = None
    next_task_id: UUID | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as plain JSON values."""
        ids = {key: getattr(self, key) for key in _IDS}
        told: dict[str, Any] = {key: None if value is None else str(value) for key, value in ids.items()}
        return {**told, "number": self.number, "detail": dict(self.detail)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Receipt":
        """Return the receipt that `as_json` wrote."""
        ids = {key: UUID(stored[key]) if stored.get(key) else None for key in _IDS}
        return cls(**ids, number=stored.get("number"), detail=stored.get("detail") or {})


_IDS = ("case_id", "task_id", "next_task_id")
