"""Traces replayed on small drawings: what was allowed, what was not, how long it took, and how it is exported."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from engine.bpmn import Model
from engine.verification.history.exporting import ocel_of, xes_of
from engine.verification.history.replaying import replay_all
from engine.verification.history.traces import Happening, Trace
from engine.verification.history.waiting import waits_of
from tests.unit.verification.drawing import document, draw, model_of, process

BEGAN = datetime(2026, 3, 2, 1, tzinfo=UTC)
CASES = 10_000


def trace(*happenings: str, case: str = "甲1", hours: int = 1) -> Trace:
    """Return a case with a happening an hour, each of which passes the elements named."""
    told = [
        Happening(BEGAN + timedelta(hours=number * hours), "task:completed", "p1", tuple(text.split()))
        for number, text in enumerate(happenings)
    ]
    return Trace(case, tuple(told), has_ended=True)


def odd(model: Model, *happenings: str) -> list[tuple[int, str]]:
    return [(each.number, each.element) for each in replay_all(model, ["P"], [trace(*happenings)])]


LINE = "s0 t1 t2 e3"
CHOICE = "s0 t1 x2 t3 x4 e5; x2 t6 x4"
FORK = "s0 p1 t2 p3 e4; p1 t5 p3"
LOOP = "s0 x1 t2 x3 e4; x3 x1"


@pytest.mark.parametrize(
    ("drawing", "happenings", "deviations"),
    [
        # as it is drawn
        (LINE, ("s0", "t1", "t2 e3"), []),
        # everything in one happening
        (LINE, ("s0 t1 t2 e3",), []),
        # a case that is not over yet
        (LINE, ("s0", "t1"), []),
        # a step that was left out: its follower was not allowed, all after it was
        (LINE, ("s0", "t2 e3"), [(2, "t2")]),
        # a step that was done twice
        (LINE, ("s0", "t1", "t1", "t2 e3"), [(3, "t1")]),
        # gateways in the record are not asked for
        (CHOICE, ("s0", "t1 x2", "t3 x4 e5"), []),
        (CHOICE, ("s0", "t1", "t6 e5"), []),
        # both of two ways of which one is taken
        (CHOICE, ("s0", "t1", "t3", "t6", "e5"), [(4, "t6")]),
        # either order
        (FORK, ("s0", "t2", "t5 e4"), []),
        (FORK, ("s0", "t5", "t2 e4"), []),
        # an end before both are done
        (FORK, ("s0", "t5", "e4"), [(3, "e4")]),
        # any number of rounds
        (LOOP, ("s0", "t2", "t2", "t2 e4"), []),
        # what the drawing does not have is none of its steps
        (LINE, ("s0", "zz", "t1"), []),
        # nothing at all
        (LINE, (), []),
    ],
)
def test_a_step_is_allowed_where_the_drawing_allows_it(
    drawing: str, happenings: tuple[str, ...], deviations: list[tuple[int, str]]
) -> None:
    assert odd(draw(drawing), *happenings) == deviations


def test_a_deviation_says_what_was_allowed_instead() -> None:
    [deviation] = replay_all(draw(LINE), ["P"], [trace("s0", "t2")])
    assert deviation.allowed == ("t1",)
    assert deviation.kind == "task:completed"


def test_a_called_process_is_replayed_inside_its_call() -> None:
    called = '<callActivity id="c1" calledElement="Q"/><sequenceFlow id="a" sourceRef="s0" targetRef="c1"/>'
    called += '<sequenceFlow id="b" sourceRef="c1" targetRef="e9"/><startEvent id="s0"/><endEvent id="e9"/>'
    model = model_of(document(f'<process id="P">{called}</process>', process("Q", "s5 t6 e7")))
    assert odd(model, "s0 s5", "t6 e7 c1 e9") == []
    assert odd(model, "s0", "c1 e9") != []


def test_waiting_is_counted_from_the_step_before_that_ended_last() -> None:
    found = waits_of(draw(FORK), [trace("s0", "t2", "t5 e4")])
    assert found.elements["t2"].median == 3600
    assert found.elements["t5"].median == 7200
    # The end waited for the second of both, which came with it.
    assert found.elements["e4"].median == 0
    assert found.flows["f_p1_t5"].times == 1


def test_the_middle_and_the_tail_are_told_apart() -> None:
    cases = [trace("s0", "t1", case=str(hours), hours=hours) for hours in range(1, 12)]
    found = waits_of(draw(LINE), cases).elements["t1"]
    assert (found.times, found.median / 3600, found.ninetieth / 3600, found.longest / 3600) == (11, 6, 10, 11)


def test_xes_names_the_activity_and_keeps_its_id() -> None:
    log = etree.fromstring(xes_of("intake", [trace("s0", "t1")], {"t1": "查重 & 核对"}))
    assert log.tag == "log"
    assert log.get("xes.version") == "1849-2016"
    [case] = log.findall("trace")
    names = [event.find("string[@key='concept:name']").get("value") for event in case.findall("event")]
    assert names == ["s0", "查重 & 核对"]
    assert case.find("event/date").get("value") == "2026-03-02T01:00:00.000Z"
    assert {each.get("prefix") for each in log.findall("extension")} == {"concept", "time", "lifecycle", "org"}


def test_ocel_has_the_published_shape() -> None:
    found = ocel_of("intake", [trace("s0", "t1"), trace("s0", case="乙2")], {"t1": "查重"})
    assert set(found) == {"objectTypes", "eventTypes", "objects", "events"}
    types = {each["name"] for each in found["objectTypes"]}
    objects = {each["id"]: each for each in found["objects"]}
    kinds = {each["name"]: {a["name"] for a in each["attributes"]} for each in found["eventTypes"]}
    assert {each["type"] for each in objects.values()} <= types
    assert len({event["id"] for event in found["events"]}) == len(found["events"]) == 3
    for event in found["events"]:
        assert datetime.fromisoformat(event["time"])
        assert {each["name"] for each in event["attributes"]} <= kinds[event["type"]]
        assert {each["objectId"] for each in event["relationships"]} <= objects.keys()
        assert all(each["qualifier"] for each in event["relationships"])


def test_ten_thousand_cases_take_seconds() -> None:
    model = draw(CHOICE)
    ways = [("s0", "t1", "t3 e5"), ("s0", "t1", "t6 e5"), ("s0", "t6 e5")]
    cases = [trace(*ways[number % 3], case=str(number)) for number in range(CASES)]
    began = time.process_time()
    deviations = replay_all(model, ["P"], cases)
    waits_of(model, cases)
    assert time.process_time() - began < 5
    assert len(deviations) == CASES // 3
