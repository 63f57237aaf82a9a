"""Refusals of interventions that have nothing to do with gates."""

from engine.kernel.errors import Conflict, Invalid


class CaseChanged(Conflict):
    """The case {number} has moved on since you looked (event {found} instead of {expected}): look again."""

    code = "case-changed"
    zh = "案件 {number} 在您查看之后已有变化（第 {found} 号事件，您看到的是第 {expected} 号），请重新查看。"


class FieldsNotCorrectable(Invalid):
    """Some of the fields cannot be corrected like this: see each fault."""

    code = "fields-not-correctable"
    zh = "部分数据不能这样更正，详见各项说明。"


class NothingCorrected(Invalid):
    """Every value is what it was: there is nothing to correct."""

    code = "nothing-corrected"
    zh = "所填内容与原值相同，没有需要更正的数据。"


class ActionUnknown(Invalid):
    """Expected one of move, withdraw, skip and restart, but got {action}."""

    code = "action-unknown"
    zh = "干预方式应为 move、withdraw、skip、restart 之一，收到 {action}。"
