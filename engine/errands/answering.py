"""The case of an errand after its task: what the record says of a machine that has done something."""

from dataclasses import replace

from engine.cases.record import Act, note_acts
from engine.cases.values import LockedCase
from engine.kernel.clock import legal_day
from engine.kernel.context import Context


def noted(ctx: Context, case: LockedCase, element: str) -> LockedCase:
    """Return the case as conditions behind an element see it: done now, and by nobody."""
    act = Act(element, case.seq + 1, legal_day(ctx.clock.now()), None)
    return replace(case, record=note_acts(case.record, [act]))
