"""The timeline of a case (流转记录): its chained events as sentences for people, newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from engine.cases.access import require_readable
from engine.definitions.procedure import Procedure
from engine.definitions.store import load_procedure
from engine.feel.scope import Run
from engine.feel.text import text_of
from engine.feel.values import normal
from engine.kernel.actor import SYSTEM
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import id_at
from engine.kernel.paging import Page, mark_of, read_mark
from engine.kernel.typed_json import load
from engine.organization.directory import names_of


@dataclass(frozen=True)
class TimelineEntry:
    """One event: who did what when; `detail` is the event's body as it was recorded, without personal data.

    `thresholds` are those it rested on, as they were then; `rules` are the rules of tables that fired, each as a
    Chinese and an English sentence.
    """

    seq: int
    at: datetime
    kind: str
    actor: str
    element: str | None
    sentence_zh: str
    sentence_en: str
    reason: str | None
    detail: Mapping[str, Any]
    hash: str
    thresholds: tuple[Mapping[str, Any], ...] = ()
    rules: tuple[tuple[str, str], ...] = ()

    def rule_sentences(self, language: str) -> tuple[str, ...]:
        """Return which rules fired, in `zh` or, for any other language, English."""
        return tuple(zh if language.startswith("zh") else en for zh, en in self.rules)

    def sentence(self, language: str) -> str:
        """Return the sentence in `zh` or, for any other language, English."""
        return self.sentence_zh if language.startswith("zh") else self.sentence_en


_SENTENCES: Mapping[str, tuple[str, str]] = {
    "case:started": ("发起案件", "opened the case"),
    "case:cancel-ordered": ("撤销案件", "ordered the case to be cancelled"),
    "case:cancelled": ("案件已撤销", "the case is cancelled"),
    "case:completed": ("案件已办结", "the case is completed"),
    "case:terminated": ("案件已终止", "the case is terminated"),
    "case:failed": ("案件出错停止", "the case has failed"),
    "case:suspended": ("挂起案件", "suspended the case"),
    "case:resumed": ("恢复办理", "resumed the case"),
    "case:commented": ("留言", "left a remark"),
    "case:attached": ("上传附件“{name}”", "attached '{name}'"),
    "case:moved": ("调整到“{element}”", "moved the case to '{element}'"),
    "case:withdrawn": ("撤回环节", "withdrew a step"),
    "case:skipped": ("跳过环节", "skipped a step"),
    "case:restarted": ("重新办理，从“{element}”继续", "reopened the case at '{element}'"),
    "case:corrected": ("更正数据", "corrected data"),
    "case:migrated": ("转到规程第 {number} 版", "took the case to version {number}"),
    "activity:begun": ("启动“{element}”", "began '{element}'"),
    "activity:finished": ("结束“{element}”", "finished '{element}'"),
    "task:completed": ("办结“{element}”", "completed '{element}'"),
    "task:claimed": ("领取“{element}”", "claimed '{element}'"),
    "task:released": ("释放“{element}”", "released '{element}'"),
    "task:reassigned": ("将“{element}”转办给 {to}", "handed '{element}' over to {to}"),
    "message:received": ("收到“{name}”", "received '{name}'"),
    "signal:received": ("收到信号“{name}”", "received the signal '{name}'"),
    "incident:opened": ("无法在“{element}”继续，等待处理", "could not go on at '{element}'"),
    "incident:retried": ("安排重试“{element}”", "ordered '{element}' to be tried again"),
    "incident:corrected": ("更正数据后重试“{element}”", "corrected data to try '{element}' again"),
    "incident:skipped": ("安排跳过“{element}”", "ordered '{element}' to be skipped"),
    "incident:withdrawn": ("关闭“{element}”的异常", "closed the incident at '{element}'"),
    "errand:done": ("系统办结“{element}”", "a machine completed '{element}'"),
    "errand:error": ("“{element}”返回业务错误 {code}", "'{element}' reported the error {code}"),
    "errand:skipped": ("跳过“{element}”", "skipped '{element}'"),
    "errand:retried": ("再次尝试“{element}”", "'{element}' is tried again"),
    "timer:fired": ("定时事件到期", "a timer fell due"),
    "reporter:read": ("查看受保护的举报人信息", "looked at the protected identity of the reporter"),
}

_SELECT = b"""
select seq, at, kind, actor_id, body, hash from event
where tenant_id = %s and case_id = %s and seq < %s order by seq desc limit %s
"""
_LAST_SEQ = 2**31 - 1


def read_timeline(ctx: Context, case_id: UUID, *, mark: str | None = None, limit: int = 50) -> Page[TimelineEntry]:
    """Return one page of a readable case's events, newest first; raises `NotFound`."""
    require_readable(ctx, case_id)
    before = read_mark(mark)[1].int & 0xFFFFFFFF if mark else _LAST_SEQ
    rows: list[tuple[Any, ...]] = (
        driver(ctx.session).execute(_SELECT, (ctx.actor.tenant_id, case_id, before, limit + 1)).fetchall()
    )
    procedure = _procedure(ctx, case_id)
    names = names_of(ctx, {row[3] for row in rows})
    items = [_entry(row, procedure, names) for row in rows[:limit]]
    last = items[-1] if len(rows) > limit else None
    return Page(items, mark_of(last.at, UUID(int=id_at(0).int + last.seq)) if last else None)


def _entry(row: tuple[Any, ...], procedure: Procedure, names: Mapping[UUID, str]) -> TimelineEntry:
    seq, at, kind, actor_id, body, digest = row
    detail = load(body)
    zh, en = _SENTENCES.get(kind, (kind, kind))
    element = procedure.elements.get(str(detail.get("element", "")))
    words = {key: value for key, value in detail.items() if isinstance(value, str)}
    return TimelineEntry(
        seq=seq,
        at=at,
        kind=kind,
        actor="系统" if actor_id == SYSTEM else names.get(actor_id, "…"),
        element=element.id if element else None,
        sentence_zh=_filled(zh, {**words, "element": element.name if element else "…"}),
        sentence_en=_filled(en, {**words, "element": (element.name_en or element.name) if element else "…"}),
        reason=words.get("reason") or words.get("body"),
        detail=orjson.loads(body),
        hash=digest.hex(),
        thresholds=_thresholds(detail),
        rules=tuple(_rules(detail, procedure)),
    )


def _rules(detail: Mapping[str, Any], procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yield a sentence for each rule that fired: table, number, what it looked at, what it gave, and its basis."""
    names = {info.id: info.name for model in procedure.decisions.values() for info in model.decisions}
    for made in detail.get("decided", ()):
        for rule in made.get("fired", ()):
            if isinstance(rule, Mapping):
                yield _rule_in_words(rule, str(names.get(rule["decision"], rule["decision"])))


def _rule_in_words(rule: Mapping[str, Any], table: str) -> tuple[str, str]:
    """Say that a rule fired; what was looked at and may be personal is named without its value."""
    given_zh, given_en = _given(rule)
    looked = [_pairs(rule["inputs"])] if rule.get("inputs") else []
    hidden = "、".join(rule.get("private", ()))
    seen_zh = "，".join([*looked, *([f"{hidden}（个人信息，另存）"] if hidden else [])])
    seen_en = "，".join([*looked, *([f"{hidden} (personal, kept apart)"] if hidden else [])])
    note = rule["annotation"]
    return (
        f"决策表“{table}”第{rule['number']}条规则命中：{f'{seen_zh} → ' if seen_zh else ''}{given_zh}"
        + (f"（{note}）" if note else ""),
        f"Decision table “{table}”, rule {rule['number']} fired: {f'{seen_en} → ' if seen_en else ''}{given_en}"
        + (f" ({note})" if note else ""),
    )


def _given(rule: Mapping[str, Any]) -> tuple[str, str]:
    """Say what a rule gave; what may repeat personal data is named without its value."""
    told = [_pairs(rule["outputs"])] if rule["outputs"] else []
    hidden = rule.get("private_outputs", ())
    names_zh, names_en = ("、".join(name or unnamed for name in hidden) for unnamed in ("结果", "result"))
    zh = "，".join([*told, *([f"{names_zh}（个人信息，另存）"] if hidden else [])])
    return zh, "，".join([*told, *([f"{names_en} (personal, kept apart)"] if hidden else [])])


def _pairs(values: Mapping[str, Any]) -> str:
    return "，".join(f"{name} = {text_of(normal(value), Run())}" for name, value in values.items())


def _thresholds(detail: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Return the thresholds that the event rested on, each once: those of its gates and those of its decisions."""
    parts = [detail, *detail.get("decided", ())]
    told = [threshold for part in parts for threshold in part.get("thresholds", ())]
    return tuple({threshold["threshold"]: threshold for threshold in told}.values())


def _filled(template: str, words: Mapping[str, str]) -> str:
    """Put words into a template without giving recorded text a say in its form."""
    for name, word in words.items():
        template = template.replace(f"{{{name}}}", word)
    return template


def _procedure(ctx: Context, case_id: UUID) -> Procedure:
    row: tuple[Any, ...] | None = (
        driver(ctx.session)
        .execute(
            b'select definition_version_id from "case" where tenant_id = %s and id = %s', (ctx.actor.tenant_id, case_id)
        )
        .fetchone()
    )
    assert row is not None
    return load_procedure(ctx, row[0])
