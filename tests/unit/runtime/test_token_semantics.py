"""Random drawings, walked in random orders: after each step the engine stands where the token game stands."""

import os
import random
from collections import Counter
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bpmn import SourceFile, read_model
from engine.runtime import Environment, Outcome, Program, build_program, complete, deliver, inspect, start
from tests.conformance.notation import draw
from tests.unit.runtime.blocks import drawings, text_of
from tests.unit.runtime.tokengame import Drawing, Game

HERE = Environment(datetime(2026, 11, 24, 1, 0, tzinfo=UTC))
DRAWINGS = int(os.environ.get("GUIJU_WALKS", "400"))
WALKS_EACH = 5
STEPS = 20


def program_of(drawing: Drawing) -> Program:
    files = [SourceFile(name, content) for name, content in draw(text_of(drawing)).items()]
    return build_program(read_model(files))


def compare(case: Outcome, game: Game, program: Program) -> Outcome:
    """Hold the case against the game, and return the case as it stands."""
    standing = inspect(program, case.snapshot, environment=HERE)
    assert Counter(task.element for task in standing.opened) == game.open
    assert Counter(wait.element for wait in standing.waits) == game.waiting
    assert case.status == game.status
    assert Counter(passed.element for passed in case.passed) == game.passed
    game.passed.clear()
    return standing


def is_running(game: Game, event: str) -> bool:
    return game.drawing.nodes[event].kind == "start" and game.is_running(event)


def walk(program: Program, drawing: Drawing, seed: int) -> None:
    chance = random.Random(seed)
    facts = {fact: chance.random() < 0.5 for fact in drawing.facts}
    game = Game(drawing, facts)
    case = start(program, process="P", data=facts, environment=HERE)
    for _ in range(STEPS):
        standing = compare(case, game, program)
        # Of an event subprocess beside its scope one at a time is enough for the game, which does not tell two apart.
        waits = [wait for wait in standing.waits if not is_running(game, wait.element)]
        moves = [*standing.opened, *waits]
        if not moves:
            return
        move = chance.choice(moves)
        if move in standing.opened:
            learned = {fact: chance.random() < 0.5 for fact in drawing.facts if chance.random() < 0.5}
            case = complete(program, case.snapshot, task=move.key, data=learned, environment=HERE)
            game.complete(move.element, learned)
        else:
            case = deliver(program, case.snapshot, wait=move.key, payload={}, environment=HERE)
            game.happen(move.element)
    compare(case, game, program)


@settings(
    max_examples=DRAWINGS,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(drawings(), st.integers(0, 2**32))
def test_the_engine_moves_tokens_as_the_diagram_says(drawing: Drawing, seed: int) -> None:
    program = program_of(drawing)
    for number in range(WALKS_EACH):
        walk(program, drawing, seed + number)
