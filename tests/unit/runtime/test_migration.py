"""Cases that run on while their diagram changes: what they keep, and what is refused and why."""

from datetime import timedelta

import pytest

from engine.runtime import build_program, migrate
from engine.runtime.errors import MigrationRefused

LINE = "start S; user A; user B; end E\nS > A > B > E"


def moved(case, model, **mapping):
    """Take a case to another model and return what came of it; the case goes on there."""
    program = build_program(model)
    done = migrate(case.build(), case.outcome.snapshot, to=program, mapping=mapping, environment=case.environment)
    case.build, case.outcome = lambda: program, done.outcome
    return done


def refused(case, model, **mapping):
    with pytest.raises(MigrationRefused) as error:
        moved(case, model, **mapping)
    assert all(fault.zh and fault.en for fault in error.value.faults)
    return [(fault.where.get("element"), fault.zh) for fault in error.value.faults]


def test_a_task_keeps_its_key_and_its_data(draw, play):
    case = play(draw(LINE), x=1)
    key = case.task("A").key
    done = moved(case, draw("start S; user A; user N; user B; end E\nS > A > N > B > E"))
    assert (case.task("A").key, case.data) == (key, {"x": 1})
    assert [(each.element_before, each.element, each.path) for each in done.places] == [("A", "A", ("A",))]
    assert (done.outcome.opened, done.outcome.closed) == ((), ())
    assert case.do("A").open == ["N"]
    assert case.do("N", "B").status == "completed"


def test_a_renamed_element_needs_a_mapping(draw, play):
    case = play(draw(LINE))
    new = draw("start S; user X; user B; end E\nS > X > B > E")
    assert refused(case, new) == [("A", "元素“A”在新版本中不存在且未映射")]
    assert moved(case, new, A="X").places[0].element == "X"
    assert case.do("X").open == ["B"]


def test_every_reason_is_told_at_once(draw, play):
    case = play(draw("start S; and F; user A; user B; and J; end E\nS > F; F > A > J; F > B > J; J > E"))
    assert [element for element, _ in refused(case, draw("start S; user Z; end E\nS > Z > E"))] == ["A", "B"]


KINDS = [
    # A task of people that becomes one of the machine.
    ("script A {n: 1}", "由 userTask 变为 scriptTask"),
    ("catch A message m1", "由 userTask 变为 intermediateCatchEvent"),
    ("xor A", "由 userTask 变为 exclusiveGateway"),
    (
        '<userTask id="A"><multiInstanceLoopCharacteristics guiju:collection="list"/></userTask>',
        "由单实例变为并行多实例",
    ),
]


@pytest.mark.parametrize(("node", "words"), KINDS)
def test_an_element_of_another_kind_is_refused(draw, play, node, words):
    lines = f"start S; user B; end E\n{node}\nS > A > B > E" if node.startswith("<") else None
    new = draw(lines or f"start S; {node}; user B; end E\nS > A > B > E")
    [(element, sentence)] = refused(play(draw(LINE)), new)
    assert element == "A"
    assert words in sentence


def test_a_manual_task_and_a_user_task_are_of_one_family(draw, play):
    case = play(draw(LINE))
    moved(case, draw("start S; manual A; user B; end E\nS > A > B > E"))
    assert case.open == ["A"]


def many(kind):
    sequential = ' isSequential="true"' if kind == "sequential" else ""
    return (
        f'<userTask id="M"><multiInstanceLoopCharacteristics{sequential} guiju:collection="list" guiju:item="one"'
        ' guiju:outputCollection="out"/></userTask>'
    )


@pytest.mark.parametrize("kind", ["parallel", "sequential"])
def test_progress_of_many_items_survives(draw, play, kind):
    case = play(draw(f"start S; user Z\n{many(kind)}\nS > M > Z"), list=["a", "b", "c"])
    case.do("M", got=1)
    keys = [task.key for task in case.standing.opened]
    moved(case, draw(f"start S; user Y; user Z\n{many(kind)}\nS > M > Y > Z"))
    assert [task.key for task in case.standing.opened] == keys
    assert case.task("M").data["one"] == "b"
    assert case.do("M", got=2).do("M", got=3).open == ["Y"]
    assert case.data["out"] == [{"got": 1}, {"got": 2}, {"got": 3}]


def test_items_that_become_sequential_are_refused(draw, play):
    case = play(draw(f"start S; user Z\n{many('parallel')}\nS > M > Z"), list=[1, 2])
    [(_, sentence)] = refused(case, draw(f"start S; user Z\n{many('sequential')}\nS > M > Z"))
    assert sentence == "元素“M”由并行多实例变为顺序多实例"


def test_a_running_timer_keeps_its_instant(draw, play):
    case = play(draw("start S; user A; user X; boundary T A timer PT1H; end E\nS > A > E; T > X > E"))
    due, key = case.wait("T").due, case.wait("T").key
    case.travel(minutes=30)
    moved(case, draw("start S; user A; user X; boundary T A timer PT9H; end E\nS > A > E; T > X > E"))
    assert (case.wait("T").due, case.wait("T").key) == (due, key)
    assert case.fire("T").open == ["X"]


def test_an_attached_event_that_is_new_is_armed_from_now_and_says_so(draw, play):
    case = play(draw("start S; user A; user X; end E\nS > A > E; X > E"))
    case.do("X") if "X" in case.open else None
    case.travel(hours=5)
    done = moved(case, draw("start S; user A; user Y; boundary T A timer PT1H; end E\nS > A > E; T > Y > E"))
    assert case.wait("T").due == case.environment.now + timedelta(hours=1)
    assert [note.zh for note in done.notes] == ["“T”开始等待，自迁移时起算"]
    assert case.fire("T").open == ["Y"]


def test_an_attached_event_that_is_gone_is_no_longer_waited_for_and_says_so(draw, play):
    case = play(draw("start S; user A; user X; boundary T A timer PT1H; end E\nS > A > E; T > X > E"))
    done = moved(case, draw(LINE))
    assert (case.waiting, [note.zh for note in done.notes]) == ([], ["“T”不再等待"])
    assert case.do("A", "B").status == "completed"


def test_an_event_that_fired_once_is_not_armed_again(draw, play):
    text = "start S; user A; user X; boundary T A beside timer PT1H; end E\nS > A > E; T > X > E"
    case = play(draw(text)).fire("T")
    moved(case, draw(text))
    assert (case.waiting, sorted(case.open)) == ([], ["A", "X"])


def test_a_wait_for_another_message_is_refused(draw, play):
    case = play(draw("start S; catch M message m1; end E\nS > M > E"))
    [(_, sentence)] = refused(case, draw("start S; catch M message m2; end E\nS > M > E"))
    assert sentence == "元素“M”等待的事件已变"


def test_competing_events_come_and_go(draw, play):
    old = "start S; event G; catch M message m1; catch T timer PT1H; user A\nS > G; G > M > A; G > T > A"
    new = "start S; event G; catch M message m1; catch N message m2; user A\nS > G; G > M > A; G > N > A"
    case = play(draw(old))
    done = moved(case, draw(new))
    assert sorted(case.waiting) == ["M", "N"]
    assert len(done.notes) == 2
    assert case.get("N").open == ["A"]


def test_what_goes_on_inside_goes_on_inside(draw, inner, play):
    old = inner("U", "start s; user A; user B; end e\ns > A > B > e")
    new = inner("U", "start s; user A; user C; user B; end e\ns > A > C > B > e")
    case = play(draw(f"start S; user Z\n{old}\nS > U > Z"))
    assert moved(case, draw(f"start S; user Y; user Z\n{new}\nS > U > Y > Z")).places[-1].path == ("U", "A")
    assert case.do("A", "C", "B").open == ["Y"]


def test_a_task_that_left_its_subprocess_is_refused(draw, inner, play):
    case = play(
        draw(f"start S; user Z\n{inner('U', 'start s; user A; user B; end e' + chr(10) + 's > A > B > e')}\nS > U > Z")
    )
    sub = inner("U", "start s; user B; end e\ns > B > e")
    [(_, sentence)] = refused(case, draw(f"start S; user A; user Z\n{sub}\nS > A > U > Z"))
    assert "另一个范围" in sentence


CALL = '<callActivity id="C" calledElement="Q"><extensionElements><guiju:input name="x" value="x"/></extensionElements>'
CALL += "</callActivity>"


def test_a_called_procedure_keeps_its_document(draw, play):
    case = play(draw(f"start S; user Z\n{CALL}\nS > C > Z", Q="start s; user A; user B\ns > A > B"), x=7)
    scope = case.task("A").scope
    moved(case, draw(f"start S; user Z\n{CALL}\nS > C > Z", Q="start s; user A; user N; user B\ns > A > N > B"))
    assert (case.task("A").scope, dict(case.task("A").data)) == (scope, {"x": 7})
    assert case.do("A", "N", "B").open == ["Z"]


BLOCK = "start S; and F; user A; user B; and J; user Z; end E\nS > F; F > A > J; F > B > J; J > Z > E"


def test_an_arrival_at_a_join_is_kept(draw, play):
    case = play(draw(BLOCK)).do("A")
    moved(case, draw(BLOCK.replace("F > B > J; J > Z", "F > B > N > J; J > Z").replace("user Z", "user Z; user N")))
    assert case.do("B", "N").open == ["Z"]


def test_an_arrival_whose_flow_is_gone_is_refused(draw, play):
    case = play(draw(BLOCK)).do("A")
    new = "start S; and F; user B; user C; and J; user Z; end E\nS > F; F > B > J; F > C > J; J > Z > E"
    assert refused(case, draw(new))[0][0] == "J"


PARALLEL_GONE = [
    # Both branches in one line: they could not both be open.
    "start S; user A; user B; and J; user Z; end E\nS > A > B > J > Z > E",
    # Behind one another across a choice.
    "start S; xor F; user A; user B; xor J; user Z; end E\nS > F; F > A [x = 1]; F > B *; A > J; B > J; J > Z > E",
]


@pytest.mark.parametrize("new", PARALLEL_GONE)
def test_branches_that_are_no_longer_parallel_are_refused(draw, play, new):
    assert any("并行结构已变" in sentence for _, sentence in refused(play(draw(BLOCK)), draw(new)))


def test_a_token_that_would_need_a_second_branch_is_refused(draw, play):
    [(_, sentence)] = refused(play(draw("start S; user A; user Z; end E\nS > A > Z > E")), draw(BLOCK))
    assert "汇合网关将永远等不到" in sentence


HANDLER = (
    '<subProcess id="H" triggeredByEvent="true"><startEvent id="h"><timerEventDefinition><timeDuration>PT1H'
    '</timeDuration></timerEventDefinition></startEvent><userTask id="HA"/>'
    '<sequenceFlow id="hf" sourceRef="h" targetRef="HA"/></subProcess>'
)


def test_an_event_subprocess_that_is_new_stands_by_and_one_that_is_gone_does_not(draw, play):
    case = play(draw(LINE))
    assert [note.zh for note in moved(case, draw(f"{LINE}\n{HANDLER}")).notes] == ["“H”开始待命，自迁移时起算"]
    assert case.waiting == ["h"]
    moved(case, draw(LINE))
    assert (case.waiting, case.open) == ([], ["A"])


def test_a_case_inside_its_event_subprocess_goes_on_there(draw, play):
    case = play(draw(f"{LINE}\n{HANDLER}")).fire("h")
    assert case.open == ["HA"]
    moved(case, draw(f"start S; user A; user N; user B; end E\nS > A > N > B > E\n{HANDLER}"))
    assert (case.open, case.do("HA").status) == (["HA"], "completed")


def test_an_ended_case_is_not_taken_anywhere(draw, play):
    case = play(draw(LINE)).do("A", "B")
    assert refused(case, draw(LINE)) == [(None, "案件已经结束")]


def test_the_snapshot_of_a_refused_case_still_runs_on_its_own_version(draw, play):
    case = play(draw(LINE))
    refused(case, draw("start S; user Z\nS > Z"))
    assert case.do("A").open == ["B"]


def test_what_was_completed_can_still_be_undone(draw, play):
    undo = (
        '<userTask id="W"/><boundaryEvent id="WC" attachedToRef="W"><compensateEventDefinition/></boundaryEvent>'
        '<userTask id="UNDO" isForCompensation="true"/><association id="as" sourceRef="WC" targetRef="UNDO"/>'
        '<intermediateThrowEvent id="TH"><compensateEventDefinition/></intermediateThrowEvent>'
    )
    case = play(draw(f"start S; user A; end E\n{undo}\nS > W > A > TH > E")).do("W")
    moved(case, draw(f"start S; user A; user N; end E\n{undo}\nS > W > A > N > TH > E"))
    assert case.do("A", "N").open == ["UNDO"]
    assert case.do("UNDO").status == "completed"
