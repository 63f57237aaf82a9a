"""The smaller net tells the same as the whole one."""

import random

import pytest

from engine.verification.nets.exploring import Budget
from engine.verification.soundness import judge_soundness
from tests.unit.verification.drawing import draw, scribbled_text

DIAGRAMS = 2_000
BATCH = 250
FEW = Budget(states=1_000)


@pytest.mark.parametrize("first", range(0, DIAGRAMS, BATCH))
def test_random_diagrams_have_the_same_verdict_whole_and_reduced(first) -> None:
    known = 0
    for number in range(first, first + BATCH):
        text = scribbled_text(random.Random(number))
        model = draw(text)
        small = judge_soundness(model, budget=FEW)
        whole = judge_soundness(model, budget=FEW, reduced=False)
        for name in ("safe", "option_to_complete", "proper_completion", "dead"):
            answer = getattr(whole, name)
            if answer is not None and getattr(small, name) is not None:
                known += 1
                assert getattr(small, name) == answer, f"{number}: {name} of {text}"
    assert known > BATCH
