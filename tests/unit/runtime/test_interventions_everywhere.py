"""Moves, withdrawals, skips and changes of version of tokens with data, marks, undoing, ad-hoc work and many items."""

import pytest

from engine.runtime import build_program, cancel_activity, migrate, move
from engine.runtime.errors import MigrationRefused, OnlyUndoes
from engine.runtime.offers import begin
from engine.runtime.values import Skip
from tests.unit.runtime.test_data_use import give, specified, take

OWN = specified("x", "y") + take("a", "i_x") + give("o_y", "b")
TASK = f'<userTask id="A">{OWN}</userTask>'
PLAIN_TASK = "<userTask id='A'/>"
TIMED = "boundary T A timer P1D; user X"


def line(task, more=""):
    return f"start S; user Z; user Y; end E{more}\n{task}\nS > A > Z > Y > E"


def stepped(case, operation, element, **arguments):
    return case.step(operation, token=case.task(element).key, **arguments)


def changed(case, model, **mapping):
    program = build_program(model)
    done = migrate(case.build(), case.outcome.snapshot, to=program, mapping=mapping, environment=case.environment)
    case.build, case.outcome = lambda: program, done.outcome
    return done


# Data of their own


def test_a_task_with_data_of_its_own_is_moved_away_and_back(draw, play):
    case = play(draw(line(TASK)), a=1)
    assert case.task("A").data["x"] == 1
    assert stepped(case, move, "A", to="Z").open == ["Z"]
    case.do("Z", z=1)
    assert (case.open, case.data) == (["Y"], {"a": 1, "z": 1})
    assert stepped(case, move, "Y", to="A").task("A").data["x"] == 1
    assert case.do("A", y=5).data == {"a": 1, "z": 1, "b": 5}


def test_a_task_with_data_of_its_own_is_passed_or_skipped(draw, play):
    case = play(draw(line(TASK)), a=1)
    assert stepped(case, cancel_activity, "A", go_on=True).open == ["Z"]
    assert case.do("Z", z=1).data == {"a": 1, "z": 1}
    case = play(draw(line(TASK)), a=1)
    case.environment = type(case.environment)(case.environment.now, skips={"A": Skip(values={"y": 3})})
    key = case.task("A").key
    from engine.runtime import complete

    outcome = complete(case.build(), case.outcome.snapshot, task=key, data={}, environment=case.environment)
    assert outcome.data == {"a": 1, "b": 3}
    assert [task.element for task in outcome.opened] == ["Z"]


def test_a_subprocess_with_data_of_its_own_is_left_without_them(draw, inner, play):
    sub = inner("A", "start s; user I\ns > I", more=OWN)
    case = play(draw(line(sub)), a=1)
    assert stepped(case, move, "I", to="Z").do("Z", z=1).data == {"a": 1, "z": 1}
    assert case.outcome.codec == 1


def test_a_token_that_lacks_data_is_moved_and_passed(draw, play):
    for operation, arguments in ((move, {"to": "Z"}), (cancel_activity, {"go_on": True})):
        case = play(draw(line(TASK)))
        assert case.open == []
        key = "1"
        case.step(
            operation, token=case.standing.lacking[0].key if hasattr(case.standing, "lacking") else key, **arguments
        )
        assert case.do("Z", z=1).data == {"z": 1}


def test_data_of_its_own_go_along_to_another_version(draw, play):
    case = play(draw(line(TASK, more="; " + TIMED).replace("T > X", "")), a=1)
    changed(case, draw(line(TASK, more="; " + TIMED)))
    assert case.do("A", y=5).data == {"a": 1, "b": 5}


def test_an_event_that_is_new_at_a_task_with_data_works_on_the_data_around_it(draw, play):
    case = play(draw(line(TASK)), a=1)
    done = changed(case, draw(line(TASK, more="; boundary T A beside message m1; user X") + "\nT > X"))
    assert [note.code for note in done.notes] == ["note"]
    case.get("T", got=1)
    assert case.data == {"a": 1, "got": 1}
    case.do("A", y=5).do("X", x=2)
    assert case.data == {"a": 1, "got": 1, "b": 5, "x": 2}


def test_a_version_that_asks_for_no_data_lets_the_task_write_to_the_case(draw, play):
    case = play(draw(line(TASK)), a=1)
    changed(case, draw(line(PLAIN_TASK)))
    assert case.do("A", y=5).data == {"a": 1, "y": 5}
    assert case.open == ["Z"]


def test_a_version_that_asks_for_no_data_frees_who_waited_for_them(draw, play):
    case = play(draw(line(TASK)))
    assert case.open == []
    changed(case, draw(line(PLAIN_TASK)))
    assert case.open == ["A"]
    assert case.do("A", y=5).data == {"y": 5}


def test_who_waits_for_data_waits_on_in_another_version(draw, play):
    case = play(draw(line(TASK) + "\n<userTask id='K'/>"))
    assert case.open == ["K"]
    changed(case, draw(line(TASK) + "\n<userTask id='K'/>"))
    assert case.open == ["K"]
    assert case.do("K", a=4).open == ["A"]


# Complex gateways

COMPLEX = """start S; and F; user A; user B; user C; user Z; user Y
<complexGateway id="J"><activationCondition>activationCount >= 2</activationCondition></complexGateway>
S > F; F > A > J; F > B > J; F > C > J; J > Z > Y"""


def test_a_late_branch_that_is_moved_past_the_gateway_lets_it_reset(draw, play):
    case = play(draw(COMPLEX)).do("A", "B")
    assert sorted(case.open) == ["C", "Z"]
    stepped(case, cancel_activity, "C")
    assert case.do("Z", "Y").status == "completed"


def test_the_mark_of_a_gateway_goes_along_to_a_version_with_other_flow_ids(draw, play):
    case = play(draw(COMPLEX)).do("A", "B")
    # One more flow before the others gives every flow another id.
    changed(case, draw(COMPLEX.replace("S > F;", "S > F; Z > Y;").replace("J > Z > Y", "J > Z")))
    assert case.do("C").open == ["Z"]
    assert case.do("Z", "Y").status == "completed"


def test_a_mark_whose_flow_is_gone_is_refused(draw, play):
    case = play(draw(COMPLEX)).do("A", "B")
    with pytest.raises(MigrationRefused) as refused:
        changed(case, draw(COMPLEX.replace("F > A > J;", "F > A; A > Z;")))
    assert any(fault.where.get("element") == "J" for fault in refused.value.faults)


# What undoes

UNDO = (
    '<userTask id="W"/><boundaryEvent id="WC" attachedToRef="W"><compensateEventDefinition/></boundaryEvent>'
    '<userTask id="UNDO" isForCompensation="true"/><association id="as" sourceRef="WC" targetRef="UNDO"/>'
    '<intermediateThrowEvent id="TH"><compensateEventDefinition/></intermediateThrowEvent>'
)


def test_what_undoes_is_not_moved_but_passed_and_the_case_goes_on(draw, play):
    case = play(draw(f"start S; user A; user Z; end E\n{UNDO}\nS > W > A > TH > Z > E")).do("W", "A")
    assert case.open == ["UNDO"]
    with pytest.raises(OnlyUndoes):
        stepped(case, move, "UNDO", to="Z")
    assert stepped(case, cancel_activity, "UNDO").open == ["Z"]


def test_a_moved_token_leaves_what_can_be_undone(draw, play):
    case = play(draw(f"start S; user A; user Z; end E\n{UNDO}\nS > W > A > TH > Z > E")).do("W")
    assert stepped(case, move, "A", to="TH").open == ["UNDO"]


# Ad-hoc work


def ad_hoc(names="user A; user B"):
    from tests.unit.runtime.conftest import draw_scope

    return f'<adHocSubProcess id="U">{draw_scope(names, prefix="U")}</adHocSubProcess>'.replace("\n", "")


def begun(case, name):
    offer = next(each.key for each in case.outcome.offered if each.element == name)
    return case.step(begin, offer=offer)


def test_ad_hoc_work_is_moved_to_other_work_which_counts_as_begun(draw, play):
    case = play(draw(f"start S; user Z\n{ad_hoc()}\nS > U > Z"))
    begun(case, "A")
    stepped(case, move, "A", to="B")
    assert case.open == ["B"]
    case.do("B")
    assert [each.element for each in case.outcome.offered] == ["A", "B"]
    begun(case, "A").do("A")
    assert case.open == ["Z"]


def test_ad_hoc_work_is_withdrawn_and_left(draw, play):
    case = play(draw(f"start S; user Z\n{ad_hoc()}\nS > U > Z"))
    begun(case, "A")
    assert stepped(case, cancel_activity, "A").open == []
    assert case.status == "active"
    begun(case, "A")
    assert stepped(case, move, "A", to="Z").open == ["Z"]


def test_ad_hoc_work_changes_version_with_what_was_begun(draw, play):
    case = play(draw(f"start S; user Z\n{ad_hoc()}\nS > U > Z"))
    begun(case, "A").do("A")
    changed(case, draw(f"start S; user Z\n{ad_hoc('user N; user B')}\nS > U > Z"), A="N")
    begun(case, "B").do("B")
    assert case.open == ["Z"]


# Many items

MANY = '<userTask id="M"><multiInstanceLoopCharacteristics guiju:collection="list" guiju:item="one"/></userTask>'


@pytest.mark.parametrize("count", [3, 70])
def test_every_item_is_told_of_its_new_element(draw, play, count):
    case = play(draw(f"start S; user Z\n{MANY}\nS > M > Z"), list=list(range(count)))
    case.do("M")
    keys = [task.key for task in case.standing.opened]
    done = changed(
        case,
        draw(
            f"start S; user Z\n{MANY.replace('M', 'N', 1).replace('id=.M', '')}\nS > N > Z".replace('id="M"', 'id="N"')
        ),
        M="N",
    )
    told = {each.key: each.element for each in done.places}
    assert {told[key] for key in keys} == {"N"}
    assert [task.key for task in case.standing.opened] == keys


@pytest.mark.parametrize("count", [3, 70])
def test_many_items_are_withdrawn_with_a_move(draw, play, count):
    case = play(draw(f"start S; user Z; user Y\n{MANY}\nS > M > Z > Y"), list=list(range(count)))
    case.do("M")
    stepped(case, move, "M", to="Y")
    assert (case.open, len(case.outcome.closed)) == (["Y"], count - 1)
