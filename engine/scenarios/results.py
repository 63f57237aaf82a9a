"""What came of scenarios: verdicts by scenario and step, and what they have gone through. JSON-able and pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


@dataclass(frozen=True)
class StepResult:
    """What came of one step; the sentences say why it failed or was skipped. `nanoseconds` it took."""

    status: str
    nanoseconds: int = 0
    zh: str = ""
    en: str = ""

    def sentence(self, language: str) -> str:
        """Return the sentence in `zh` or, for any other language, English."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class ScenarioResult:
    """What came of one scenario: a result for each step, in order."""

    status: str
    steps: tuple[StepResult, ...]

    @property
    def milliseconds(self) -> float:
        """Return how long it took."""
        return sum(step.nanoseconds for step in self.steps) / 1_000_000

    @property
    def told(self) -> StepResult | None:
        """Return the step that says why the scenario failed or was skipped, None if it passed."""
        return next((step for step in self.steps if step.status == self.status and step.zh), None)

    def as_json(self) -> dict[str, Any]:
        """Return the result as JSON."""
        steps = [[step.status, step.nanoseconds, step.zh, step.en] for step in self.steps]
        return {"status": self.status, "steps": steps}


def result_of(told: Mapping[str, Any]) -> ScenarioResult:
    """Return the result that JSON tells."""
    steps: Sequence[Sequence[Any]] = told["steps"]
    return ScenarioResult(
        str(told["status"]), tuple(StepResult(str(s), int(ns), str(zh), str(en)) for s, ns, zh, en in steps)
    )


def failed_whole(zh: str, en: str, *, steps: int) -> ScenarioResult:
    """Return the result of a scenario that could not be played: its first step says why."""
    rest = (StepResult(SKIPPED),) * max(0, steps - 1)
    return ScenarioResult(FAILED, (StepResult(FAILED, 0, zh, en), *rest))
