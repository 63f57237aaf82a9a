"""What an intervention would do, told before anybody confirms it: side effects, and reasons why it is refused."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine import runtime
from engine.cases.access import require_readable
from engine.cases.environment import environment_of
from engine.cases.rules import ACTIVE, require_active
from engine.cases.store import read_case
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.definitions.store import load_procedure
from engine.interventions.plan import Planned, Wish, plan, snapshot_of
from engine.kernel.clock import CHINA
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import Fault, GuijuError
from engine.organization.permissions import Permission, require_permission
from engine.runtime import Environment, Outcome, Wait

_EVENTS = {"timer": ("定时", "timer"), "message": ("等待消息", "message"), "signal": ("等待信号", "signal")}


@dataclass(frozen=True)
class Effect:
    """One thing that would happen: its kind for machines and a sentence for people."""

    kind: str
    zh: str
    en: str

    def sentence(self, language: str) -> str:
        """Return the sentence in `zh` or, for any other language, English."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class Preview:
    """Everything an intervention would do to a case at event `seq`, and why it would be refused, if it would."""

    seq: int
    effects: tuple[Effect, ...]
    refusals: tuple[Fault, ...]

    @property
    def is_allowed(self) -> bool:
        """Tell whether nothing stands against it now."""
        return not self.refusals


def preview(ctx: Context, case_id: UUID, wish: Wish) -> Preview:
    """Tell what an intervention would do to a readable case; nothing is written. Raises `NotFound`."""
    require_permission(ctx, Permission.CASE_INTERVENE)
    require_readable(ctx, case_id)
    case = read_case(ctx, case_id)
    procedure = load_procedure(ctx, case.version_id)
    environment = environment_of(ctx, case)
    try:
        if wish.action != "restart":
            require_active(case)
        planned = plan(case, procedure, wish, environment)
    except GuijuError as refusal:
        return Preview(case.seq, (), (_refused(refusal), *refusal.faults))
    effects = tuple(_effects(ctx, case, procedure, planned, environment))
    return Preview(case.seq, effects, planned.passed)


def _refused(refusal: GuijuError) -> Fault:
    where = {"element": str(refusal.data["element"])} if refusal.data.get("element") else {}
    return Fault(refusal.code, refusal.sentence("zh"), refusal.sentence("en"), where)


def _effects(
    ctx: Context, case: LockedCase, procedure: Procedure, planned: Planned, environment: Environment
) -> Iterator[Effect]:
    outcome = planned.outcome
    for row in _tasks(ctx, case.id, [closed.key for closed in outcome.closed]):
        yield from _withdrawn(row)
    before = runtime.inspect(procedure.program, snapshot_of(case), environment=environment)
    still = {wait.key for wait in outcome.waits}
    yield from (_dropped(procedure, wait) for wait in before.waits if wait.key not in still and wait.event in _EVENTS)
    for position in planned.gone:
        if position.kind in ("inside", "several"):
            zh, en = _named(procedure, position.element)
            yield Effect("inside", f"“{zh}”连同其内部环节一并撤销", f"'{en}' is withdrawn with everything inside it")
    yield from _ahead(procedure, outcome)


def _ahead(procedure: Procedure, outcome: Outcome) -> Iterator[Effect]:
    for task in outcome.opened:
        zh, en = _named(procedure, task.element)
        yield Effect("opens", f"打开任务“{zh}”", f"the task '{en}' opens")
    for thrown in outcome.thrown:
        yield Effect("sends", f"发出“{thrown.name}”", f"'{thrown.name}' is sent")
    if outcome.status != ACTIVE:
        yield Effect("ends", "案件随即结束", "the case ends at once")


def _withdrawn(row: Mapping[str, Any]) -> Iterator[Effect]:
    zh, en = row["name_zh"], row["name_en"]
    if row["holder"]:
        yield Effect("task", f"撤回“{zh}”（{row['holder']}正在办理）", f"'{en}' is withdrawn from {row['holder']}")
    else:
        yield Effect("task", f"撤回“{zh}”（待领取）", f"'{en}' is withdrawn from its queue")
    if row["has_draft"]:
        yield Effect("draft", f"“{zh}”已填写的草稿将丢弃", f"the draft of '{en}' is lost")
    if row["limit_id"]:
        yield Effect(
            "deadline",
            f"“{zh}”的时限（{row['limit_id']}，{_day(row['due_at'])}届满）停止计算",
            f"the time limit of '{en}' ({row['limit_id']}, until {_day(row['due_at'])}) stops",
        )


def _dropped(procedure: Procedure, wait: Wait) -> Effect:
    zh, en = _named(procedure, wait.element)
    kind_zh, kind_en = _EVENTS[wait.event]
    if wait.event == "timer":
        due = _day(wait.due)
        return Effect("timer", f"取消定时“{zh}”（{due}到期）", f"the timer '{en}' (due {due}) is dropped")
    return Effect(wait.event, f"不再{kind_zh}“{wait.name}”", f"the {kind_en} '{wait.name}' is no longer waited for")


def _named(procedure: Procedure, element: str) -> tuple[str, str]:
    found = procedure.elements[element]
    zh = found.name or found.id
    return zh, found.name_en or zh


def _day(instant: datetime | None) -> str:
    return instant.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if instant else "…"


def _tasks(ctx: Context, case_id: UUID, keys: Sequence[str]) -> list[Mapping[str, Any]]:
    rows = (
        driver(ctx.session)
        .execute(
            b"select t.name_zh, t.name_en, p.name, t.draft is not null, d.limit_id, d.due_at from task t"
            b" left join person p on p.tenant_id = t.tenant_id and p.id = t.assignee_id"
            b" left join deadline d on d.tenant_id = t.tenant_id and d.task_id = t.id and d.status = 'running'"
            b" where t.tenant_id = %s and t.case_id = %s and t.status = 'open' and t.key = any(%s) order by t.id",
            (ctx.actor.tenant_id, case_id, list(keys)),
        )
        .fetchall()
    )
    names = ("name_zh", "name_en", "holder", "has_draft", "limit_id", "due_at")
    return [dict(zip(names, row, strict=True)) for row in rows]
