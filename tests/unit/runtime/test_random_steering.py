"""Random structured processes, steered about at random: what was allowed can still be brought to its end."""

import random

import pytest

from engine.kernel.errors import GuijuError
from engine.runtime import Environment, build_program, complete, inspect, migrate, move, start
from tests.unit.runtime.test_random_walks import NOW, Blocks

ENVIRONMENT = Environment(NOW)
MOST_STEPS = 400


def drawn_at_random(draw, seed):
    blocks = Blocks(seed)
    first, last = blocks.block(3)
    nodes = "; ".join(["start S", "end E", *blocks.nodes])
    flows = "; ".join([f"S > {first}", *blocks.flows, f"{last} > E"])
    return draw(f"{nodes}\n{flows}"), blocks.data


def finished(program, case, chance):
    for _ in range(MOST_STEPS):
        if case.status != "active":
            return case
        opened = inspect(program, case.snapshot, environment=ENVIRONMENT).opened
        assert opened, "the case waits for nobody"
        key = chance.choice(opened).key
        case = complete(program, case.snapshot, task=key, data={}, environment=ENVIRONMENT)
    raise AssertionError("the case does not end")


@pytest.mark.parametrize("seed", range(120))
def test_a_moved_case_still_ends(draw, seed):
    chance = random.Random(seed)
    model, data = drawn_at_random(draw, seed)
    program = build_program(model)
    case = start(program, process="P", data=data, environment=ENVIRONMENT)
    elements = list(model.processes["P"].elements)
    for _ in range(6):
        opened = inspect(program, case.snapshot, environment=ENVIRONMENT).opened
        if not opened:
            break
        key = chance.choice(opened).key
        try:
            case = move(program, case.snapshot, token=key, to=chance.choice(elements), environment=ENVIRONMENT)
        except GuijuError:
            case = complete(program, case.snapshot, task=key, data={}, environment=ENVIRONMENT)
    assert finished(program, case, chance).status == "completed"


@pytest.mark.parametrize("seed", range(60))
def test_a_case_taken_to_the_same_drawing_goes_on_as_it_would_have(draw, seed):
    chance = random.Random(seed)
    model, data = drawn_at_random(draw, seed)
    program, other = build_program(model), build_program(model)
    case = start(program, process="P", data=data, environment=ENVIRONMENT)
    for _ in range(chance.randint(0, 8)):
        opened = inspect(program, case.snapshot, environment=ENVIRONMENT).opened
        if opened:
            case = complete(program, case.snapshot, task=chance.choice(opened).key, data={}, environment=ENVIRONMENT)
    if case.status != "active":
        return
    moved = migrate(program, case.snapshot, to=other, mapping={}, environment=ENVIRONMENT)
    assert (moved.outcome.state, moved.outcome.waits, moved.notes) == (case.state, case.waits, ())
    assert finished(other, moved.outcome, chance).status == "completed"
