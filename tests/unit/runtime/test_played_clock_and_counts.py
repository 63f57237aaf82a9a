"""What a played run does by itself where the clock stands, and how often it says that work was done."""

from datetime import UTC, datetime

import pytest

from engine.kernel.clock import TravelClock
from engine.runtime import build_program
from engine.runtime.errors import NotUnderstood
from engine.runtime.player import Player
from engine.runtime.playing import journey


@pytest.fixture
def player(draw):
    """Return a function that opens a player on a drawn diagram."""
    return lambda text: Player(build_program(draw(text)), TravelClock(datetime(2026, 1, 5, 1, 0, tzinfo=UTC)))


def passed(standing):
    """Return the ids of what a step passed."""
    return [element.element for element in standing.passed]


DUE = [
    # A date that has passed, and a period of nothing.
    "start S; catch C timer 2020-01-01; end E\nS > C > E",
    "start S; catch C timer PT0S; end E\nS > C > E",
    # A process that begins on a day that has passed.
    "start S timer 2020-01-01; end E\nS > E",
]


@pytest.mark.parametrize("text", DUE)
def test_what_is_due_already_fires_without_a_word_about_the_time(player, text):
    assert player(text).play({"do": "start"}).status == "completed"


def test_what_becomes_due_by_work_fires_with_it(player):
    played = player("start S; user A; catch C timer 2020-01-01; user B\nS > A > C > B")
    played.play({"do": "start"})
    standing = played.play({"do": "complete", "element": "A"})
    assert passed(standing) == ["A", "C"]
    assert [task.element for task in standing.opened] == ["B"]


def test_a_timer_that_sets_itself_off_without_end_is_refused_and_changes_nothing(player, monkeypatch):
    monkeypatch.setattr(journey, "FIRING_LIMIT", 100)
    played = player("start S; user A; catch C timer PT0S\nS > A > C > C")
    played.play({"do": "start"})
    with pytest.raises(NotUnderstood, match="timers would fire"):
        played.play({"do": "complete", "element": "A"})
    assert [task.element for task in played.standing().opened] == ["A"]


def test_a_process_that_waits_for_a_condition_begins_when_its_data_meet_it(player):
    event = "<conditionalEventDefinition><condition>ready</condition></conditionalEventDefinition>"
    played = player(f'user A\n<startEvent id="S">{event}</startEvent>\nS > A')
    assert played.play({"do": "start", "data": {"ready": False}}).tasks == ()
    standing = played.play({"do": "revise", "data": {"ready": True}})
    assert [task.element for task in standing.opened] == ["A"]
    assert standing.data == {"ready": True}


TASK = '<userTask id="A">{}</userTask>'
REPEATED = [
    # Items side by side, turns of a loop that is tested before or after.
    "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>",
    '<standardLoopCharacteristics testBefore="true" loopMaximum="3"/>',
    '<standardLoopCharacteristics loopMaximum="3"/>',
]


@pytest.mark.parametrize("repeated", REPEATED)
def test_work_that_is_done_several_times_is_passed_each_time(player, repeated):
    played = player(f"start S; end E\n{TASK.format(repeated)}\nS > A > E")
    assert passed(played.play({"do": "start"})) == ["S"]
    assert passed(played.play({"do": "complete", "element": "A"})) == ["A"]
    assert passed(played.play({"do": "complete", "element": "A"})) == ["A"]
    assert passed(played.play({"do": "complete", "element": "A"})) == ["A", "E"]
