"""Plays scenarios in memory, one after the other, each in a world of its own."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.registers.rules import ThresholdVersion
from engine.scenarios.errors import FeaturesRefused, StepFailed
from engine.scenarios.feature import Scenario
from engine.scenarios.library import STEPS
from engine.scenarios.memory.driver import InMemory, Memory
from engine.scenarios.memory.world import Stage, Trace, World
from engine.scenarios.results import FAILED, PASSED, SKIPPED, ScenarioResult, StepResult
from engine.scenarios.scene import EXPECTS_REFUSAL, Scene
from engine.scenarios.sentences import Matched


@dataclass
class Theatre:
    """Where scenarios are played: a stage, what stands before each of them, and what deeds have led to so far."""

    stage: Stage
    thresholds: tuple[ThresholdVersion, ...] = ()
    memory: Memory = field(default_factory=Memory)

    def play(self, scenario: Scenario) -> tuple[ScenarioResult, tuple[Trace, ...]]:
        """Return what came of a scenario and what it has gone through; a step that needs the platform ends it."""
        driver = InMemory(self.stage, World(thresholds=self.thresholds), self.memory)
        scene, status, results = Scene(driver), PASSED, []
        for matched in _matched(scenario):
            result = StepResult(SKIPPED) if status != PASSED else _played(scene, matched)
            if status == PASSED:
                status = result.status
            results.append(result)
        if status == PASSED and (unexpected := _unexpected(scene)) is not None:
            status, results[-1] = FAILED, unexpected
        return ScenarioResult(status, tuple(results)), driver.world.traces


def require_known(scenarios: Iterable[Scenario]) -> None:
    """Raise `FeaturesRefused` with a fault for every step that is unknown or ambiguous."""
    faults = STEPS.faults(scenarios)
    if faults:
        raise FeaturesRefused(faults=faults)


def _matched(scenario: Scenario) -> Iterator[Matched]:
    return (STEPS.matches(step)[0] for step in scenario.steps)


def _played(scene: Scene, matched: Matched) -> StepResult:
    platform, step = matched.definition.platform, matched.step
    arguments = dict(matched.arguments)
    if step.table is not None:
        arguments["datatable"] = step.table
    began = time.perf_counter_ns()
    try:
        if not step.text.startswith(EXPECTS_REFUSAL):
            scene.require_no_refusal()
        if platform is not None:
            zh, en = platform
            return StepResult(SKIPPED, 0, f"该步骤需要完整平台：{zh}。", f"The step needs the whole platform: {en}.")
        _require_table_fits(matched)
        matched.definition.function(scene, **arguments)
    except StepFailed as failed:
        return StepResult(FAILED, time.perf_counter_ns() - began, failed.zh, failed.en)
    return StepResult(PASSED, time.perf_counter_ns() - began)


def _require_table_fits(matched: Matched) -> None:
    function, step = matched.definition.function, matched.step
    if step.table is not None and "datatable" not in function.__code__.co_varnames:
        raise StepFailed("该步骤下不应有表格", "the step takes no table")


def _unexpected(scene: Scene) -> StepResult | None:
    try:
        scene.require_no_refusal()
    except StepFailed as failed:
        return StepResult(FAILED, 0, failed.zh, failed.en)
    return None
