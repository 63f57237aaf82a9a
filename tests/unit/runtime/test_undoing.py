"""Compensation: what was completed is undone, the last first, once each, also inside what has ended; transactions."""

import pytest

from engine.runtime import cancel_activity, fire, move, positions
from engine.runtime.errors import OnlyUndoes


def undo(activity, handler, kind="userTask", inside=""):
    """Return an activity's compensation event with its handler, as one line."""
    return (
        f'<boundaryEvent id="c{activity}" attachedToRef="{activity}"><compensateEventDefinition/></boundaryEvent>'
        f'<association id="a{activity}" sourceRef="c{activity}" targetRef="{handler}"/>'
        f'<{kind} id="{handler}" isForCompensation="true">{inside}</{kind}>'
    )


LINE = f"start S; user A; user B; throw T compensate; user Z\n{undo('A', 'UA')}\n{undo('B', 'UB')}\nS > A > B > T > Z"


def test_what_was_completed_is_undone_the_last_first(draw, play):
    case = play(draw(LINE)).do("A", "B")
    assert case.open == ["UB"]
    assert case.do("UB").open == ["UA"]
    assert case.do("UA").open == ["Z"]
    assert case.do("Z").status == "completed"
    assert case.passed == ["S", "A", "B", "T", "UB", "UA", "Z"]


def test_what_was_not_completed_is_not_undone(draw, play):
    text = LINE.replace("S > A > B > T", "and F; and J\nS > F > A > T; F > B")
    assert play(draw(text)).do("A").open == ["B", "UA"]


def test_without_handlers_a_compensation_is_nothing(draw, play):
    assert play(draw("start S; user A; throw T compensate; user Z\nS > A > T > Z")).do("A").open == ["Z"]
    assert play(draw("start S; end T compensate\nS > T")).status == "completed"


def test_a_handler_that_nothing_throws_for_is_never_reached(draw, play):
    case = play(draw(f"start S; user A; user Z\n{undo('A', 'UA')}\nS > A > Z")).do("A")
    assert case.open == ["Z"]
    assert case.do("Z").passed == ["S", "A", "Z"]


def test_one_activity_may_be_named(draw, play):
    case = play(draw(LINE.replace("T compensate", "T compensate A"))).do("A", "B")
    assert case.open == ["UA"]
    assert case.do("UA").open == ["Z"]


def test_the_case_goes_on_at_once_if_it_does_not_wait(draw, play):
    throw = (
        '<intermediateThrowEvent id="T"><compensateEventDefinition waitForCompletion="false"/></intermediateThrowEvent>'
    )
    case = play(draw(LINE.replace("throw T compensate; ", "") + "\n" + throw)).do("A", "B")
    assert case.open == ["UB", "Z"]
    assert case.do("Z", "UB", "UA").status == "completed"


def test_an_end_may_compensate_and_do_more(draw, play):
    end = "<endEvent id='T'><terminateEventDefinition/><compensateEventDefinition/></endEvent>"
    end = end.replace("<term", "<messageEventDefinition messageRef='m1'/><term")
    case = play(draw(f"start S; and F; user A; user B\n{end}\n{undo('A', 'UA')}\nS > F; F > A > T; F > B")).do("A")
    assert ([thrown.name for thrown in case.thrown], case.open) == (["m1"], ["B", "UA"])
    assert case.do("UA").status == "terminated"


def test_nothing_is_undone_twice(draw, play):
    text = LINE.replace("T > Z", "T > A [x = 1]; T > Z *")
    case = play(draw(text), x=1).do("A", "B", "UB", "UA")
    assert case.open == ["A"]
    case.do("A", "B", x=0)
    assert case.open == ["UB"]
    assert case.do("UB", "UA").open == ["Z"]


def test_every_round_of_a_loop_is_undone(draw, play):
    text = f"start S; xor M; user A; throw T compensate\n{undo('A', 'UA')}\nS > M > A; A > M [x < 3]; A > T *"
    case = play(draw(text)).do("A", x=1).do("A", x=2).do("A", x=3)
    assert case.open == ["UA"]
    assert case.do("UA", "UA", "UA").status == "completed"


MANY = (
    '<userTask id="A"><multiInstanceLoopCharacteristics {}>'
    '<loopDataInputRef>items</loopDataInputRef><inputDataItem id="i" name="item"/>'
    "</multiInstanceLoopCharacteristics></userTask>"
)


@pytest.mark.parametrize("how", ["", 'isSequential="true"'])
def test_every_instance_is_undone_with_what_it_had(draw, play, how):
    handler = undo("A", "UA", "scriptTask", "<script>{undone: append(undone, item + x)}</script>")
    text = f"start S; throw T compensate; user Z\n{MANY.format(how)}\n{handler}\nS > A > T > Z"
    case = play(draw(text), items=[1, 2, 3], undone=[])
    for index, x in ((0, 10), (1, 20), (2, 30)):
        case.do_item("A", index, x=x)
    assert (case.open, [int(each) for each in case.data["undone"]]) == (["Z"], [33, 22, 11])


def test_rounds_of_a_standard_loop_are_undone_each(draw, play):
    loop = '<userTask id="A"><standardLoopCharacteristics loopMaximum="2"/></userTask>'
    case = play(draw(f"start S; throw T compensate; user Z\n{loop}\n{undo('A', 'UA')}\nS > A > T > Z")).do("A", "A")
    assert case.task("UA").data["loopCounter"] == 2
    assert case.do("UA", "UA").open == ["Z"]


def test_what_is_inside_an_ended_subprocess_is_undone(draw, inner, play):
    deep = inner("V", f"start v; user C\n{undo('C', 'UC')}\nv > C")
    sub = inner("U", f"start s; user A; user B\n{undo('A', 'UA')}\n{undo('B', 'UB')}\n{deep}\ns > A > V > B")
    case = play(draw(f"start S; user D; throw T compensate; user Z\n{sub}\n{undo('D', 'UD')}\nS > D > U > T > Z"))
    case.do("D", "A", "C", "B")
    undone = []
    while case.open != ["Z"]:
        undone += case.open
        case.do(*case.open)
    assert undone == ["UB", "UC", "UA", "UD"]
    assert case.do("Z").status == "completed"


def test_a_subprocess_may_have_a_handler_of_its_own(draw, inner, play):
    sub = inner("U", f"start s; user A\n{undo('A', 'UA')}\ns > A")
    case = play(draw(f"start S; throw T compensate; user Z\n{sub}\n{undo('U', 'UU')}\nS > U > T > Z")).do("A")
    assert case.open == ["UU"]
    assert case.do("UU").open == ["Z"]


@pytest.fixture
def undoing(inner):
    """Return a function that draws a compensation event subprocess."""

    def draw_undoing(text):
        return inner("ES", f"start h compensate\n{text}").replace(
            "<subProcess ", '<subProcess triggeredByEvent="true" ', 1
        )

    return draw_undoing


def test_a_subprocess_may_undo_itself_by_an_event_subprocess(draw, inner, undoing, play):
    how = undoing("user H; throw t compensate A\nh > H > t")
    sub = inner("U", f"start s; user A; user B\n{undo('A', 'UA')}\n{undo('B', 'UB')}\n{how}\ns > A > B")
    case = play(draw(f"start S; throw T compensate U; user Z\n{sub}\nS > U > T > Z")).do("A", "B")
    assert case.open == ["H"]
    assert case.do("H").open == ["UA"]
    assert case.do("UA").open == ["Z"]


def test_a_compensation_event_subprocess_is_no_part_of_a_running_scope(draw, inner, undoing, play):
    sub = inner(
        "U", f"start s; user A; throw t compensate; user B\n{undoing('user H' + chr(10) + 'h > H')}\ns > A > t > B"
    )
    case = play(draw(f"start S; throw T compensate; user Z\n{sub}\nS > U > T > Z")).do("A")
    assert (case.open, case.waiting) == (["B"], [])
    assert case.do("B").open == ["H"]
    assert case.do("H").open == ["Z"]


def test_a_called_process_is_undone_in_its_own_document(draw, undoing, play):
    given = '<extensionElements><guiju:input name="x" value="1"/></extensionElements>'
    call = f'<callActivity id="C" calledElement="Q">{given}'
    text = f"start S; throw T compensate; user Z\n{call}</callActivity>\nS > C > T > Z"
    case = play(draw(text, Q=f"start s; user A\n{undo('A', 'UA')}\ns > A")).do("A", y=2)
    assert case.task("UA").data == {"x": 1, "y": 2}
    assert case.do("UA", z=3).open == ["Z"]
    assert case.data == {}
    case = play(draw(text, Q=f"start s; user A\n{undoing('user H' + chr(10) + 'h > H')}\ns > A")).do("A", y=2)
    assert case.task("H").data == {"x": 1, "y": 2}
    assert case.do("H").open == ["Z"]


def test_instances_of_a_subprocess_are_undone_in_their_documents(draw, inner, play):
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    sub = inner("U", f"start s; user A\n{undo('A', 'UA')}\ns > A", more=loop)
    case = play(draw(f"start S; throw T compensate; user Z\n{sub}\nS > U > T > Z"))
    case.do("A", x=1).do("A", x=2)
    assert (case.open, case.task("UA").data) == (["UA"], {"x": 2, "loopCounter": 2})
    case.do("UA", gone=2)
    assert (case.open, case.task("UA").data["x"], case.data) == (["UA"], 1, {"gone": 2})
    assert case.do("UA").open == ["Z"]


def test_an_error_handler_of_a_scope_may_undo_it(draw, inner, play):
    caught = inner("ES", "start h error E1; throw t compensate; user H\nh > t > H")
    caught = caught.replace("<subProcess ", '<subProcess triggeredByEvent="true" ', 1)
    sub = inner("U", f"start s; user A; end e error E1\n{undo('A', 'UA')}\n{caught}\ns > A > e")
    case = play(draw(f"start S; user Z; throw T compensate\n{sub}\nS > U > T > Z")).do("A")
    assert case.open == ["UA"]
    assert case.do("UA").open == ["H"]
    assert case.do("H").open == ["Z"]


def test_what_an_interrupted_scope_completed_is_not_undone(draw, inner, play):
    sub = inner("U", f"start s; user A; user B\n{undo('A', 'UA')}\ns > A > B")
    model = draw(f"start S; boundary X U message m1; throw T compensate; user Z\n{sub}\nS > U > Z; X > T > Z")
    assert play(model).do("A").get("X").open == ["Z"]


def test_a_handler_may_be_anything_and_may_fail(draw, inner, play):
    body = "<startEvent id='s'/><userTask id='K'/><sequenceFlow id='k' sourceRef='s' targetRef='K'/>"
    handler = undo("A", "UA", "subProcess", body)
    nodes = "start S; user A; throw T compensate; user Z; boundary X UA message m1; user R"
    text = f"{nodes}\n{handler}\nS > A > T > Z; X > R"
    assert play(draw(text)).do("A", "K").open == ["Z"]
    case = play(draw(text)).do("A").get("X")
    assert case.open == ["R", "Z"]
    case = play(draw(text)).do("A").fail("K", "E1")
    assert (case.status, case.open) == ("failed", [])


def test_undoing_stops_when_its_scope_is_left(draw, inner, play):
    sub = inner("U", f"start s; user A; throw t compensate\n{undo('A', 'UA')}\ns > A > t")
    case = play(draw(f"start S; boundary X U message m1; user H\n{sub}\nS > U; X > H")).do("A").get("X")
    assert (case.open, [closed.element for closed in case.outcome.closed]) == (["H"], ["UA"])
    assert case.do("H").status == "completed"


def test_a_case_without_compensation_remembers_nothing(draw, play):
    text = f"start S; xor M; user A\n{undo('A', 'UA')}\nS > M > A; A > M [x < 9]"
    case = play(draw(text), x=0)
    size = len(case.outcome.state)
    assert len(case.do("A").do("A").do("A").outcome.state) <= size + 4


def transaction(inner, text):
    drawn = inner("U", text).replace("<subProcess", "<transaction", 1)
    return f"{drawn.removesuffix('</subProcess>')}</transaction>"


def test_a_cancelled_transaction_is_undone_before_it_is_left(draw, inner, play):
    text = f"start s; user A; user B; and f; user C; end e cancel\n{undo('A', 'UA')}\n{undo('B', 'UB')}"
    sub = transaction(inner, f"{text}\ns > A > f; f > B > e; f > C")
    case = play(draw(f"start S; user Z; boundary X U cancel; user H\n{sub}\nS > U > Z; X > H")).do("A", "B")
    assert (case.open, [closed.element for closed in case.outcome.closed]) == (["UB"], ["B", "C"])
    assert case.do("UB").open == ["UA"]
    assert case.do("UA").open == ["H"]
    assert case.do("H").status == "completed"
    assert case.passed == ["S", "s", "A", "f", "B", "e", "UB", "UA", "X", "H"]


def test_a_transaction_can_be_cancelled_from_deeper_inside(draw, inner, play):
    deep = inner("V", "start v; user C; end e cancel\nv > C > e")
    sub = transaction(inner, f"start s; user A\n{undo('A', 'UA')}\n{deep}\ns > A > V")
    case = play(draw(f"start S; user Z; boundary X U cancel; user H\n{sub}\nS > U > Z; X > H")).do("A", "C")
    assert case.open == ["UA"]
    assert case.do("UA").open == ["H"]


def test_an_error_leaves_a_transaction_without_undoing(draw, inner, play):
    sub = transaction(inner, f"start s; user A; end e error E1\n{undo('A', 'UA')}\ns > A > e")
    end = "throw T compensate"
    case = play(draw(f"start S; user Z; boundary X U error E1; user H; {end}\n{sub}\nS > U > Z; X > T > H")).do("A")
    assert case.open == ["H"]


def test_a_completed_transaction_is_undone_as_any_subprocess(draw, inner, play):
    sub = transaction(inner, f"start s; user A\n{undo('A', 'UA')}\ns > A")
    case = play(draw(f"start S; throw T compensate U; user Z\n{sub}\nS > U > T > Z")).do("A")
    assert case.open == ["UA"]
    assert case.do("UA").open == ["Z"]


def test_a_timer_may_interrupt_the_undoing_of_a_transaction(draw, inner, play):
    sub = transaction(inner, f"start s; user A; end e cancel\n{undo('A', 'UA')}\ns > A > e")
    drawing = f"start S; boundary X U cancel; user H; boundary Y U timer PT1H; user L\n{sub}\nS > U; X > H; Y > L"
    case = play(draw(drawing)).do("A")
    case.step(fire, wait=case.wait("Y").key)
    assert case.open == ["L"]
    assert case.do("L").status == "completed"


def test_people_see_and_withdraw_what_undoes_but_do_not_move_it(draw, play):
    case = play(draw(LINE.replace("S > A", "and F; user Y\nS > F > A").replace("T > Z", "T > Z; F > Y"))).do("A", "B")
    standing = positions(case.build(), case.outcome.snapshot, environment=case.environment)
    assert [(each.element, each.kind) for each in standing] == [("Y", "open"), ("T", "held"), ("UB", "open")]
    with pytest.raises(OnlyUndoes):
        case.step(move, token=case.task("UB").key, to="Z")
    assert case.step(cancel_activity, token=case.task("UB").key).open == ["Y", "UA"]
    assert case.step(cancel_activity, token=case.task("Y").key).open == ["UA"]
    assert case.do("UA").open == ["Z"]
