"""How tokens move: tasks, gateways, implicit splits and ends, loops."""

import pytest

from engine.runtime import complete
from engine.runtime.errors import ExecutionFailed, NotOpen


def test_a_line_of_tasks_is_worked_off_one_by_one(draw, play):
    case = play(draw("start S; user A; manual B; task C; end E\nS > A > B > C > E"))
    assert case.open == ["A"]
    assert case.do("A").open == ["B"]
    assert case.do("B").open == ["C"]
    assert case.do("C").status == "completed"
    assert case.passed == ["S", "A", "B", "C", "E"]


def test_the_ids_start_end_and_root_are_free_for_the_drawing(draw, play):
    case = play(draw("start Start; user Root; end End\nStart > Root > End"))
    assert case.do("Root").passed == ["Start", "Root", "End"]


def test_data_is_merged_into_the_case_document_before_conditions_are_read(draw, play):
    model = draw("start S; user A; xor G; user B; user C\nS > A > G; G > B [amount > 5]; G > C *")
    assert play(model).do("A", amount=6).open == ["B"]
    assert play(model).do("A", amount=5).open == ["C"]


def test_the_first_open_way_of_an_exclusive_gateway_is_taken_in_drawing_order(draw, play):
    case = play(draw("start S; xor G; user A; user B\nS > G; G > A [x > 1]; G > B [x > 0]"), x=5)
    assert case.open == ["A"]


def test_an_unconditional_way_is_taken_when_no_condition_is_met(draw, play):
    case = play(draw("start S; xor G; user A; user B\nS > G; G > B; G > A [x > 9]"), x=5)
    assert case.open == ["B"]


def test_without_a_way_the_step_is_refused_and_names_the_element_and_reasons(draw, play):
    case = play(draw("start S; user A; xor G; user B\nS > A > G; G > B [x > 9]"))
    before = case.outcome
    with pytest.raises(ExecutionFailed) as caught:
        case.do("A", x=1)
    assert caught.value.data["element"] == "G"
    assert "x > 9" in caught.value.sentence("zh")
    assert "x > 9" in caught.value.sentence("en")
    assert case.outcome is before


def test_a_condition_that_is_neither_true_nor_false_is_refused(draw, play):
    model = draw("start S; xor G; user A; user B\nS > G; G > A [x]; G > B *")
    with pytest.raises(ExecutionFailed):
        play(model, x="yes")
    assert play(model, x=None).open == ["B"]


def test_exclusive_merges_let_every_token_through(draw, play):
    case = play(draw("start S; and F; xor M; user A; end E\nS > F; F > M; F > M; M > A > E"))
    assert case.open == ["A", "A"]
    assert case.do("A").status == "active"
    assert case.do("A").status == "completed"


def test_a_parallel_join_waits_for_every_branch(draw, play):
    case = play(draw("start S; and F; user A; user B; and J; user C\nS > F; F > A > J; F > B > J; J > C"))
    assert case.open == ["A", "B"]
    assert case.do("B").open == ["A"]
    assert case.do("A").open == ["C"]
    assert case.passed == ["S", "F", "B", "A", "J"]


LOOP = """start S; xor M; and F; user A; user B; and J; xor X; user Z
S > M > F; F > A > J; F > B > J; J > X; X > M [again]; X > Z *"""


@pytest.mark.parametrize("kind", ["and", "or"])
def test_in_a_loop_a_join_is_not_deceived_by_branches_that_finish_in_another_order(draw, play, kind):
    text = LOOP.replace("and F", f"{kind} F").replace("and J", f"{kind} J")
    case = play(draw(text), again=True).do("A", "B")
    assert case.do("B").open == ["A"]
    assert case.do("A", again=False).open == ["Z"]


def test_tokens_in_excess_of_a_join_stay_at_it(draw, play):
    case = play(
        draw("""start S; and F; xor M; user A; user B; and J; end E
    S > F; F > M; F > M; F > B; M > A > J; B > J > E""")
    )
    case.do("A", "A", "B")
    assert case.passed.count("J") == 1
    assert (case.status, case.open) == ("active", [])


def test_an_inclusive_gateway_takes_what_is_met_and_joins_what_was_taken(draw, play):
    text = """start S; or F; user A; user B; user C; or J; user Z
    S > F; F > A [a]; F > B [b]; F > C *; A > J; B > J; C > J; J > Z"""
    case = play(draw(text), a=True, b=True)
    assert case.open == ["A", "B"]
    assert case.do("A").open == ["B"]
    assert case.do("B").open == ["Z"]
    assert play(draw(text), a=False, b=True).do("B").open == ["Z"]
    assert play(draw(text)).open == ["C"]


def test_an_inclusive_join_does_not_wait_for_a_token_that_took_another_way(draw, play):
    text = """start S; or F; user A; user B; xor X; or J; user Z; end E
    S > F; F > A [true]; F > B [true]; A > J; B > X; X > J [back]; X > E *; J > Z"""
    assert play(draw(text)).do("A").open == ["B"]
    assert play(draw(text)).do("A").do("B", back=False).open == ["Z"]
    assert play(draw(text)).do("A").do("B", back=True).open == ["Z"]


def test_an_inclusive_way_without_a_condition_is_always_taken(draw, play):
    case = play(draw("start S; or F; user A; user B; user C\nS > F; F > A [false]; F > B; F > C *"))
    assert case.open == ["B", "C"]


def test_a_task_with_several_ways_takes_all_of_them(draw, play):
    case = play(draw("start S; user A; user B; user C\nS > A; A > B; A > C")).do("A")
    assert case.open == ["B", "C"]
    assert case.do("B").do("C").status == "completed"


def test_conditional_flows_out_of_a_task_choose(draw, play):
    model = draw("start S; user A; user B; user C\nS > A; A > B [x > 1]; A > C *")
    assert play(model).do("A", x=2).open == ["B"]
    assert play(model).do("A", x=0).open == ["C"]


def test_a_task_none_of_whose_ways_is_open_does_not_end_the_case_silently(draw, play):
    case = play(draw("start S; user A; user B\nS > A; A > B [x > 1]"))
    with pytest.raises(ExecutionFailed):
        case.do("A", x=0)


def test_what_nothing_leads_to_begins_with_the_process(draw, play):
    case = play(draw("user A; user B; end E\nA > E"))
    assert case.open == ["A", "B"]


def test_links_jump(draw, play):
    case = play(draw("start S; throw T link L; catch C link L; user A\nS > T; C > A"))
    assert (case.open, case.passed) == (["A"], ["S", "T", "C"])


def test_scripts_write_the_entries_of_their_context(draw, play):
    case = play(draw("start S; script X {total: price * 2, seen: true}; user A\nS > X > A"), price=21)
    assert (case.data["total"], case.data["seen"]) == (42, True)


def test_a_script_that_yields_no_context_is_refused(draw, play):
    with pytest.raises(ExecutionFailed) as caught:
        play(draw("start S; script X 5; user A\nS > X > A"))
    assert caught.value.data["element"] == "X"


def test_a_loop_that_waits_for_nobody_is_stopped(draw, play):
    with pytest.raises(ExecutionFailed):
        play(draw("start S; xor M; script X {n: 1}; end E\nS > M > X > M"))


def test_expressions_see_the_case_the_record_the_day_and_functions(draw, play):
    text = """start S; user A; xor G; user B; user C
    S > A > G; G > B [superior(case.unit) = "U0" and record.A.times = 1 and today = date("2026-11-24")]; G > C *"""
    case = play(draw(text), functions={"superior": lambda unit: "U0" if unit == "U1" else None})
    case.note("A")
    assert case.do("A").open == ["B"]


def test_the_record_knows_what_was_passed_in_the_same_step(draw, play):
    text = "start S; script X {n: 1}; xor G; user A; user B\nS > X > G; G > A [record.X.seq > record.S.seq]; G > B *"
    assert play(draw(text)).open == ["A"]


def test_a_task_can_be_completed_once(draw, play):
    case = play(draw("start S; user A; user B\nS > A > B"))
    key = case.task("A").key
    case.do("A")
    for stale in (key, "999", "x"):
        with pytest.raises(NotOpen):
            case.step(complete, task=stale, data={})


def test_task_keys_stay_the_same_while_a_task_is_open(draw, play):
    case = play(draw("start S; and F; user A; user B; user C\nS > F; F > A > C; F > B"))
    key = case.task("B").key
    case.do("A").do("C")
    assert case.task("B").key == key


def test_terminate_ends_the_case_and_what_was_open(draw, play):
    case = play(draw("start S; and F; user A; user B; end E terminate\nS > F; F > A > E; F > B")).do("A")
    assert (case.status, case.open) == ("terminated", [])
    assert [(closed.element, closed.reason) for closed in case.outcome.closed] == [
        ("A", "completed"),
        ("B", "cancelled"),
    ]


def test_cancelling_withdraws_everything(draw, play):
    case = play(draw("start S; and F; user A; catch T timer PT1H\nS > F; F > A; F > T")).cancel()
    assert (case.status, case.open, case.waiting) == ("cancelled", [], [])
    assert [closed.reason for closed in case.outcome.closed] == ["cancelled"]
