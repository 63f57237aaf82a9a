"""What a played run answers to requests that are wrong, early, doubled, or for one of several cases."""

from datetime import UTC, datetime

import pytest

from engine.kernel.clock import TravelClock
from engine.runtime import build_program
from engine.runtime.errors import ElementNotOpen, NoIncident, NoSuchElement, NothingWaits, NotUnderstood
from engine.runtime.player import Player


@pytest.fixture
def player(draw):
    """Return a function that opens a player on a drawn diagram."""
    return lambda text: Player(build_program(draw(text)), TravelClock(datetime(2026, 1, 5, 1, 0, tzinfo=UTC)))


WRONG = [
    # A verb that is not there, misspelt, or no text.
    ({"do": "fly"}, "known are"),
    ({"do": "compete", "element": "A"}, "did you mean complete"),
    ({"do": None}, "do is missing"),
    ({}, "do is missing"),
    # A field that is missing or of the wrong kind; several are named at once.
    ({"do": "complete"}, "element or task is missing"),
    ({"do": "complete", "element": ""}, "element or task is missing"),
    ({"do": "complete", "element": 5, "data": []}, "data should be an object; element should be a text"),
    ({"do": "complete", "task": True}, "task should be a handle"),
    ({"do": "complete", "element": "A", "index": "first"}, "index should be a number"),
    ({"do": "message", "payload": {}}, "name is missing"),
    ({"do": "advance"}, "by or to is missing"),
    # Time runs forward, on the calendar.
    ({"do": "advance", "by": "-PT1H"}, "no ISO 8601 time"),
    ({"do": "advance", "by": "P9999Y"}, "beyond the calendar"),
    ({"do": "advance", "to": "2020-01-01"}, "lies in the past"),
    ({"do": "move", "element": "A"}, "to is missing"),
]


@pytest.mark.parametrize(("request_", "said"), WRONG)
def test_a_request_that_is_not_understood_says_why(player, request_, said):
    played = player("start S; user A\nS > A")
    played.play({"do": "start"})
    with pytest.raises(NotUnderstood, match=said):
        played.play(request_)
    assert [task.element for task in played.standing().opened] == ["A"]


def test_what_is_not_there_is_answered_with_what_is(player):
    played = player("start S; user Review; receive R m1\nS > Review > R")
    played.play({"do": "start"})
    with pytest.raises(NoSuchElement, match="did you mean Review"):
        played.play({"do": "complete", "element": "Reveiw"})
    with pytest.raises(ElementNotOpen, match="open: Review"):
        played.play({"do": "complete", "element": "R"})
    with pytest.raises(NothingWaits, match="m1"):
        played.play({"do": "message", "name": "nothing"})
    played.play({"do": "complete", "element": "Review"})
    with pytest.raises(ElementNotOpen, match="waits for the message m1"):
        played.play({"do": "complete", "element": "R"})


def test_a_message_with_an_id_counts_once(player):
    played = player("start S message m1; user A\nS > A")
    played.play({"do": "message", "name": "m1", "id": "7"})
    assert len(played.play({"do": "message", "name": "m1", "id": "7"}).opened) == 1
    assert len(played.play({"do": "message", "name": "m1", "id": "8"}).opened) == 2


def test_several_cases_have_their_handles_and_data(player):
    played = player("start S; user A; user B\nS > A > B")
    played.play({"do": "start", "data": {"x": 1}})
    case = played.play({"do": "start", "data": {"x": 2, "y": 3}})
    assert [(task.key.partition("-")[0], task.data["x"]) for task in case.opened] == [("1", 1), ("2", 2)]
    assert case.data == {"x": 1, "y": 3}
    case = played.play({"do": "complete", "element": "A", "case": "2"})
    assert [task.element for task in case.opened] == ["A", "B"]
    case = played.play({"do": "complete", "task": case.opened[1].key})
    assert (case.status, [played.outcome.status for played in case.cases]) == ("active", ["active", "completed"])


def test_a_new_start_after_the_end_begins_anew(player):
    played = player("start S; user A\nS > A")
    played.play({"do": "start", "data": {"x": 1}})
    played.play({"do": "complete", "element": "A"})
    case = played.play({"do": "start", "data": {"y": 2}})
    assert (case.status, case.data, len(case.cases)) == ("active", {"y": 2}, 1)


def test_the_first_error_of_a_wrong_way_out_leaves_the_incident(player):
    played = player("start S; user U; xor G; user A; user B\nS > U > G; G > A [x = 1]; G > B [x = 2]")
    played.play({"do": "start"})
    played.play({"do": "complete", "element": "U"})
    with pytest.raises(NotUnderstood, match="no sequence flow"):
        played.play({"do": "skip", "element": "G", "flow": "nowhere"})
    with pytest.raises(NoIncident):
        played.play({"do": "skip", "element": "U"})
    assert [task.element for task in played.play({"do": "skip", "flow": "B"}).opened] == ["B"]
