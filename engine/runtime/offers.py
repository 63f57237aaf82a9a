"""What people may begin in ad-hoc subprocesses, and how they begin it and say that enough was done."""

from collections.abc import Mapping
from typing import Any

from engine.runtime.codec import load
from engine.runtime.errors import NotFinishable, NotOffered
from engine.runtime.outcome import conclude
from engine.runtime.program import Program
from engine.runtime.run import Run, SubRun
from engine.runtime.standing import offers, open_ad_hoc
from engine.runtime.token import Token
from engine.runtime.values import Environment, Outcome, Snapshot


def begin(
    program: Program,
    snapshot: Snapshot,
    *,
    offer: str,
    environment: Environment,
    data: Mapping[str, Any] | None = None,
) -> Outcome:
    """Begin an activity that an ad-hoc subprocess offers; it can be begun again while it runs.

    `offer` is the key of an offer. `data` is merged into the document that the activity sees. Raises `NotOffered` if
    it is not offered now, `ExecutionFailed`.
    """
    run = load(program, snapshot, environment)
    number, _, name = offer.partition(":")
    host, level = _ad_hoc(run, number)
    if host is None or level is None or name not in host.task_spec.offered(host, level):
        offered = [each.element for each in offers(run)]
        raise NotOffered(element=name or offer, hint_zh=_listed("、", offered), hint_en=_listed(", ", offered))
    if data:
        run.documents.write(host.scope, data)
    host.task_spec.begin(host, level, name)
    return conclude(run)


def finish(program: Program, snapshot: Snapshot, *, task: str, environment: Environment) -> Outcome:
    """Say that enough was done in an ad-hoc subprocess without a completion condition.

    `task` is the key of what is finishable. Raises `NotFinishable` if something in it still goes on, or if its
    condition says when it ends.
    """
    run = load(program, snapshot, environment)
    host, level = _ad_hoc(run, task)
    if host is None or level is None:
        raise NotFinishable(element=task, why_zh="不是进行中的临时子流程", why_en="it is no running ad-hoc subprocess")
    spec = host.task_spec
    if not spec.may_finish(host, level):
        by_rule = spec.rule.condition is not None
        why_zh = "由完成条件决定何时结束" if by_rule else "其中还有未完成的事项"
        why_en = "its completion condition says when it ends" if by_rule else "something in it still goes on"
        raise NotFinishable(element=spec.element.id, why_zh=why_zh, why_en=why_en)
    spec.close(host, level)
    return conclude(run)


def _ad_hoc(run: Run, number: str) -> tuple[Token | None, SubRun | None]:
    wanted = int(number) if number.isdecimal() else None
    return next(((host, level) for host, level in open_ad_hoc(run) if host.id == wanted), (None, None))


def _listed(comma: str, names: list[str]) -> str:
    return comma.join(names) or "∅"
