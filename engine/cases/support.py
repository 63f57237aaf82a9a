"""A case for those who look into a machine: its state in a form that other tools read."""

from engine import runtime
from engine.cases.environment import environment_of
from engine.cases.store import read_case
from engine.definitions.store import load_procedure
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import NotFound
from engine.runtime import Snapshot


def export_case(ctx: Context, number: str) -> str:
    """Return the case of a number as JSON of the library's official serializer; raises `NotFound`.

    Whoever calls this owns the database: nobody's right to read is asked.
    """
    row = (
        driver(ctx.session)
        .execute(b'select id from "case" where tenant_id = %s and number = %s', (ctx.actor.tenant_id, number))
        .fetchone()
    )
    if row is None:
        raise NotFound(what_zh="案件", what_en="case")
    case = read_case(ctx, row[0])  # type: ignore[arg-type]
    procedure = load_procedure(ctx, case.version_id)
    snapshot = Snapshot(case.state, case.codec, case.data)
    return runtime.export_state(procedure.program, snapshot, environment=environment_of(ctx, case))
