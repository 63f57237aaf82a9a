"""Moving tokens by hand, withdrawing activities and reopening ended cases: what happens to everything else."""

import pytest

from engine.runtime import cancel_activity, move, restart
from engine.runtime.errors import (
    CaseGoesOn,
    NoSuchElement,
    NoTarget,
    NothingLeft,
    NotMovable,
    NotOpen,
    WouldStrand,
)

LINE = "start S; user A; user B; user C; end E\nS > A > B > C > E"
BLOCK = """start S; user A; and F; user B1; user B2; user C1; and J; user Z; end E
S > A > F; F > B1 > B2 > J; F > C1 > J; J > Z > E"""


def moved(case, start, to):
    return case.step(move, token=case.task(start).key, to=to)


def test_a_token_moves_forward_and_back_and_nothing_is_on_record(draw, play):
    case = play(draw(LINE), x=1)
    assert moved(case, "A", "C").open == ["C"]
    assert moved(case, "C", "A").open == ["A"]
    assert (case.passed, case.data) == (["S"], {"x": 1})
    assert case.do("A", "B", "C").status == "completed"


def test_what_is_left_is_closed_as_cancelled(draw, play):
    case = play(draw(LINE))
    assert [(task.element, task.reason) for task in moved(case, "A", "B").outcome.closed] == [("A", "cancelled")]
    assert [task.element for task in case.outcome.opened] == ["B"]


def test_a_token_moved_to_an_automatic_element_goes_on_from_there(draw, play):
    case = play(draw("start S; user A; script T {n: 1}; user B\nS > A > T > B"))
    assert moved(case, "A", "T").open == ["B"]
    assert case.data == {"n": 1}


def test_a_token_moved_to_an_end_ends_the_case(draw, play):
    case = play(draw(LINE))
    assert moved(case, "A", "E").status == "completed"


PARALLEL = [
    # Within its own branch: the sibling stays.
    ("B1", "B2", ["C1", "B2"]),
    # To the element before the split: both branches begin anew, so the sibling is withdrawn.
    ("B1", "A", ["A"]),
    # To the split itself: both branches are opened again.
    ("B1", "F", ["B1", "C1"]),
    # Behind the join: the other branch has nothing to join any more.
    ("B1", "Z", ["Z"]),
    # To the join: the token is the arrival on its own branch, the sibling stays.
    ("B1", "J", ["C1"]),
]


@pytest.mark.parametrize(("start", "to", "open_then"), PARALLEL)
def test_parallel_branches_stay_where_they_can_and_are_withdrawn_where_not(draw, play, start, to, open_then):
    case = moved(play(draw(BLOCK)).do("A"), start, to)
    assert case.open == open_then
    assert finish(case) == "completed"


def finish(case):
    for _ in range(20):
        if case.status != "active":
            break
        case.do(case.open[0])
    return case.status


STRANDED = [
    # From before the split into a branch: nobody would ever come by the other one.
    ("A", "B1"),
    # To the join from before the split: likewise.
    ("A", "J"),
    # From behind the block back into one branch.
    ("Z", "C1"),
]


@pytest.mark.parametrize(("start", "to"), STRANDED)
def test_a_join_is_never_left_waiting_for_ever(draw, play, start, to):
    case = play(draw(BLOCK))
    if start == "Z":
        case.do("A", "B1", "B2", "C1")
    with pytest.raises(WouldStrand) as refused:
        moved(case, start, to)
    assert refused.value.data["join"] == "J"


def test_a_token_of_one_branch_does_not_move_into_the_other(draw, play):
    with pytest.raises(WouldStrand):
        moved(play(draw(BLOCK)).do("A", "B1"), "B2", "C1")


def test_an_arrival_that_waits_at_the_join_is_withdrawn_with_a_move_before_the_split(draw, play):
    case = play(draw(BLOCK)).do("A", "C1")
    assert moved(case, "B1", "A").open == ["A"]
    assert finish(case) == "completed"


def test_branches_that_never_join_stay_beside(draw, play):
    case = play(draw("start S; and F; user A; user B; user C; end E; end D\nS > F; F > A > C > E; F > B > D"))
    assert moved(case, "A", "C").open == ["B", "C"]


def test_a_loop_through_a_join_can_be_entered_again(draw, play):
    text = """start S; xor X; and F; user A; user B; and J; xor G; end E
    S > X > F; F > A > J; F > B > J; J > G; G > E [done = true]; G > X *"""
    case = play(draw(text)).do("A", "B").do("A")
    assert moved(case, "B", "F").open == ["A", "B"]
    assert case.do("A").do("B", done=True).status == "completed"


def test_attached_events_go_and_come_with_their_activity(draw, play):
    case = play(draw("start S; user A; user B; user X; boundary T A timer PT1H; end E\nS > A > B > E; T > X > E"))
    assert case.waiting == ["T"]
    assert moved(case, "A", "B").waiting == []
    assert moved(case, "B", "A").waiting == ["T"]


def test_a_wait_stands_for_the_activity_it_is_attached_to(draw, play):
    case = play(draw("start S; user A; user B; user X; boundary T A timer PT1H\nS > A > B; T > X"))
    case.step(move, token=case.wait("T").key, to="B")
    assert (case.open, case.waiting) == (["B"], [])


def test_a_competing_event_stands_for_its_gateway(draw, play):
    case = play(draw("start S; event G; catch M message m1; catch T timer PT1H; user A\nS > G; G > M > A; G > T > A"))
    case.step(move, token=case.wait("T").key, to="A")
    assert (case.open, case.waiting) == (["A"], [])


def test_a_token_moved_to_a_timer_waits_from_now_on(draw, play):
    case = play(draw("start S; user A; catch T timer PT1H; end E\nS > A > T > E"))
    assert moved(case, "A", "T").waiting == ["T"]
    assert case.fire("T").status == "completed"


MANY = '<userTask id="M"><multiInstanceLoopCharacteristics guiju:collection="list" guiju:item="one"/></userTask>'


def test_an_item_stands_for_all_items(draw, play):
    case = play(draw(f"start S; user Z\n{MANY}\nS > M > Z"), list=[1, 2, 3]).do_item("M", 1)
    assert moved(case, "M", "Z").open == ["Z"]
    assert [task.element for task in case.outcome.closed] == ["M", "M"]
    assert moved(case, "Z", "M").open == ["M", "M", "M"]


def test_inside_a_subprocess_only_that_scope_is_touched(draw, inner, play):
    sub = inner("U", "start s; user A; user B; end e\ns > A > B > e")
    case = play(draw(f"start S; and F; user P1; and J; user Z\n{sub}\nS > F; F > U > J; F > P1 > J; J > Z"))
    assert moved(case, "A", "B").open == ["P1", "B"]
    assert case.do("B", "P1").open == ["Z"]


def test_from_inside_a_subprocess_out_withdraws_the_subprocess(draw, inner, play):
    sub = inner("U", "start s; and f; user A; user B; end e\ns > f; f > A > e; f > B > e")
    case = play(draw(f"start S; user Y; user Z\n{sub}\nS > Y > U > Z")).do("Y")
    assert moved(case, "A", "Z").open == ["Z"]
    assert sorted(task.element for task in case.outcome.closed) == ["A", "B"]


def test_from_inside_a_call_back_to_the_caller_forgets_its_document(draw, play):
    call = '<callActivity id="C" calledElement="Q"/>'
    case = play(draw(f"start S; user Y; end E\n{call}\nS > Y > C > E", Q="start s; user A\ns > A")).do("Y")
    assert moved(case, "A", "Y").open == ["Y"]
    assert case.do("Y", "A").status == "completed"


def test_what_cannot_hold_a_token_is_no_target(draw, inner, play):
    sub = inner("U", "start s; user A\ns > A")
    handler = '<subProcess id="H" triggeredByEvent="true"><startEvent id="h"><timerEventDefinition><timeDuration>PT1H'
    handler += '</timeDuration></timerEventDefinition></startEvent><userTask id="HA"/>'
    handler += '<sequenceFlow id="hf" sourceRef="h" targetRef="HA"/></subProcess>'
    case = play(draw(f"start S; user X; user Z; boundary T X timer PT1H\n{sub}\n{handler}\nS > X > U > Z; T > Z"))
    # An attached event, an event subprocess, something inside a subprocess, inside the event subprocess.
    for to in ("T", "H", "A", "HA", "h"):
        with pytest.raises(NoTarget):
            moved(case, "X", to)
    with pytest.raises(NoSuchElement):
        moved(case, "X", "Nothing")
    with pytest.raises(NotMovable):
        case.step(move, token=case.wait("h").key, to="Z")


@pytest.mark.parametrize("token", ["99", "x", "-1", "", "1.9x"])
def test_what_is_not_open_is_not_moved(draw, play, token):
    with pytest.raises(NotOpen):
        play(draw(LINE)).step(move, token=token, to="B")


def test_a_withdrawn_activity_leaves_its_scope(draw, inner, play):
    sub = inner("U", "start s; user A; end e\ns > A > e")
    case = play(draw(f"start S; user Z\n{sub}\nS > U > Z"))
    assert case.step(cancel_activity, token=case.task("A").key).open == ["Z"]


def test_a_skipped_activity_hands_its_token_on_and_is_not_on_record(draw, play):
    case = play(draw("start S; user A; xor G; user B; user C\nS > A > G; G > B [x = 1]; G > C *"), x=1)
    assert case.step(cancel_activity, token=case.task("A").key, go_on=True).open == ["B"]
    assert case.passed == ["S", "G"]
    assert "A" not in case.record


def test_the_last_activity_of_a_case_is_not_withdrawn_alone(draw, play):
    case = play(draw(LINE))
    with pytest.raises(NothingLeft):
        case.step(cancel_activity, token=case.task("A").key)


def test_a_branch_that_a_join_needs_is_not_withdrawn_without_going_on(draw, play):
    case = play(draw(BLOCK)).do("A")
    with pytest.raises(WouldStrand):
        case.step(cancel_activity, token=case.task("B1").key)
    assert case.step(cancel_activity, token=case.task("B1").key, go_on=True).open == ["C1", "B2"]


def test_a_branch_that_nothing_joins_is_withdrawn(draw, play):
    case = play(draw("start S; and F; user A; user B; end E; end D\nS > F; F > A > E; F > B > D"))
    assert case.step(cancel_activity, token=case.task("A").key).open == ["B"]


def test_an_ended_case_is_reopened_with_its_data_and_new_keys(draw, play):
    case = play(draw(LINE), x=1)
    first = case.task("A").key
    case.do("A", "B", "C", y=2)
    assert case.step(restart, to="B").open == ["B"]
    assert (case.status, case.data) == ("active", {"x": 1, "y": 2})
    assert int(case.task("B").key) > int(first)
    assert case.do("B", "C").status == "completed"


def test_a_cancelled_case_is_reopened_and_its_event_subprocess_stands_by_again(draw, play):
    handler = '<subProcess id="H" triggeredByEvent="true"><startEvent id="h"><timerEventDefinition><timeDuration>PT1H'
    handler += '</timeDuration></timerEventDefinition></startEvent><userTask id="HA"/>'
    handler += '<sequenceFlow id="hf" sourceRef="h" targetRef="HA"/></subProcess>'
    case = play(draw(f"start S; user A; user B\n{handler}\nS > A > B")).cancel()
    assert case.status == "cancelled"
    case.step(restart, to="B")
    assert (case.open, case.waiting) == (["B"], ["h"])
    assert case.do("B").status == "completed"


def test_a_case_that_goes_on_is_not_reopened_and_no_join_is_left_waiting(draw, play):
    case = play(draw(BLOCK))
    with pytest.raises(CaseGoesOn):
        case.step(restart, to="A")
    case.cancel()
    for to, error in (("B1", WouldStrand), ("J", WouldStrand), ("Nobody", NoSuchElement)):
        with pytest.raises(error):
            case.step(restart, to=to)
    assert case.step(restart, to="F").open == ["B1", "C1"]
