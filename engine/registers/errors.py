"""Refusals of the registers."""

from datetime import date

from engine.kernel.errors import Conflict, Invalid, NotFound
from engine.registers.rules import Choice, ThresholdVersion


class ThresholdUnknown(NotFound):
    """There is no threshold like that."""

    code = "threshold-unknown"
    zh = "没有这样的数额标准。"


class ThresholdMissing(Conflict):
    """No threshold "{name}" applies on {day} (field {domain}, party {party}): a legal officer must enter one first.

    Without it nothing is decided: a comparison with nothing would quietly deny a right.
    """

    code = "threshold-missing"
    zh = "“{name}”在 {day} 没有可以适用的标准（领域：{domain}，当事人：{party}），须由法制人员先行登记。"


class ThresholdAmbiguous(Conflict):
    """Several thresholds "{name}" apply on {day}, none narrower than the others ({rivals}): withdraw all but one."""

    code = "threshold-ambiguous"
    zh = "“{name}”在 {day} 有多个标准同时适用，无法确定用哪一个（{rivals}），须由法制人员先行厘清。"


class ThresholdRefused(Invalid):
    """The version cannot be taken in like that: see each fault."""

    code = "threshold-refused"
    zh = "无法登记这一标准，请逐项更正。"


class ThresholdExists(Conflict):
    """The threshold "{name}" already has a version that begins on {day}; withdraw that one, or begin on another day."""

    code = "threshold-exists"
    zh = "“{name}”已有自 {day} 起生效的标准；请先撤回该标准，或者另选生效日期。"


class ThresholdSettled(Conflict):
    """Expected a version that is {expected}, but "{name}" from {day} is {actual}."""

    code = "threshold-settled"
    zh = "只有{expected}的标准可以这样处理，“{name}”自 {day} 起的标准是{actual}。"


class ThresholdsRefused(Invalid):
    """The thresholds in {file} are wrong: see each fault."""

    code = "thresholds-refused"
    zh = "{file} 中的数额标准有误，请逐项更正。"


def refusal_of(choice: Choice, *, name: str, day: date, domain: str | None, party: str | None) -> Conflict:
    """Return why a choice has no version: none applies, or several do and none is the narrowest."""
    if choice.rivals:
        return ThresholdAmbiguous(name=name, day=day, rivals="；".join(map(_told, choice.rivals)))
    return ThresholdMissing(name=name, day=day, domain=domain or "-", party=party or "-")


def _told(version: ThresholdVersion) -> str:
    narrowed = "/".join(part or "*" for part in (version.domain, version.jurisdiction, version.party))
    return f"{narrowed} {version.amount} {version.unit}"
