"""A case as its lock holder sees it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.kernel.typed_json import Document


@dataclass(frozen=True)
class LockedCase:
    """A case as its lock holder sees it; a step returns a changed copy, which `write_case` stores.

    `data` is the case document, `record` says who completed which element, `duties` who has taken on what;
    `seq` and `head` are the end of its chain of events.
    """

    id: UUID
    version_id: UUID
    definition_key: str
    process: str
    number: str
    title: str
    status: str
    unit: str
    data: Document
    record: Document
    duties: dict[str, list[str]]
    state: bytes
    codec: int
    waits: int
    seq: int
    head: bytes
    started_at: datetime
    started_by: UUID
