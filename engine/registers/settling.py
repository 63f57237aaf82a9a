"""What must hold before a version is confirmed or withdrawn. Pure."""

from collections.abc import Mapping

from engine.kernel.errors import Fault
from engine.registers.entry import LONGEST_TEXT_CHARACTERS
from engine.registers.errors import ThresholdRefused, ThresholdSettled
from engine.registers.rules import Status, ThresholdVersion

WORDS: Mapping[str, tuple[str, str]] = {
    Status.UNVERIFIED: ("待核实", "unverified"),
    Status.VERIFIED: ("已核实", "verified"),
    Status.WITHDRAWN: ("已撤回", "withdrawn"),
}
"""Status → what people call it, in Chinese and English."""


def require_text(text: str, *, field: str) -> str:
    """Return a text without blanks around it; raise `ThresholdRefused` for none, and for one that is too long."""
    text = text.replace("\0", "").strip()
    if not text:
        raise ThresholdRefused(faults=[_fault(field, "此项必须填写。", "This must be filled in.")])
    if len(text) > LONGEST_TEXT_CHARACTERS:
        most = LONGEST_TEXT_CHARACTERS
        raise ThresholdRefused(faults=[_fault(field, f"至多 {most} 个字。", f"At most {most} characters.")])
    return text


def require_unverified(version: ThresholdVersion) -> None:
    """Raise `ThresholdSettled` unless the version still waits to be confirmed."""
    if version.status != Status.UNVERIFIED:
        raise _settled(version, "待核实", "unverified")


def require_in_use(version: ThresholdVersion) -> None:
    """Raise `ThresholdSettled` if the version has been withdrawn already."""
    if version.status == Status.WITHDRAWN:
        raise _settled(version, "未撤回", "not withdrawn")


def _settled(version: ThresholdVersion, expected_zh: str, expected_en: str) -> ThresholdSettled:
    zh, en = WORDS[version.status]
    return ThresholdSettled(
        name=version.name,
        day=version.valid_from,
        expected_zh=expected_zh,
        expected_en=expected_en,
        actual_zh=zh,
        actual_en=en,
    )


def _fault(field: str, zh: str, en: str) -> Fault:
    return Fault("threshold-field", zh, en, {"field": field})
