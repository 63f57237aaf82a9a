"""One scenario as it is played: the driver, the refusal nobody has expected yet, and what was last looked at."""

from dataclasses import dataclass
from typing import Any

from engine.scenarios.driver import Driver, Refusal, Sight
from engine.scenarios.errors import StepFailed

EXPECTS_REFUSAL = "系统拒绝"
"""How every step begins that expects the last command to have been refused."""


@dataclass
class Scene:
    """What the steps of one scenario share."""

    driver: Driver
    refusal: Refusal | None = None
    sight: Sight | None = None
    computed: Any = None

    def take_refusal(self) -> Refusal:
        """Return the refusal of the last command, which is expected by that; fail if there was none."""
        refusal, self.refusal = self.refusal, None
        if refusal is None:
            raise StepFailed("系统没有拒绝", "nothing was refused")
        return refusal

    def require_no_refusal(self) -> None:
        """Fail if the last command was refused and no step has expected it."""
        refusal, self.refusal = self.refusal, None
        if refusal is not None:
            told = "；".join(refusal.sentences)
            raise StepFailed(f"系统拒绝：{told}", f"refused: {told}")


def require(condition: object, zh: str, en: str) -> None:
    """Fail the step with a sentence in both languages unless something is so."""
    if not condition:
        raise StepFailed(zh, en)
