"""Plays scenarios on PostgreSQL and watches that no refusal goes unnoticed."""

from typing import Any

import pytest

from engine.scenarios.scene import EXPECTS_REFUSAL, Scene
from tests.bdd import shipped_steps
from tests.bdd.on_postgresql import OnPostgresql
from tests.driving.district import District


def pytest_configure(config: pytest.Config) -> None:
    """Offer the steps to every scenario."""
    config.pluginmanager.register(shipped_steps, shipped_steps.__name__)


@pytest.fixture
def scene(district: District) -> Scene:
    """The stage of one scenario, in a district of its own."""
    return Scene(OnPostgresql.of(district))


def pytest_bdd_apply_tag(tag: str, function: Any) -> bool:
    """Let `-k S24` find a tag of a scenario; tags are no markers, which would have to be registered one by one."""
    setattr(function, tag, True)
    return True


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Any) -> None:
    """Fail where the step before was refused and this one does not expect it."""
    if not step.name.startswith(EXPECTS_REFUSAL):
        request.getfixturevalue("scene").require_no_refusal()


def pytest_bdd_after_scenario(request: pytest.FixtureRequest) -> None:
    """Fail where the last command was refused and no step expected it."""
    request.getfixturevalue("scene").require_no_refusal()
