"""Event subprocesses, conditions, events with several triggers, transactions, and beginnings by event."""

import pytest

from engine.runtime import deliver

HANDLED = "start h message m1; user H\nh > H"


@pytest.fixture
def handler(inner):
    """Return a function that draws an event subprocess; `beside` lets its scope go on."""

    def draw_handler(text, identifier="ES", *, beside=False):
        drawn = inner(identifier, text).replace("<subProcess ", '<subProcess triggeredByEvent="true" ', 1)
        return drawn.replace("<startEvent ", '<startEvent isInterrupting="false" ', 1) if beside else drawn

    return draw_handler


def test_an_event_subprocess_waits_under_its_start_event(draw, handler, play):
    case = play(draw(f"start S; user A; end E\n{handler(HANDLED)}\nS > A > E"))
    assert (case.open, case.waiting) == (["A"], ["h"])


def test_an_interrupting_event_subprocess_withdraws_the_rest_of_its_scope(draw, handler, play):
    case = play(draw(f"start S; and F; user A; user B\n{handler(HANDLED)}\nS > F; F > A; F > B")).get("h", x=1)
    assert (case.open, case.waiting, case.data) == (["H"], [], {"x": 1})
    assert [closed.element for closed in case.outcome.closed] == ["A", "B"]
    assert case.do("H").status == "completed"
    assert case.passed == ["S", "F", "h", "H", "ES"]


def test_an_event_subprocess_beside_can_happen_again_and_keeps_its_scope(draw, handler, play):
    case = play(draw(f"start S; user A\n{handler(HANDLED, beside=True)}\nS > A")).get("h").get("h")
    assert (case.open, case.waiting) == (["A", "H", "H"], ["h"])
    assert case.do("A", "H").status == "active"
    assert case.do("H").status == "completed"


@pytest.mark.parametrize("trigger", ["message m1", "timer PT1H", "signal s1", "error E1", "conditional"])
def test_what_never_happens_does_not_keep_a_case_open(draw, handler, play, trigger):
    case = play(draw(f"start S; user A\n{handler(f'start h {trigger}; user H' + chr(10) + 'h > H')}\nS > A"))
    assert (case.do("A").status, case.waiting) == ("completed", [])


def test_an_event_subprocess_belongs_to_its_own_scope(draw, inner, handler, play):
    sub = inner("U", f"start s; user A\n{handler(HANDLED)}\ns > A")
    case = play(draw(f"start S; user Z\n{sub}\nS > U > Z")).get("h")
    assert case.open == ["H"]
    assert case.do("H").open == ["Z"]


def test_an_error_is_handled_in_the_scope_it_arises_in(draw, inner, handler, play):
    caught = handler("start h error E1; user H\nh > H")
    sub = inner("U", f"start s; user A; end e error E1\n{caught}\ns > A > e")
    case = play(draw(f"start S; user Z; boundary B U error E1; user X\n{sub}\nS > U > Z; B > X")).do("A")
    assert case.open == ["H"]
    assert case.do("H").open == ["Z"]


def test_an_error_that_a_scope_does_not_handle_goes_to_the_next(draw, inner, handler, play):
    sub = inner("U", "start s; user A; end e error E1\ns > A > e")
    caught = handler("start h error; user H\nh > H")
    case = play(draw(f"start S; user Z\n{sub}\n{caught}\nS > U > Z")).do("A")
    assert (case.open, case.do("H").status) == (["H"], "completed")


def test_an_escalation_starts_a_handler_beside(draw, handler, play):
    caught = handler("start h escalation X1; user H\nh > H", beside=True)
    assert play(draw(f"start S; throw T escalation X1; user A\n{caught}\nS > T > A")).open == ["A", "H"]


def condition(tag, text, attributes=""):
    return f"""<{tag} id="C" {attributes}><conditionalEventDefinition><condition>{text}</condition>
        </conditionalEventDefinition></{tag}>""".replace("\n", "")


def test_a_condition_is_waited_for_until_the_case_meets_it(draw, play):
    catch = condition("intermediateCatchEvent", "x = 1")
    model = draw(f"start S; and F; user A; user B\n{catch}\nS > F; F > A; F > C > B")
    assert play(model, x=1).open == ["A", "B"]
    case = play(model)
    assert [wait.event for wait in case.standing.waits] == ["conditional"]
    assert case.do("A", x=1).open == ["B"]


def test_a_condition_may_interrupt_a_task_or_compete_with_a_message(draw, play):
    boundary = condition("boundaryEvent", "x = 1", 'attachedToRef="A"')
    case = play(draw(f"start S; and F; user A; user B; user L\n{boundary}\nS > F; F > A; F > B; C > L"))
    assert case.do("B", x=1).open == ["L"]
    catch = condition("intermediateCatchEvent", "x = 1")
    case = play(draw(f"start S; event G; catch M message m1; user A\n{catch}\nS > G; G > M; G > C > A"), x=1)
    assert case.open == ["A"]


def test_a_condition_beside_a_task_happens_each_time_it_becomes_true(draw, play):
    boundary = condition("boundaryEvent", "x = 1", 'attachedToRef="A" cancelActivity="false"')
    loop = "start S; user A; user L; and F; xor M; user B\nS > F; F > A; F > M > B > M; C > L"
    case = play(draw(f"{boundary}\n{loop}"))
    for value, times in ((1, 1), (1, 1), (0, 1), (1, 2)):
        assert case.do("B", x=value).open.count("L") == times


def several(tag, attributes=""):
    return f"""<{tag} id="C" {attributes}><messageEventDefinition messageRef="m1"/>
        <signalEventDefinition signalRef="s1"/></{tag}>""".replace("\n", "")


def keys(case):
    return {wait.event: wait.key for wait in case.outcome.waits}


def test_any_of_several_triggers_will_do(draw, play):
    model = draw(f"start S; user A\n{several('intermediateCatchEvent')}\nS > C > A")
    for event in ("message", "signal"):
        case = play(model)
        assert case.waiting == ["C", "C"]
        assert case.step(deliver, wait=keys(case)[event], payload={}).open == ["A"]


def test_a_parallel_multiple_event_needs_all_its_triggers(draw, play):
    every = several("intermediateCatchEvent", 'parallelMultiple="true"')
    case = play(draw(f"start S; user A\n{every}\nS > C > A"))
    case.step(deliver, wait=keys(case)["signal"], payload={"x": 1})
    assert (case.open, [wait.event for wait in case.outcome.waits]) == ([], ["message"])
    case.step(deliver, wait=keys(case)["message"], payload={"y": 2})
    assert (case.open, case.data) == (["A"], {"x": 1, "y": 2})


def test_an_end_may_throw_several_things(draw, play):
    case = play(draw(f"start S\n{several('endEvent')}\nS > C"))
    assert ([thrown.kind for thrown in case.thrown], case.status) == (["message", "signal"], "completed")


def test_a_transaction_is_cancelled_from_inside(draw, inner, play):
    sub = inner("U", "start s; and f; user A; user B; end e cancel\ns > f; f > A > e; f > B")
    sub = sub.replace("subProcess", "transaction")
    model = draw(f"start S; user Z; boundary X U cancel; user H\n{sub}\nS > U > Z; X > H")
    assert play(model).do("A").open == ["H"]


def test_a_receive_task_or_a_gateway_of_events_may_begin_a_case(draw, play):
    receive = '<receiveTask id="R" messageRef="m1" instantiate="true"/>'
    case = play(draw(f"user A\n{receive}\nR > A"), payload={"x": 1})
    assert (case.open, case.passed, case.data) == (["A"], ["R"], {"x": 1})
    gateway = '<eventBasedGateway id="G" instantiate="true"/>'
    model = draw(f"catch M message m1; catch N message m2; user A; user B\n{gateway}\nG > M > A; G > N > B")
    assert play(model, event="N").open == ["B"]
