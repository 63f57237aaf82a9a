"""What the data make possible and impossible, judged with one value for each region that conditions tell apart."""

from decimal import Decimal

import pytest

from engine.bpmn import Formula, Model
from engine.feel import compile_expression
from engine.verification.data.domains import OTHER, variable_of
from engine.verification.data.reading import compared
from engine.verification.data.writers import Facts
from engine.verification.soundness import Soundness, judge_soundness
from tests.unit.verification.drawing import document, model_of, process


def conditioned(flows: str, conditions: dict[str, str], more: str = "", *, default: str = "") -> Model:
    """Return a diagram whose flows, named `source target`, carry conditions."""
    content = process("P", flows, more)
    for flow, condition in conditions.items():
        source, target = flow.split()
        head = f'<sequenceFlow id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}"'
        told = f"<conditionExpression>{condition.replace('<', '&lt;')}</conditionExpression>"
        content = content.replace(f"{head}/>", f"{head}>{told}</sequenceFlow>")
    if default:
        source, target = default.split()
        content = content.replace(f'Gateway id="{source}"', f'Gateway id="{source}" default="f_{source}_{target}"')
    return model_of(document(content))


def judge(model: Model, facts: Facts | None = None) -> Soundness:
    return judge_soundness(model, follow_data=True, facts=facts)


def test_conditions_that_leave_no_gap_always_let_a_case_go_on() -> None:
    assert judge(conditioned("s0 t1 x2 t3 e4; x2 t5 e6", {"x2 t3": "sum > 5", "x2 t5": "sum <= 5"})).is_proved


def test_a_gap_between_conditions_stops_a_case_there() -> None:
    found = judge(conditioned("s0 t1 x2 t3 e4; x2 t5 e6", {"x2 t3": "sum > 5", "x2 t5": "sum < 5"}))
    assert (found.option_to_complete, found.defects[0].kind) == (False, "deadlock")


def test_a_way_that_the_data_never_take_is_dead() -> None:
    set_true = '<scriptTask id="k1"><script>{ agreed: true }</script></scriptTask>'
    model = conditioned("s0 k1 x2 t3 e4; x2 t5 e6", {"x2 t3": "agreed"}, set_true, default="x2 t5")
    assert judge(model).dead == ("t5",)
    assert judge_soundness(model).dead == ()


def test_the_same_question_twice_has_the_same_answer() -> None:
    # Whoever did not agree at the first gateway cannot have agreed at the second.
    asked_again = conditioned("s0 t1 x2 t3 e4; x2 x6 t7 e8; x6 e9", {"x2 t3": "agreed", "x6 t7": "agreed"})
    assert judge(asked_again).dead == ("t7",)
    # A task in between may have changed it.
    changed = conditioned("s0 t1 x2 t3 e4; x2 t5 x6 t7 e8; x6 e9", {"x2 t3": "agreed", "x6 t7": "agreed"})
    assert judge(changed).dead == ()


def test_a_variable_that_nobody_writes_answers_no_condition() -> None:
    facts = Facts(forms={})
    found = judge(conditioned("s0 t1 x2 t3 e4; x2 t5 e6", {"x2 t3": "sum > 5", "x2 t5": "sum <= 5"}), facts)
    assert found.option_to_complete is False


def test_a_form_gives_its_fields_the_values_of_its_options() -> None:
    task = (
        '<userTask id="k1" xmlns:guiju="urn:guiju:bpmn:1" guiju:form="review"/>'
        '<sequenceFlow id="z" sourceRef="k1" targetRef="x2"/>'
    )
    conditions = {"x2 t3": 'result = "同意"', "x2 t5": 'result = "不同意"'}
    model = conditioned("s0 k1; x2 t3 e4; x2 t5 e6", conditions, task)
    assert judge(model, Facts(forms={"review": {"result": ("同意", "不同意")}})).is_proved
    third = judge(model, Facts(forms={"review": {"result": ("同意", "不同意", "补正")}}))
    assert third.option_to_complete is False


def test_a_condition_that_cannot_be_read_may_come_out_either_way_and_that_is_said() -> None:
    found = judge(conditioned("s0 x1 t2 e3; x1 t4 e5", {"x1 t2": "count(items) > 2"}, default="x1 t4"))
    assert found.is_proved
    assert found.approximations == (("condition-either-way", "x1"),)


def test_ten_decisions_one_after_the_other_do_not_multiply() -> None:
    chain = ["s0 t1 x10"]
    conditions = {}
    for n in range(10, 110, 10):
        chain += [f"x{n} t{n + 1} x{n + 5} t{n + 6} x{n + 10}", f"x{n} t{n + 2} x{n + 5}", f"x{n} t{n + 3} x{n + 5}"]
        conditions |= {f"x{n} t{n + 1}": f"v{n} < 1", f"x{n} t{n + 2}": f"v{n} = 1", f"x{n} t{n + 3}": f"v{n} > 1"}
    found = judge(conditioned(";".join([*chain, "x110 e111"]), conditions))
    assert found.is_proved
    assert found.states < 150


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A comparison, either way round.
        ("amount > 5", {"amount": {Decimal(5)}}),
        ("5 < amount", {"amount": {Decimal(5)}}),
        # A name alone is a yes or no.
        ("agreed", {"agreed": {True, False}}),
        # Everything that joins conditions.
        ('not(agreed) and (kind = "a" or kind = "b")', {"agreed": {True, False}, "kind": {"a", "b"}}),
        # An entry of a context is a variable of its own.
        ('review.result = "同意"', {"review.result": {"同意"}}),
        # Ranges and lists of values.
        ("amount between 1 and 9", {"amount": {Decimal(1), Decimal(9)}}),
        ('kind in ("a", "b")', {"kind": {"a", "b"}}),
        ("amount in [1..9]", {"amount": {Decimal(1), Decimal(9)}}),
        ("amount > -3", {"amount": {Decimal(-3)}}),
        # What nobody can read: functions, two variables, the record, the day.
        ("count(items) > 1", None),
        ("a = b", None),
        ("record.Review.times > 1", None),
        ("today > due", None),
        ("amount * 2 > 5", None),
    ],
)
def test_a_condition_is_read_as_far_as_it_compares(text, expected) -> None:
    found = compared(Formula(text, compile_expression(text), "f", 1))
    assert (None if found is None else {name: set(values) for name, values in found.items()}) == expected


def test_values_stand_for_every_region_that_constants_tell_apart() -> None:
    assert variable_of("n", [Decimal(2), Decimal(6)]).values == (1, 2, 4, 6, 7)
    assert variable_of("s", ["b", "a"]).values == ("a", "b", OTHER)
    assert variable_of("b", [True]).values == (True, False)
    assert variable_of("c", ["a"], choices=("a", "z")).values == ("a", "z")
