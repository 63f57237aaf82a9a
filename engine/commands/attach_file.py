"""Attach a file to a case: evidence, a signed paper, a recording."""

from uuid import UUID

from engine.audit.chain import Entry
from engine.audit.log import record
from engine.cases.access import is_handler, require_readable
from engine.cases.rules import require_not_ended
from engine.cases.store import advance_chain, lock_case
from engine.documents.errors import FileEmpty, FileKindRefused, FileTooLarge
from engine.documents.files import FileStore
from engine.documents.kinds import MOST_BYTES, allowed_endings, kind_of
from engine.documents.models import Attachment
from engine.documents.store import require_own_task
from engine.kernel.context import Context
from engine.kernel.errors import Forbidden
from engine.kernel.ids import new_id
from engine.kernel.receipt import Receipt

MEGABYTE = 1024 * 1024
LONGEST_NAME = 200


def attach_file(
    ctx: Context, *, files: FileStore, case_id: UUID, name: str, content: bytes, task_id: UUID | None = None
) -> Receipt:
    """Store a file and attach it to a case that has not ended; `task_id` says at which step.

    Only handlers of the case may attach. The kind is told by the first bytes and must agree with the name. The
    bytes are on the disk before the row that names them is committed. A closed file takes nothing more
    (行政处罚法 47). Raises `FileEmpty`, `FileTooLarge`, `FileKindRefused`, `CaseEnded`.
    """
    name = name.replace("\\", "/").rsplit("/", 1)[-1].strip()[-LONGEST_NAME:]
    if not content:
        raise FileEmpty(name=name)
    if len(content) > MOST_BYTES:
        raise FileTooLarge(name=name, most=MOST_BYTES // MEGABYTE, size=-(-len(content) // MEGABYTE))
    kind = kind_of(content, name)
    if kind is None:
        raise FileKindRefused(name=name, allowed="、".join(allowed_endings()))
    require_readable(ctx, case_id)
    case = lock_case(ctx, case_id)
    require_not_ended(case)
    if not is_handler(ctx, case_id):
        raise Forbidden
    require_own_task(ctx, case_id, task_id)
    sha256 = files.put(content)
    attachment = Attachment(
        tenant_id=ctx.actor.tenant_id,
        id=new_id(),
        case_id=case.id,
        task_id=task_id,
        name=name,
        media_type=kind.media_type,
        size=len(content),
        sha256=sha256,
        uploaded_by=ctx.actor.person_id,
        uploaded_at=ctx.clock.now(),
    )
    ctx.session.add(attachment)
    ctx.session.flush()
    entry = Entry("case:attached", {"attachment": attachment.id, "name": name, "sha256": sha256, "size": len(content)})
    advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    return Receipt(
        case_id=case.id, task_id=task_id, number=case.number, detail={"attachment": str(attachment.id), "name": name}
    )
