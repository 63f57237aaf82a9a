"""`guiju bench feel`: what conditions and decision tables cost, evaluated, compiled and imported."""

import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from engine.decisions import read_decisions
from engine.feel.expression import Expression, parsed
from web.bench.measuring import calibration_ms

ROUNDS = 9
CONDITION = '罚款金额 >= 10000 and 当事人 = "企业"'
TYPICAL = (
    '罚款金额 >= 10000 and (违法次数 > 2 or 立案日期 < today - duration("P30D")) and not(list contains(证据, "笔录"))'
)
DATA = {"罚款金额": 12_000, "当事人": "企业"}
RULES, INPUTS = 100, 5
_TIMED_IMPORT = "import time; began = time.process_time(); import engine.feel; print(time.process_time() - began)"


def measure() -> dict[str, object]:
    """Return the figures: medians of rounds, so that one interruption does not count."""
    condition = Expression(CONDITION, parsed(CONDITION))
    model = read_decisions(table().encode(), file="bench.dmn")
    # The last rule matches, so that every rule is tried.
    inputs = {f"input{column}": RULES for column in range(INPUTS)}
    assert model.decide("Bench", inputs).value == RULES
    return {
        "condition_us": round(per_call(lambda: condition.evaluate(DATA), times=5_000) * 1e6, 2),
        "table_us": round(per_call(lambda: model.decide("Bench", inputs), times=200) * 1e6, 1),
        "compile_ms": round(per_call(lambda: Expression(TYPICAL, parsed(TYPICAL)), times=50) * 1e3, 3),
        "import_ms": round(median(import_seconds() for _ in range(ROUNDS)) * 1e3, 1),
        "calibration_ms": round(calibration_ms(), 2),
    }


def per_call(work: Callable[[], object], *, times: int) -> float:
    """Return the processor seconds of one call, as the median of rounds of many."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - began) / times)
    return median(rounds)


def import_seconds() -> float:
    """Return the processor seconds that importing the language takes in a new interpreter."""
    command = [sys.executable, "-c", _TIMED_IMPORT]
    found = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own interpreter
    return float(found.stdout)


def table() -> str:
    """Return a decision table of a hundred rules over five numbers, of which exactly one matches each row of equals."""
    inputs = "".join(
        f'<input><inputExpression typeRef="number"><text>input{column}</text></inputExpression></input>'
        for column in range(INPUTS)
    )
    rules = "".join(
        f"<rule>{f'<inputEntry><text>[{number}..{number}]</text></inputEntry>' * INPUTS}"
        f"<outputEntry><text>{number}</text></outputEntry></rule>"
        for number in range(1, RULES + 1)
    )
    data = "".join(f'<inputData id="i{column}" name="input{column}"/>' for column in range(INPUTS))
    needed = "".join(
        f'<informationRequirement><requiredInput href="#i{column}"/></informationRequirement>'
        for column in range(INPUTS)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="bench" namespace="urn:bench">'
        f'{data}<decision id="Bench" name="Bench">{needed}'
        f'<decisionTable hitPolicy="UNIQUE">{inputs}<output typeRef="number"/>{rules}</decisionTable>'
        "</decision></definitions>"
    )
