"""A small procedure of its own, played in memory with the demo organisation."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.scenarios.playing import Theatre
from engine.scenarios.results import ScenarioResult
from engine.scenarios.shelf import staging_of
from engine.scenarios.staging import Staging, build_stage
from tests.driving.leave import DEFAULTS, PROCESSES, scenarios, written_to


@pytest.fixture
def leave(tmp_path: Path) -> Path:
    """A folder with one small procedure."""
    return written_to(tmp_path)


@pytest.fixture
def staging(leave: Path) -> Staging:
    """The small procedure with the demo organisation."""
    return replace(staging_of(leave, beside=PROCESSES), defaults=DEFAULTS)


@pytest.fixture
def theatre(staging: Staging) -> Theatre:
    """Where scenarios of the small procedure are played."""
    return Theatre(build_stage(staging), staging.thresholds)


@pytest.fixture
def play(theatre: Theatre) -> Callable[[str], ScenarioResult]:
    """Play one scenario of steps given as lines."""
    return lambda steps: theatre.play(scenarios(steps)[0])[0]
