"""Everything a report tells: features with a result for each scenario, coverage, and scenarios that would add to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.scenarios.covering import Inventory, ProcedureCoverage, Seen, coverage_of
from engine.scenarios.feature import Feature, Scenario
from engine.scenarios.proposing import Proposal
from engine.scenarios.results import FAILED, PASSED, SKIPPED, ScenarioResult
from engine.scenarios.worker import Performance


@dataclass(frozen=True)
class Report:
    """What came of playing features; `played` holds their scenarios in order, with the results.

    `seen` is what each scenario has gone through, `coverage` what all of them cover together.
    """

    features: tuple[Feature, ...]
    played: tuple[tuple[Scenario, ScenarioResult], ...]
    seen: tuple[Seen, ...] = ()
    inventories: tuple[Inventory, ...] = ()
    coverage: tuple[ProcedureCoverage, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    def of(self, feature: Feature) -> Iterator[tuple[Scenario, ScenarioResult]]:
        """Yield the scenarios of a feature with their results."""
        return ((scenario, result) for scenario, result in self.played if scenario.file == feature.file)

    def coverage_by(self, feature: Feature) -> tuple[ProcedureCoverage, ...]:
        """Return what the scenarios of one feature cover, of the procedures they touch."""
        own = [
            seen for (scenario, _), seen in zip(self.played, self.seen, strict=True) if scenario.file == feature.file
        ]
        covered = [coverage_of(inventory, Seen().joined(*own)) for inventory in self.inventories]
        return tuple(each for each in covered if each.is_touched)

    def count(self, status: str) -> int:
        """Return how many scenarios came out like that."""
        return sum(result.status == status for _, result in self.played)

    @property
    def has_failed(self) -> bool:
        """Tell whether any scenario failed."""
        return self.count(FAILED) > 0


def report_on(
    features: Sequence[Feature],
    scenarios: Sequence[Scenario],
    performance: Performance,
    proposals: Sequence[Proposal] = (),
) -> Report:
    """Return the report on what came of the scenarios of features."""
    return Report(
        features=tuple(features),
        played=tuple(zip(scenarios, performance.results, strict=True)),
        seen=tuple(performance.seen),
        inventories=performance.inventories,
        coverage=performance.coverage(),
        proposals=tuple(proposals),
    )


def counts(report: Report) -> Sequence[tuple[str, int]]:
    """Return how many scenarios passed, failed and were skipped."""
    return tuple((status, report.count(status)) for status in (PASSED, FAILED, SKIPPED))
