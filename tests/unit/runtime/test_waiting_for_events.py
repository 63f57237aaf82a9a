"""Messages, signals, timers, errors and escalations: waited for, attached, thrown."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from engine.decisions import read_decisions
from engine.runtime import complete, deliver, fire
from engine.runtime.errors import ExecutionFailed, NotOpen


def test_a_message_catch_waits_under_the_messages_name_and_writes_what_came(draw, play):
    case = play(draw("start S; catch C message m1; user A\nS > C > A"))
    wait = case.wait("C")
    assert (wait.event, wait.name, wait.due, wait.correlation) == ("message", "m1", None, {})
    assert case.get("C", plate="川A12345").open == ["A"]
    assert case.data == {"plate": "川A12345"}


def test_a_correlation_is_fixed_when_the_wait_begins(draw, play):
    catch = """<intermediateCatchEvent id="C"><extensionElements><guiju:correlation key="case.number + plate"/>
        </extensionElements><messageEventDefinition messageRef="m1"/></intermediateCatchEvent>""".replace("\n", "")
    case = play(draw(f"start S; user A\n{catch}\nS > C > A"), plate="X")
    assert case.wait("C").correlation == {"key": "1X"}


def test_outputs_choose_what_of_a_message_is_written(draw, play):
    catch = """<intermediateCatchEvent id="C"><extensionElements><guiju:output name="answer" value="payload.text"/>
        </extensionElements><messageEventDefinition messageRef="m1"/></intermediateCatchEvent>""".replace("\n", "")
    case = play(draw(f"start S; user A\n{catch}\nS > C > A")).get("C", text="是", noise=1)
    assert case.data == {"answer": "是"}


def test_a_receive_task_waits_for_its_message(draw, play):
    case = play(draw("start S; receive R m2; end E\nS > R > E"))
    assert case.wait("R").name == "m2"
    assert case.get("R").status == "completed"


def test_a_process_may_begin_with_a_message(draw, play):
    model = draw("start S message m1; start T; user A; user B\nS > A; T > B")
    assert play(model).open == ["B"]
    case = play(model, event="S", payload={"clue": "n1"}, other=1)
    assert (case.open, case.data) == (["A"], {"other": 1, "clue": "n1"})


TIMERS = [
    # Spans of exact time.
    ("PT90M", {}, NOW := datetime(2026, 11, 24, 1, 0, tzinfo=UTC), timedelta(minutes=90)),
    ("P2W", {}, NOW, timedelta(weeks=2)),
    # Months are counted on the calendar: November has thirty days.
    ("P1M", {}, NOW, timedelta(days=30)),
    # FEEL: a duration, a text, days from the data.
    ('duration("PT2H")', {}, NOW, timedelta(hours=2)),
    ('= "PT2H"', {}, NOW, timedelta(hours=2)),
    ('duration("P" + string(days) + "D")', {"days": 3}, NOW, timedelta(days=3)),
    ('duration("P1Y")', {}, NOW, timedelta(days=365)),
]


@pytest.mark.parametrize(("text", "data", "now", "span"), TIMERS)
def test_a_duration_is_counted_from_the_instant_handed_in(draw, play, text, data, now, span):
    case = play(draw(f"start S; catch T timer {text}; end E\nS > T > E"), **data)
    assert case.wait("T").due == now + span


DATES = [
    # A day begins at midnight in China.
    ("2026-12-01", datetime(2026, 11, 30, 16, 0, tzinfo=UTC)),
    # An instant without an offset is meant in China.
    ("2026-12-01T09:30:00", datetime(2026, 12, 1, 1, 30, tzinfo=UTC)),
    # An instant with an offset is that instant.
    ("2026-12-01T09:30:00Z", datetime(2026, 12, 1, 9, 30, tzinfo=UTC)),
]


@pytest.mark.parametrize(("text", "due"), DATES)
def test_a_date_is_meant_on_the_legal_calendar(draw, play, text, due):
    case = play(draw(f"start S; catch T timer {text}; end E\nS > T > E"))
    assert case.wait("T").due == due


def test_a_date_may_be_a_feel_date(draw, play):
    body = """<intermediateCatchEvent id="T"><timerEventDefinition><timeDate>= date(day)</timeDate>
        </timerEventDefinition></intermediateCatchEvent>""".replace("\n", "")
    case = play(draw(f"start S; end E\n{body}\nS > T > E"), day="2026-12-01")
    assert case.wait("T").due == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)


def test_a_timer_fires_when_it_is_told_to(draw, play):
    case = play(draw("start S; catch T timer PT1H; end E\nS > T > E"))
    assert case.fire("T").status == "completed"


def test_a_timer_that_yields_no_time_is_refused(draw, play):
    with pytest.raises(ExecutionFailed) as caught:
        play(draw("start S; catch T timer nothing; end E\nS > T > E"))
    assert caught.value.data["element"] == "T"


def test_an_interrupting_timer_withdraws_the_task_it_is_attached_to(draw, play):
    case = play(draw("start S; user A; boundary B A timer P7D; user L\nS > A; B > L"))
    assert (case.open, case.waiting) == (["A"], ["B"])
    case.fire("B")
    assert (case.open, case.waiting, case.passed) == (["L"], [], ["S", "B"])
    assert [(closed.element, closed.reason) for closed in case.outcome.closed] == [("A", "cancelled")]


def test_a_timer_beside_a_task_leaves_the_task_and_fires_once(draw, play):
    case = play(draw("start S; user A; boundary B A beside timer P7D; user R\nS > A; B > R")).fire("B")
    assert (case.open, case.waiting) == (["A", "R"], [])
    assert case.do("A").open == ["R"]
    assert case.do("R").status == "completed"


def test_a_cycle_beside_a_task_fires_as_often_as_it_says(draw, play):
    case = play(draw("start S; user A; boundary B A beside timer R2/PT1H; user R\nS > A; B > R"))
    first = case.wait("B")
    second = case.fire("B").wait("B")
    assert second.due - first.due == timedelta(hours=1)
    assert case.fire("B").waiting == []
    assert case.open == ["A", "R", "R"]


def test_a_cycle_without_end_keeps_firing(draw, play):
    case = play(draw("start S; user A; boundary B A beside timer R/PT1H; end R\nS > A; B > R"))
    for _ in range(3):
        case.fire("B")
    assert case.waiting == ["B"]
    assert case.do("A").status == "completed"


def test_a_message_beside_a_task_can_come_again_and_again(draw, play):
    case = play(draw("start S; user A; boundary B A beside message m1; user R\nS > A; B > R"))
    case.get("B").get("B")
    assert (case.open, case.waiting) == (["A", "R", "R"], ["B"])


def test_completing_a_task_withdraws_its_events(draw, play):
    case = play(
        draw("""start S; user A; boundary B A timer P7D; boundary C A message m1; user L
    S > A > L; B > L; C > L""")
    )
    key = case.wait("B").key
    case.do("A")
    assert (case.open, case.waiting) == (["L"], [])
    with pytest.raises(NotOpen):
        case.step(fire, wait=key)


def test_the_first_event_behind_an_event_gateway_wins(draw, play):
    model = draw("""start S; event G; catch M message m1; catch T timer PT1H; receive R m2; user A; user B; user C
    S > G; G > M > A; G > T > B; G > R > C""")
    assert play(model).waiting == ["M", "T", "R"]
    assert play(model).get("M", x=1).passed == ["S", "G", "M"]
    assert play(model).get("M").open == ["A"]
    assert play(model).fire("T").open == ["B"]
    case = play(model).get("R")
    assert (case.open, case.waiting) == (["C"], [])


def test_an_event_gateway_waits_anew_in_a_loop(draw, play):
    case = play(
        draw("""start S; xor M; event G; catch C message m1; catch T timer PT1H; end E
    S > M > G; G > C > M; G > T > E""")
    )
    assert case.get("C").get("C").waiting == ["C", "T"]
    assert case.fire("T").status == "completed"


def test_throwing_a_message_hands_out_its_inputs(draw, play):
    throw = """<endEvent id="E"><extensionElements><guiju:input name="plate" value="plate"/>
        <guiju:correlation key="case.number"/></extensionElements><messageEventDefinition messageRef="m1"/>
        </endEvent>"""
    case = play(draw(f"start S; throw T signal s1\n{throw.replace(chr(10), '')}\nS > T > E"), plate="X", secret=1)
    assert [(thrown.element, thrown.kind, thrown.name) for thrown in case.thrown] == [
        ("T", "signal", "s1"),
        ("E", "message", "m1"),
    ]
    assert (case.thrown[1].payload, case.thrown[1].correlation) == ({"plate": "X"}, {"key": "1"})
    assert case.status == "completed"


def test_a_send_task_with_a_message_sends_and_goes_on(draw, play):
    case = play(draw("start S; send N m1; end E\nS > N > E"))
    assert ([thrown.name for thrown in case.thrown], case.status) == (["m1"], "completed")


def test_a_registered_operation_may_be_thrown(draw, play):
    case = play(draw('start S; end E\n<intermediateThrowEvent id="T" guiju:operation="notify"/>\nS > T > E'))
    assert [(thrown.kind, thrown.name) for thrown in case.thrown] == [("operation", "notify")]


def test_service_send_and_rule_tasks_nobody_registered_wait_to_be_done(draw, play):
    case = play(draw("start S; service A; send B; rule C; end E\nS > A > B > C > E"))
    kinds = []
    for element in ("A", "B", "C"):
        kinds.append(case.task(element).kind)
        case.do(element)
    assert kinds == ["serviceTask", "sendTask", "businessRuleTask"]
    assert case.status == "completed"


def test_an_open_service_task_names_its_operation_and_inputs(draw, play):
    service = """<serviceTask id="A" guiju:operation="look-up"><extensionElements>
        <guiju:input name="plate" value="upper case(plate)"/></extensionElements></serviceTask>""".replace("\n", "")
    task = play(draw(f"start S; end E\n{service}\nS > A > E"), plate="a1").task("A")
    assert (task.operation, task.payload) == ("look-up", {"plate": "A1"})


def test_of_what_an_operation_returns_the_outputs_are_written(draw, play):
    service = """<serviceTask id="A" guiju:operation="look-up"><extensionElements>
        <guiju:output name="owner" value="payload.name"/></extensionElements></serviceTask>""".replace("\n", "")
    assert play(draw(f"start S; end E\n{service}\nS > A > E")).do("A", name="王", noise=1).data == {"owner": "王"}


def test_an_error_at_a_task_goes_to_the_event_that_names_it(draw, play):
    model = draw("""start S; user A; boundary B A error E1; boundary C A error; user X; user Y
    S > A; B > X; C > Y""")
    assert play(model).fail("A", "E1").open == ["X"]
    assert play(model).fail("A", "other").open == ["Y"]


def test_an_error_nobody_catches_fails_the_case(draw, play):
    case = play(draw("start S; and F; user A; user B\nS > F; F > A; F > B")).fail("A", "E1")
    assert (case.status, case.open) == ("failed", [])


def test_a_wait_for_a_task_or_an_error_cannot_be_delivered_to(draw, play):
    case = play(draw("start S; user A; boundary B A error E1; catch C timer PT1H; end E\nS > A > C > E; B > E"))
    with pytest.raises(NotOpen):
        case.step(deliver, wait=case.task("A").key, payload={})
    case.do("A")
    with pytest.raises(NotOpen):
        case.step(deliver, wait=case.wait("C").key, payload={})
    with pytest.raises(NotOpen):
        case.step(complete, task=case.wait("C").key, data={})


FINE = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d">
<inputData id="a" name="amount"><variable name="amount" typeRef="number"/></inputData>
<decision id="fine" name="fine-range"><variable name="fine-range"/>
  <informationRequirement><requiredInput href="#a"/></informationRequirement>
  <literalExpression><text>amount * 2</text></literalExpression></decision>
<decision id="table" name="table"><variable name="table"/>
  <informationRequirement><requiredInput href="#a"/></informationRequirement>
  <decisionTable hitPolicy="UNIQUE"><input><inputExpression><text>amount</text></inputExpression></input>
  <output name="level"/><rule id="r1"><inputEntry><text>&gt; 3</text></inputEntry>
  <outputEntry><text>"high"</text></outputEntry></rule></decisionTable></decision>
<decision id="both" name="both"><variable name="both"/>
  <literalExpression><text>{low: 1, high: 2}</text></literalExpression></decision></definitions>"""


RULES = {"penalties": read_decisions(FINE, file="fine.dmn")}

WRITTEN = [
    # The result goes where the task says.
    ('guiju:decision="fine" guiju:result="sum"', {"sum": Decimal(10)}),
    # A bare value without a name of its own goes to the decision's id.
    ('guiju:decision="fine"', {"fine": Decimal(10)}),
    # A decision may be called by its name.
    ('guiju:decision="fine-range" guiju:result="sum"', {"sum": Decimal(10)}),
    # The single output of a table has a name.
    ('guiju:decision="table"', {"level": "high"}),
    # Several outputs are merged by name.
    ('guiju:decision="both"', {"low": Decimal(1), "high": Decimal(2)}),
]


@pytest.mark.parametrize(("attributes", "written"), WRITTEN)
def test_a_decision_is_made_over_the_data_by_name_and_written(draw, play, attributes, written):
    rule = f'<businessRuleTask id="D" {attributes}/>'
    case = play(draw(f"start S; user A\n{rule}\nS > D > A"), decisions=RULES, amount=5)
    assert case.data == {"amount": 5, **written}
    assert [made.element for made in case.outcome.decided] == ["D"]


def test_a_decision_that_fails_is_refused(draw, play):
    model = draw('start S; user A\n<businessRuleTask id="D" guiju:decision="fine"/>\nS > D > A')
    with pytest.raises(ExecutionFailed) as caught:
        play(model, decisions=RULES)
    assert caught.value.data["element"] == "D"
