"""Gateways that need more than a glance: complex ones, parallel beginnings, several ways in and out."""

from datetime import UTC, datetime

import pytest

from engine.runtime import Environment, build_program, start
from engine.runtime.errors import ExecutionFailed

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

TWO_OF_THREE = """start S; and G; user A; user B; user C; user Z; end E
<complexGateway id="J"><activationCondition>{}</activationCondition></complexGateway>
S > G; G > A > J; G > B > J; G > C > J; J > Z{} > E"""


def test_a_complex_gateway_goes_on_with_the_second_of_three_and_swallows_the_third(draw, play):
    case = play(draw(TWO_OF_THREE.format("activationCount >= 2", "")))
    assert case.do("C").open == ["A", "B"]
    assert case.do("A").open == ["B", "Z"]
    assert case.do("B").open == ["Z"]
    assert case.do("Z").status == "completed"


def test_a_case_does_not_end_before_the_late_branch(draw, play):
    case = play(draw(TWO_OF_THREE.format("activationCount >= 2", ""))).do("A", "B", "Z")
    assert (case.status, case.open) == ("active", ["C"])
    assert case.do("C").status == "completed"


def test_an_activation_condition_may_count_single_flows(draw, play):
    case = play(draw(TWO_OF_THREE.format("f2 + f4 >= 2", "")))
    assert case.do("A", "C").open == ["B"]
    assert case.do("B").open == ["Z"]


def test_an_activation_condition_may_speak_of_the_data(draw, play):
    case = play(draw(TWO_OF_THREE.format("urgent and activationCount >= 1", "")), urgent=False)
    assert case.do("A").open == ["B", "C"]
    assert case.do("B", urgent=True).open == ["C", "Z"]


def test_a_flow_that_speaks_of_the_reset_is_taken_then(draw, play):
    model = draw(
        """start S; and G; user A; user B; user Z; user Late; end E
        <complexGateway id="J"><activationCondition>activationCount >= 1</activationCondition></complexGateway>
        S > G; G > A > J; G > B > J; J > Z [waitingForStart] > E; J > Late [not(waitingForStart)] > E"""
    )
    case = play(model).do("B")
    assert case.open == ["A", "Z"]
    assert case.do("A").open == ["Z", "Late"]


def test_a_complex_gateway_in_a_loop_starts_anew_in_every_round(draw, play):
    model = draw(
        """start S; xor M; and G; user A; user B; user Z; xor X; end E
        <complexGateway id="J"><activationCondition>activationCount >= 1</activationCondition></complexGateway>
        S > M > G; G > A > J; G > B > J; J > Z > X; X > M [again]; X > E *"""
    )
    case = play(model, again=True)
    for _ in range(3):
        assert case.do("A", "B").open == ["Z"]
        assert case.do("Z").open == ["A", "B"]
    assert case.do("B", "A").do("Z", again=False).status == "completed"


def test_without_a_way_a_complex_gateway_refuses_the_step(draw, play):
    model = draw("start S; user U; user A\n<complexGateway id='G'/>\nS > U > G; G > A [no]")
    case = play(model, no=False)
    with pytest.raises(ExecutionFailed):
        case.do("U")
    assert case.open == ["U"]


BOTH = """<eventBasedGateway id="G" instantiate="true" eventGatewayType="Parallel"/>
catch A message m1; receive B m2; user X; user Y
G > A > X; G > B > Y"""


def test_a_parallel_event_gateway_begins_with_one_event_and_waits_for_the_others(draw, play):
    case = play(draw(BOTH), event="B", payload={"n": 1})
    assert (case.open, case.waiting, case.data) == (["Y"], ["A"], {"n": 1})
    assert case.do("Y").status == "active"
    assert case.get("A").do("X").status == "completed"


def test_what_the_first_event_brings_tells_which_other_events_are_meant(draw, play):
    key = '<extensionElements><guiju:correlation key="oid"/></extensionElements>'
    message = '<messageEventDefinition messageRef="m1"/>'
    model = draw(
        f"""<eventBasedGateway id="G" instantiate="true" eventGatewayType="Parallel"/>
        <intermediateCatchEvent id="A">{key}{message}</intermediateCatchEvent>
        receive B m2; end E
        G > A > E; G > B > E"""
    )
    case = play(model, event="B", payload={"oid": 7})
    assert case.wait("A").correlation == {"key": 7}


def test_a_parallel_multiple_start_goes_on_after_the_last_of_its_triggers(draw):
    model = draw(
        """<startEvent id="S" parallelMultiple="true"><messageEventDefinition messageRef="m1"/><signalEventDefinition
        signalRef="s1"/></startEvent>
        user A
        S > A""".replace("<signalEventDefinition\n        ", "<signalEventDefinition ")
    )
    for trigger, left in (("m1", "s1"), ("s1", "m1"), (None, "s1")):
        outcome = start(
            build_program(model), process="P", data={}, environment=Environment(NOW), start_event="S", trigger=trigger
        )
        assert [wait.name for wait in outcome.waits] == [left]
        assert outcome.opened == ()


def test_a_gateway_may_have_several_ways_in_and_several_out(draw, play):
    model = draw("start S; and G; user A; user B; and M; user C; user D\nS > G; G > A > M; G > B > M; M > C; M > D")
    case = play(model).do("A")
    assert case.open == ["B"]
    assert case.do("B").open == ["C", "D"]
    model = draw("start S; or G; user A; user B; or M; user C; user D\nS > G; G > A > M; G > B > M; M > C; M > D [no]")
    assert play(model, no=False).do("B", "A").open == ["C"]


def test_an_inclusive_join_waits_for_what_is_inside_a_subprocess(draw, inner, play):
    model = draw(
        f"""start S; or G; user A; or J; user Z
        {inner("P1", "user U; user V; U > V".replace("; U >", chr(10) + "U >"))}
        S > G; G > A > J; G > P1 > J; J > Z"""
    )
    case = play(model).do("A", "U")
    assert case.open == ["V"]
    assert case.do("V").open == ["Z"]
