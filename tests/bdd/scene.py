"""One scenario as it is played: the driver, the refusal nobody has expected yet, and what was last looked at."""

from dataclasses import dataclass
from typing import Any

from tests.bdd.driver import Driver, Refusal, Sight


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
        assert refusal is not None, "系统没有拒绝"
        return refusal

    def require_no_refusal(self) -> None:
        """Fail if the last command was refused and no step has expected it."""
        refusal, self.refusal = self.refusal, None
        assert refusal is None, f"系统拒绝：{'；'.join(refusal.sentences)}"
