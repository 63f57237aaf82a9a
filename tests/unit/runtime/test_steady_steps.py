"""What every step promises: it is flat in history, the same for the same input, and it ends."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from time import process_time

import pytest

from engine.bpmn import SourceFile, read_model
from engine.runtime import Environment, build_program, complete, inspect, start
from engine.runtime.errors import ExecutionFailed
from engine.runtime.run import STEP_BUDGET
from tests.conformance.notation import draw

HERE = Environment(datetime(2026, 11, 24, 1, 0, tzinfo=UTC))
LOOP = """start S; xor M; and G; user A; user B; boundary T on A timer P1D | beside; user H; and J; xor X; end E
S > M > G; G > A > J; G > B > J; J > X; X > M [again]; X > E *; T > H > E"""


def program_of(text: str):
    return build_program(read_model([SourceFile(name, content) for name, content in draw(text).items()]))


def round_trip(program, case):
    for _ in range(2):
        task = inspect(program, case.snapshot, environment=HERE).opened[0]
        case = complete(program, case.snapshot, task=task.key, data={"again": True}, environment=HERE)
    return case


def test_three_thousand_rounds_of_a_loop_end_with_a_small_state():
    program = program_of(LOOP)
    case = first = start(program, process="P", data={}, environment=HERE)
    for _ in range(3_000):
        case = round_trip(program, case)
    assert len(case.state) < len(first.state) + 50 < 400
    assert [task.element for task in inspect(program, case.snapshot, environment=HERE).opened] == ["A", "B"]


def test_a_late_round_costs_what_an_early_one_does():
    program = program_of(LOOP)
    case = start(program, process="P", data={}, environment=HERE)

    def cost(rounds: int) -> float:
        nonlocal case
        best = float("inf")
        for _ in range(5):
            begun = process_time()
            for _ in range(rounds):
                case = round_trip(program, case)
            best = min(best, process_time() - begun)
        return best

    early = cost(20)
    for _ in range(500):
        case = round_trip(program, case)
    # A wide margin, because other work shares the machine; growth with history would be many times as much.
    assert cost(20) < early * 2


@pytest.mark.parametrize(
    "text",
    [
        # A loop of nothing but gateways.
        "start S; xor M; xor X; end E\nS > M > X; X > M *; X > E [done]",
        # Tokens that multiply each round.
        "start S; xor M; and G; end E\nS > M > G; G > M; G > M; G > E",
        # A script in a standard loop that never ends.
        "start S; script A {n: 1} | while true; end E\nS > A > E",
        # Subprocesses that begin and end for ever.
        "start S; xor M; end E\nsub P1 {\nstart S0; end E0\nS0 > E0\n}\nxor X\nS > M > P1 > X; X > M *; X > E [done]",
    ],
)
def test_a_step_that_would_never_end_is_refused(text):
    with pytest.raises(ExecutionFailed, match=f"{STEP_BUDGET}|circles"):
        start(program_of(text), process="P", data={}, environment=HERE)


PLAY = """
import json, sys
from datetime import UTC, datetime
from engine.bpmn import SourceFile
from engine.kernel.clock import TravelClock
from engine.runtime.player import open_player
from tests.conformance.script import read_cases, request
from engine.kernel.errors import GuijuError
from web.cli.answers import answer
from hashlib import sha256
digest = sha256()
for case in read_cases()[::3]:
    if case.refusal:
        continue
    for lines in case.runs:
        player = open_player(case.files, now=datetime(2026, 1, 5, 1, 0, tzinfo=UTC))
        for line in lines:
            try:
                digest.update(repr(answer(player.play(request(line.partition(" -> ")[0])), "en")).encode())
            except GuijuError as error:
                digest.update(error.sentence("en").encode())
            for played in player.stage.cases.values():
                digest.update(played.outcome.state)
print(digest.hexdigest())
"""


def test_the_same_requests_give_the_same_answers_and_states_in_every_process():
    def run(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", PLAY], env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    answers = {run(seed) for seed in ("1", "4711")}
    assert len(answers) == 1
    assert len(answers.pop().strip()) == 64
