"""Token quantities: an activity may need several tokens to start and may send several when it is done."""

import pytest

from engine.kernel.errors import Invalid


def test_an_activity_starts_when_enough_tokens_have_arrived(draw, play):
    gathering = '<userTask id="C" startQuantity="2"/>'
    case = play(
        draw(f"start S; and F; user A; user B; user D; user Z\n{gathering}\nS > F; F > A > C; F > B > C; F > D > C > Z")
    )
    assert case.do("A").open == ["B", "D"]
    assert case.do("B").open == ["D", "C"]
    assert case.do("C").open == ["D", "Z"]
    assert case.do("D", "Z").status == "active", "the third token waits for a fourth"


def test_an_activity_may_send_several_tokens(draw, play):
    sending = '<userTask id="A" completionQuantity="3"/>'
    case = play(draw(f"start S; user B\n{sending}\nS > A > B")).do("A")
    assert case.open == ["B", "B", "B"]
    assert case.do("B", "B", "B").status == "completed"


def test_what_one_sends_another_may_need(draw, play):
    sending, needing = (
        '<userTask id="A" completionQuantity="4"/>',
        '<receiveTask id="B" startQuantity="2" messageRef="m1"/>',
    )
    case = play(draw(f"start S; boundary X B timer PT1H; user C\n{sending}\n{needing}\nS > A > B > C")).do("A")
    assert case.waiting == ["B", "X", "B", "X"]
    assert case.get("B").get("B").open == ["C", "C"]


def test_instances_of_one_activity_need_no_tokens_of_their_own(draw, play):
    many = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    tasks = f'<task id="A" completionQuantity="2"/><task id="B" startQuantity="2" completionQuantity="2">{many}</task>'
    case = play(draw(f"start S; user C\n{tasks}\nS > A > B > C")).do("A")
    assert case.open == ["B", "B"]
    assert case.do("B", "B").open == ["C", "C"]


@pytest.mark.parametrize("attribute", ['startQuantity="0"', 'completionQuantity="-1"', 'startQuantity="two"'])
def test_a_quantity_is_a_whole_number_above_zero(draw, attribute):
    with pytest.raises(Invalid) as caught:
        draw(f'<task id="A" {attribute}/>')
    assert [fault.code for fault in caught.value.faults] == ["bad-quantity"]
