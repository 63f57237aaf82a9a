"""Verdicts on small diagrams, derived by hand from the token rules of BPMN 2.0.2, chapter 13."""

from dataclasses import astuple

import pytest

from engine.bpmn import Model
from engine.verification.nets.compiling import compile_net
from engine.verification.nets.exploring import Budget
from engine.verification.soundness import judge_soundness
from tests.unit.verification.drawing import document, draw, elements, model_of, process

SOUND, UNSAFE, STUCK, TWICE = "sound", "unsafe", "stuck", "twice"


def verdict(model: Model) -> str:
    """Return the defects found, in words."""
    found = judge_soundness(model)
    words = [
        word
        for word, answer in ((UNSAFE, found.safe), (STUCK, found.option_to_complete), (TWICE, found.proper_completion))
        if answer is False
    ]
    if found.dead:
        words.append(f"dead {' '.join(found.dead)}")
    assert None not in astuple(found)[:4]
    return " ".join(words) or SOUND


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        # One step after the other.
        ("s0 t1 t2 e3", SOUND),
        # No end event: the token ends where no flow leads on.
        ("s0 t1", SOUND),
        # A choice that meets again.
        ("s0 x1 t2 x3 e4; x1 t5 x3", SOUND),
        # A split that meets again.
        ("s0 p1 t2 p3 e4; p1 t5 p3", SOUND),
        # A split that is merged by a choice: both tokens pass on, the end is reached twice.
        ("s0 p1 t2 x3 t6 e4; p1 t5 x3", f"{UNSAFE} {TWICE}"),
        # A choice that is joined as if it were a split: the join waits for ever, what follows is dead.
        ("s0 x1 t2 p3 t6 e4; x1 t5 p3", f"{STUCK} dead t6"),
        # Two tokens that end apart are no defect.
        ("s0 p1 t2 e3; p1 t4 e5", SOUND),
        # Two tokens that meet at one end event: it is reached twice; on different flows, so no place holds two.
        ("s0 p1 t2 e3; p1 t4 e3", TWICE),
        # A loop that can be left.
        ("s0 x1 t2 x3 e4; x3 x1", SOUND),
        # A loop that cannot be left.
        ("s0 x1 t2 x3; x3 t5 x1; x3 x1", STUCK),
        # A loop that makes one more token each time and is never left.
        ("s0 x1 p2 x1; p2 t3 e4", f"{UNSAFE} {STUCK} {TWICE}"),
        # An implicit split: a task with two flows out of it.
        ("s0 t1 t2 p3 e4; t1 t5 p3", SOUND),
        # An inclusive split and join fit whatever was chosen.
        ("s0 o1 t2 o3 e4; o1 t5 o3; o1 t6 o3", SOUND),
        # An inclusive split that is joined as if all had been chosen.
        ("s0 o1 t2 p3 e4; o1 t5 p3", STUCK),
        # An inclusive join after a split waits for both.
        ("s0 p1 t2 o3 t6 e4; p1 t5 o3", SOUND),
        # An inclusive join after a choice waits for none that cannot come.
        ("s0 x1 t2 o3 e4; x1 t5 o3", SOUND),
        # Two inclusive joins that wait for each other may both go on: each token can reach both.
        ("s0 p1 o2 t3 x4 e5; p1 o6 t7 x8 e9; x4 o6; x8 o2", SOUND + "?"),
        # Nothing leads to a task that another leads away from: it starts by itself unless there is a start event.
        ("s0 t1 e2; t3 e4", "dead t3"),
        # An event gateway takes the first event that happens.
        ("s0 g1 c2 x4 e5; g1 r3 x4", SOUND),
        # An event gateway whose ways are joined waits for ever.
        ("s0 g1 c2 p4 t6 e5; g1 r3 p4", f"{STUCK} dead t6"),
    ],
)
def test_a_drawing_has_the_verdict_that_the_token_rules_give(flows, expected) -> None:
    if expected.endswith("?"):
        # What it is depends on the order in which joins fire; the verdict must only be given.
        assert verdict(draw(flows))
    else:
        assert verdict(draw(flows)) == expected


INNER = elements("s100 t101 e102")
TIMER = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
ERROR = "<errorEventDefinition/>"
ERROR_END = elements("s100 k101") + f'<endEvent id="k101">{ERROR}</endEvent>'
TERMINATE = elements("s100 t101 k102; s100 t103") + '<endEvent id="k102"><terminateEventDefinition/></endEvent>'
UNDO = (
    '<boundaryEvent id="b1" attachedToRef="t1"><compensateEventDefinition/></boundaryEvent>'
    '<task id="u1" isForCompensation="true"/><association id="k" sourceRef="b1" targetRef="u1"/>'
)


def scoped(inner: str, *, after: str = "t1 e9", more: str = "") -> Model:
    """Return a diagram with a subprocess `i0` between a start event and what comes after."""
    return draw(f"s0 i0 {after}", f'<subProcess id="i0">{inner}</subProcess>{more}')


def border(kind: str, *, target: str, cancels: bool = True, of: str = "i0", name: str = "b1") -> str:
    """Return a boundary event with a flow."""
    return (
        f'<boundaryEvent id="{name}" attachedToRef="{of}" cancelActivity="{str(cancels).lower()}">{kind}'
        f'</boundaryEvent><sequenceFlow id="{name}f" sourceRef="{name}" targetRef="{target}"/>'
    )


def handler(kind: str, *, cancels: bool) -> str:
    """Return an event subprocess with one task."""
    return (
        '<subProcess id="h0" triggeredByEvent="true">'
        f'<startEvent id="k200" isInterrupting="{str(cancels).lower()}">{kind}</startEvent>{elements("k200 t201")}'
        "</subProcess>"
    )


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        # A subprocess goes on when nothing inside is left.
        (scoped(INNER), SOUND),
        # Two tasks inside that no flow leads to: both are done, the subprocess goes on once.
        (scoped('<task id="t101"/><task id="t102"/>'), SOUND),
        # An interrupting timer leads to an end of its own.
        (scoped(INNER, after="t1 e9; t2 e8", more=border(TIMER, target="t2")), SOUND),
        # One that does not interrupt leads into the same end: it is reached twice.
        (scoped(INNER, after="t1 e9; t2 e9", more=border(TIMER, target="t2", cancels=False)), TWICE),
        # One that does not interrupt and leads to an end of its own.
        (scoped(INNER, after="t1 e9; t2 e8", more=border(TIMER, target="t2", cancels=False)), SOUND),
        # An error inside is caught at the border; what follows the normal way out is dead, for it never comes.
        (scoped(ERROR_END, after="t1 e9; t2 e8", more=border(ERROR, target="t2")), "dead t1"),
        # A terminate end inside ends its own subprocess alone.
        (scoped(TERMINATE), SOUND),
        # A subprocess whose inside is stuck never ends, and what follows is dead.
        (scoped(elements("s100 x101 t102 p104; x101 t103 p104")), f"{STUCK} dead t1"),
        # An event subprocess that interrupts: the rest is withdrawn, the subprocess ends.
        (scoped(INNER + handler(TIMER, cancels=True)), SOUND),
        # One that leaves the rest going on.
        (scoped(INNER + handler(TIMER, cancels=False)), SOUND),
        # A handler of compensation is begun by no flow; it is not dead for that.
        (scoped(INNER, more=UNDO), SOUND),
    ],
)
def test_scopes_and_their_events_have_the_verdict_that_the_token_rules_give(model, expected) -> None:
    assert verdict(model) == expected


def test_the_way_to_a_defect_is_told_step_by_step() -> None:
    found = judge_soundness(draw("s0 x1 t2 p3 t6 e4; x1 t5 p3"))
    (defect,) = found.defects
    assert (defect.kind, defect.path[0][0], len(defect.path)) == ("deadlock", "s0", 3)
    assert [step[0] for step in defect.path] in (["s0", "x1", "t2"], ["s0", "x1", "t5"])


def test_what_is_too_large_for_the_budget_is_unknown_and_never_proved() -> None:
    # Tasks that may be interrupted cannot be taken together with what follows.
    wide = "s0 p1;" + ";".join(f"p1 t{n} p2" for n in range(10, 22)) + ";p2 e3;t30 e31"
    borders = "".join(border(TIMER, target="t30", of=f"t{n}", name=f"b{n}") for n in range(10, 22))
    found = judge_soundness(draw(wide, borders), budget=Budget(states=500))
    assert not found.is_proved
    assert found.option_to_complete is None or found.option_to_complete is False


def test_twenty_parallel_branches_need_no_more_than_a_handful_of_states() -> None:
    found = judge_soundness(draw("s0 p1;" + ";".join(f"p1 t{n} p2" for n in range(10, 30)) + ";p2 e3"))
    assert found.is_proved
    assert found.states < 10


def test_calls_are_entered_and_the_called_process_counts() -> None:
    call = '<callActivity id="k1" calledElement="Q"/>'
    caller, called = process("P", "s0 k1 e2", call), process("Q", "s100 x101 t102 p104; x101 t103 p104")
    assert verdict(model_of(document(caller, called))) == STUCK


def test_pools_wait_for_each_others_messages() -> None:
    talk = (
        '<collaboration id="c"><participant id="a" processRef="P"/><participant id="b" processRef="Q"/>'
        '<messageFlow id="m1" sourceRef="t1" targetRef="r11"/><messageFlow id="m2" sourceRef="t12" targetRef="r2"/>'
        "</collaboration>"
    )
    asked = process("Q", "s10 r11 t12 e13")
    assert verdict(model_of(document(talk, process("P", "s0 t1 r2 e3"), asked))) == SOUND
    # Each waits for the other to speak first.
    assert verdict(model_of(document(talk, process("P", "s0 r2 t1 e3"), asked))) == f"{STUCK} dead r2 t1 r11 t12"


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        # One token is what every activity sends.
        (1, SOUND),
        # Two on one flow: what follows is done twice, and so is the end reached.
        (2, f"{UNSAFE} {TWICE}"),
        # Any number is looked at without counting it.
        (1_000_000, f"{UNSAFE} {TWICE}"),
    ],
)
def test_an_activity_sends_as_many_tokens_as_its_completion_quantity_says(quantity, expected) -> None:
    drawn = document(process("P", "s0 t1 t2 e3")).replace('id="t1"', f'id="t1" completionQuantity="{quantity}"', 1)
    assert verdict(model_of(drawn)) == expected


def test_a_start_quantity_is_said_to_be_looked_at_simply() -> None:
    drawn = document(process("P", "s0 t1 e2")).replace('id="t1"', 'id="t1" startQuantity="2"', 1)
    net = compile_net(model_of(drawn))
    assert ("one-token-to-start", "t1") in net.approximations


def test_a_complex_gateway_without_a_condition_is_the_inclusive_one_it_is_played_as() -> None:
    drawn = document(process("P", "s0 p1 t2 o3 e4; p1 t5 o3")).replace("inclusiveGateway", "complexGateway")
    assert verdict(model_of(drawn)) == SOUND
    assert compile_net(model_of(drawn)).approximations == ()


def test_none_of_many_conditional_branches_is_taken_for_dead() -> None:
    many = "; ".join(f"o1 t{number} o3" for number in range(4, 24))
    assert verdict(draw(f"s0 o1 t2 o3 e100; {many}")) == SOUND


def test_two_late_ones_of_many_branches_are_seen_to_come_together() -> None:
    joined = "; ".join(f"o1 t{number} o3" for number in range(4, 20))
    found = judge_soundness(draw(f"s0 o1 t2 o3 e100; {joined}; o1 t20 x5 t21 e101; o1 t22 x5"))
    assert (found.safe, found.dead) == (False, ())
