"""Passing elements that cannot be done: what they leave behind, and what a person gives in their stead."""

from dataclasses import replace

import pytest

from engine.runtime import Skip, complete, fire
from engine.runtime.errors import ExecutionFailed


def skipping(case, operation, skips, **arguments):
    """Take a step that passes some elements."""

    def step(program, snapshot, *, environment, **given):
        return operation(program, snapshot, environment=replace(environment, skips=skips), **given)

    return case.step(step, **arguments)


def skip_behind(case, task, skips):
    """Complete a task and pass what fails behind it."""
    return skipping(case, complete, skips, task=case.task(task).key, data={})


def test_a_skipped_script_writes_what_was_given_and_is_not_on_record(draw, play):
    case = play(draw("start S; user A; script T {n: 1 / 0}; user B\nS > A > T > B"))
    with pytest.raises(ExecutionFailed):
        case.do("A")
    skip_behind(case, "A", {"T": Skip(values={"n": 5})})
    assert (case.open, case.data["n"]) == (["B"], 5)
    assert "T" not in case.passed
    assert "T" not in case.record


def test_a_skipped_script_without_values_leaves_the_data_alone(draw, play):
    case = play(draw("start S; user A; script T 7; user B\nS > A > T > B"))
    assert skip_behind(case, "A", {"T": Skip()}).open == ["B"]
    assert case.data == {}


def test_a_gateway_without_a_way_takes_the_flow_that_was_given(draw, play):
    case = play(draw("start S; user A; xor X; user B; user C\nS > A > X; X > B [x = 1]; X > C [x = 2]"))
    with pytest.raises(ExecutionFailed):
        case.do("A")
    assert skip_behind(case, "A", {"X": Skip(flow="f3")}).open == ["C"]
    assert case.passed == ["S", "A", "X"]


def test_a_flow_that_does_not_leave_the_element_is_refused(draw, play):
    case = play(draw("start S; user A; xor X; user B\nS > A > X; X > B [x = 1]"))
    with pytest.raises(ExecutionFailed, match="no sequence flow f0"):
        skip_behind(case, "A", {"X": Skip(flow="f0")})


def test_a_person_s_work_counts_although_its_way_is_given(draw, play):
    case = play(draw("start S; user A; user B; user C\nS > A; A > B [x = 1]; A > C [x = 2]"))
    skip_behind(case, "A", {"A": Skip(flow="f1")})
    assert (case.open, case.passed) == (["B"], ["S", "A"])


def test_what_is_skipped_is_skipped_once(draw, play):
    case = play(draw("start S; user A; xor X; script T {n: 1 / 0}; user B\nS > A > X > T > B > X"))
    skip_behind(case, "A", {"T": Skip()})
    with pytest.raises(ExecutionFailed):
        case.do("B")


def test_a_skipped_call_does_not_begin(draw, play):
    case = play(draw("start S; user A; call K Q; user B\nS > A > K > B", Q="start QS; user QA\nQS > QA"))
    assert skip_behind(case, "A", {"K": Skip(values={"y": 1})}).open == ["B"]
    assert case.data == {"y": 1}


def test_an_attached_event_that_cannot_be_armed_is_left_out(draw, play):
    case = play(draw("start S; user A; user B; boundary T B timer = x; user L; end E\nS > A > B > E; T > L"))
    with pytest.raises(ExecutionFailed):
        case.do("A")
    skip_behind(case, "A", {"T": Skip()})
    assert (case.open, case.waiting) == (["B"], [])
    assert case.do("B").status == "completed"


def test_a_competing_event_that_cannot_be_armed_leaves_the_race(draw, play):
    text = "start S; user A; event G; catch T timer = x; catch M message m1; user L; user R"
    case = play(draw(f"{text}\nS > A > G; G > T > L; G > M > R"))
    skip_behind(case, "A", {"T": Skip()})
    assert case.waiting == ["M"]
    assert case.get("M").open == ["R"]


def test_a_throwing_event_that_is_skipped_throws_nothing(draw, play):
    case = play(draw("start S; user A; throw W signal s1; end E\nS > A > W > E"))
    assert skip_behind(case, "A", {"W": Skip()}).status == "completed"
    assert (case.thrown, case.passed) == ([], ["S", "A", "E"])


def test_a_timer_fires_past_an_element(draw, play):
    case = play(draw("start S; catch W timer PT1H; script T {n: 1 / 0}; user B\nS > W > T > B"))
    skipping(case, fire, {"T": Skip()}, wait=case.wait("W").key)
    assert case.open == ["B"]


def test_nothing_is_skipped_that_no_token_comes_to(draw, play):
    case = play(draw("start S; user A; user B; user C\nS > A > B > C"))
    skip_behind(case, "A", {"C": Skip()})
    assert case.open == ["B"]
