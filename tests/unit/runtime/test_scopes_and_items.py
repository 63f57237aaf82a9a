"""Subprocesses, called procedures and multi-instance activities: what they hold, see and hand back."""

import pytest

from engine.runtime.errors import ExecutionFailed

CALL = """<callActivity id="C" calledElement="Q"><extensionElements><guiju:input name="x" value="amount * 2"/>
<guiju:output name="opinion" value="text"/></extensionElements></callActivity>""".replace("\n", "")

OTHER = CALL.replace(' id="C"', ' id="D"')


def test_a_subprocess_shares_the_documents_around_it(draw, inner, play):
    sub = inner("U", "start s; user A; end e\ns > A > e")
    case = play(draw(f"start S; user B\n{sub}\nS > U > B"), x=1)
    assert case.open == ["A"]
    assert case.task("A").scope is None
    assert case.do("A", y=2).open == ["B"]
    assert (case.data, case.passed) == ({"x": 1, "y": 2}, ["S", "s", "A", "e", "U"])


def test_an_empty_subprocess_is_passed(draw, inner, play):
    assert play(draw(f"start S; user A\n{inner('U', '')}\nS > U > A")).open == ["A"]


def test_a_subprocess_ends_when_its_last_token_does(draw, inner, play):
    sub = inner("U", "user A; user B")
    case = play(draw(f"start S; user Z\n{sub}\nS > U > Z"))
    assert case.do("B").open == ["A"]
    assert case.do("A").open == ["Z"]


def test_terminate_in_a_subprocess_ends_the_subprocess_only(draw, inner, play):
    sub = inner("U", "start s; and f; user A; user B; end e terminate\ns > f; f > A > e; f > B")
    case = play(draw(f"start S; user Z\n{sub}\nS > U > Z")).do("A")
    assert (case.status, case.open) == ("active", ["Z"])


def test_a_called_procedure_sees_its_inputs_only_and_hands_back_its_outputs(draw, play):
    case = play(draw(f"start S; user A\n{CALL}\nS > C > A", Q="start s; user B; end e\ns > B > e"), amount=4, secret=1)
    task = case.task("B")
    assert (task.process, dict(task.data)) == ("Q", {"x": 8})
    assert task.scope is not None
    case.do("B", text="同意", own=1)
    assert (case.open, case.data) == (["A"], {"amount": 4, "secret": 1, "opinion": "同意"})


def test_a_called_procedure_still_sees_case_record_and_today(draw, play):
    called = 'start s; xor g; user B; user N\ns > g; g > B [case.number = "1" and record.S.seq = 1]; g > N *'
    assert play(draw("start S; call C Q\nS > C", Q=called)).open == ["B"]


def test_a_procedure_called_twice_at_once_has_two_documents(draw, play):
    text = f"start S; and F; and J; user Z\n{CALL}\n{OTHER}\n"
    model = draw(text + "S > F; F > C > J; F > D > J; J > Z", Q="start s; user B\ns > B")
    case = play(model, amount=1)
    first, second = (task.scope for task in case.standing.opened)
    assert first != second
    assert case.do("B", text="a").do("B", text="b").data["opinion"] == "b"


def test_calls_nest_and_an_event_on_the_outer_one_withdraws_everything_inside(draw, play):
    model = draw(
        "start S; call C Q; boundary T C timer P1D; user L; end E\nS > C > E; T > L",
        Q="start s; call D R\ns > D",
        R="start t; user B\nt > B",
    )
    case = play(model)
    assert case.open == ["B"]
    case.fire("T")
    assert (case.open, case.waiting) == (["L"], [])
    assert [closed.element for closed in case.outcome.closed] == ["B"]
    assert len(case.outcome.state) < 100


def test_an_error_inside_goes_to_the_nearest_activity_that_catches_it(draw, inner, play):
    sub = inner("U", f"start s\n{inner('V', 'start t; user A; end e error E1' + chr(10) + 't > A > e')}\ns > V")
    model = draw(f"start S; boundary B U error E1; user H; end E\n{sub}\nS > U > E; B > H")
    case = play(model).do("A")
    assert case.open == ["H"]
    assert case.passed == ["S", "s", "t", "A", "e", "B"]


def test_an_error_ends_what_else_its_scope_was_doing(draw, inner, play):
    sub = inner("U", "start s; and f; user A; user K; end e error E1\ns > f; f > A > e; f > K")
    case = play(draw(f"start S; boundary B U error; user H\n{sub}\nS > U; B > H")).do("A")
    assert case.open == ["H"]
    assert ("K", "cancelled") in [(closed.element, closed.reason) for closed in case.outcome.closed]


def test_an_error_comes_out_of_a_called_procedure(draw, play):
    model = draw("start S; call C Q; boundary B C error E1; user H\nS > C; B > H", Q="start s; end e error E1\ns > e")
    assert play(model).open == ["H"]


def test_an_uncaught_error_end_fails_the_case(draw, play):
    case = play(draw("start S; and F; user A; user B; end E error E1\nS > F; F > A > E; F > B")).do("A")
    assert (case.status, case.open) == ("failed", [])


def test_an_escalation_beside_a_subprocess_lets_it_go_on(draw, inner, play):
    sub = inner("U", "start s; throw x escalation X1; user A\ns > x > A")
    model = draw(f"start S; boundary B U beside escalation X1; user H; end E\n{sub}\nS > U > E; B > H")
    assert play(model).open == ["A", "H"]


def test_an_escalation_nobody_asked_for_is_nothing(draw, inner, play):
    assert play(draw("start S; throw x escalation X1; user A\nS > x > A")).open == ["A"]


def many(identifier, inside, sequential="false", tag="userTask", content=""):
    return (
        f'<{tag} id="{identifier}"><multiInstanceLoopCharacteristics isSequential="{sequential}" {inside}'
        f"</multiInstanceLoopCharacteristics>{content}</{tag}>"
    )


EACH = 'guiju:collection="members" guiju:item="member" guiju:outputCollection="votes" guiju:outputElement="vote">'


def test_parallel_items_are_open_at_once_and_see_their_own_item(draw, play):
    case = play(draw(f"start S; user Z\n{many('A', EACH)}\nS > A > Z"), members=["王", "李"])
    tasks = case.standing.opened
    assert [(task.index, task.data["member"], task.data["loopCounter"]) for task in tasks] == [
        (0, "王", 1),
        (1, "李", 2),
    ]
    assert tasks[0].data["members"] == ["王", "李"]


def test_outputs_are_collected_in_the_order_of_the_items(draw, play):
    case = play(draw(f"start S; user Z\n{many('A', EACH)}\nS > A > Z"), members=["王", "李"])
    case.do_item("A", 1, vote="no").do_item("A", 0, vote="yes")
    assert (case.open, case.data["votes"]) == (["Z"], ["yes", "no"])
    assert "vote" not in case.data
    assert case.passed == ["S", "A"]


def test_sequential_items_come_one_after_the_other(draw, play):
    case = play(draw(f"start S; user Z\n{many('A', EACH, 'true')}\nS > A > Z"), members=["王", "李"])
    assert [task.data["member"] for task in case.standing.opened] == ["王"]
    assert [task.data["member"] for task in case.do("A", vote=1).standing.opened] == ["李"]
    assert case.do("A", vote=2).data["votes"] == [1, 2]


def test_a_cardinality_counts_and_without_an_element_the_items_documents_are_collected(draw, play):
    text = many("A", 'guiju:outputCollection="all"><loopCardinality>n</loopCardinality>')
    case = play(draw(f"start S; user Z\n{text}\nS > A > Z"), n=2).do("A", x=1).do("A", x=2)
    assert case.data["all"] == [{"x": 1}, {"x": 2}]


ENOUGH = EACH + "<completionCondition>count(votes[item = true]) &gt;= 2</completionCondition>"


def test_a_completion_condition_withdraws_the_rest(draw, play):
    case = play(draw(f"start S; user Z\n{many('A', ENOUGH)}\nS > A > Z"), members=[1, 2, 3])
    case.do_item("A", 2, vote=True)
    assert case.open == ["A", "A"]
    case.do_item("A", 0, vote=True)
    assert (case.open, case.data["votes"]) == (["Z"], [True, True])
    assert [(closed.element, closed.reason) for closed in case.outcome.closed] == [
        ("A", "completed"),
        ("A", "cancelled"),
    ]


def test_a_completion_condition_knows_the_counts(draw, play):
    condition = (
        EACH
        + """<completionCondition>numberOfCompletedInstances = 1 and numberOfActiveInstances = 2
        and numberOfInstances = 3</completionCondition>"""
    )
    text = many("A", condition).replace("\n", "")
    assert play(draw(f"start S; user Z\n{text}\nS > A > Z"), members=[1, 2, 3]).do("A").open == ["Z"]


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_of_nothing_nothing_is_done(draw, play, sequential):
    case = play(draw(f"start S; user Z\n{many('A', EACH, sequential)}\nS > A > Z"), members=[])
    assert (case.open, case.data["votes"]) == (["Z"], [])


def test_what_is_no_collection_is_refused(draw, play):
    with pytest.raises(ExecutionFailed) as caught:
        play(draw(f"start S; user Z\n{many('A', EACH)}\nS > A > Z"))
    assert caught.value.data["element"] == "A"


def test_of_many_items_none_costs_space_and_every_key_holds(draw, play):
    case = play(draw(f"start S; user Z\n{many('A', EACH)}\nS > A > Z"), members=list(range(500)))
    keys = [task.key for task in case.outcome.opened]
    assert (len(set(keys)), len(case.outcome.state) < 1_500) == (500, True)
    case.do_item("A", 250, vote=1).do_item("A", 0, vote=2).do_item("A", 499, vote=3)
    assert [task.key for task in case.standing.opened] == keys[1:250] + keys[251:499]
    case.cancel()
    assert [closed.key for closed in case.outcome.closed] == keys[1:250] + keys[251:499]


def test_an_error_at_an_item_withdraws_all_items(draw, play):
    model = draw(f"start S; user Z; boundary B A error E1\n{many('A', EACH)}\nS > A; B > Z")
    case = play(model, members=[1, 2, 3]).fail("A", "E1")
    assert (case.open, [closed.reason for closed in case.outcome.closed]) == (["Z"], ["cancelled"] * 3)


def test_more_items_than_anybody_could_mean_are_refused(draw, play):
    text = many("A", "><loopCardinality>10001</loopCardinality>")
    with pytest.raises(ExecutionFailed):
        play(draw(f"start S; user Z\n{text}\nS > A > Z"))


def test_calls_that_nest_without_end_are_stopped(draw, play):
    chain = {f"Q{number}": f"call C Q{number + 1}" for number in range(101)}
    with pytest.raises(ExecutionFailed):
        play(draw("call C Q0", **chain, Q101="user A"))


def test_an_event_on_a_multi_instance_task_withdraws_all_items(draw, play):
    case = play(draw(f"start S; user Z; boundary B A timer P1D\n{many('A', EACH)}\nS > A; B > Z"), members=[1, 2])
    assert (case.fire("B").open, case.waiting) == (["Z"], [])
    assert len(case.outcome.state) < 100


def test_subprocesses_and_calls_may_be_performed_for_each_item(draw, play):
    body = '<userTask id="B"/>'
    sub = many("A", EACH, tag="subProcess", content=body)
    case = play(draw(f"start S; user Z\n{sub}\nS > A > Z"), members=["王", "李"])
    assert [task.data["member"] for task in case.standing.opened] == ["王", "李"]
    assert case.do("B", vote=1).do("B", vote=2).data["votes"] == [1, 2]
    call = many("A", EACH.replace(">", "") + ">", tag="callActivity")
    passing = '<guiju:input name="who" value="member"/><guiju:output name="vote" value="answer"/>'
    call = call.replace('id="A">', f'id="A" calledElement="Q"><extensionElements>{passing}</extensionElements>')
    case = play(draw(f"start S; user Z\n{call}\nS > A > Z", Q="user B"), members=["王", "李"])
    assert [dict(task.data) for task in case.standing.opened] == [{"who": "王"}, {"who": "李"}]
    assert case.do("B", answer=1).do("B", answer=2).data["votes"] == [1, 2]


def test_a_standard_loop_repeats_while_its_condition_holds(draw, play):
    loop = (
        '<userTask id="A"><standardLoopCharacteristics {}><loopCondition>more</loopCondition>'
        "</standardLoopCharacteristics></userTask>"
    )
    before = loop.format('testBefore="true"')
    case = play(draw(f"start S; user Z\n{loop.format('')}\nS > A > Z"))
    assert case.do("A", more=True).open == ["A"]
    assert case.do("A", more=False).open == ["Z"]
    assert play(draw(f"start S; user Z\n{before}\nS > A > Z")).open == ["Z"]
    most = loop.format('loopMaximum="2"')
    assert play(draw(f"start S; user Z\n{most}\nS > A > Z"), more=True).do("A", "A").open == ["Z"]


def test_two_files_may_use_the_same_ids_inside(draw, inner, play):
    sub = inner("U", "start s; user A\ns > A")
    called = f"start s; user B\n{inner('U', 'start t; user A' + chr(10) + 't > A')}\ns > U > B"
    case = play(draw(f"start S; call C Q\n{sub}\nS > U > C", Q=called)).do("A")
    assert case.open == ["A"]
    assert case.do("A").open == ["B"]
