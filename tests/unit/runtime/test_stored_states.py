"""The stored form of cases: what is kept, that old states stay readable, and that broken ones are refused."""

import base64
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import zstandard

from engine.feel import YearMonthDuration
from engine.runtime import CODEC, Environment, Snapshot, build_program, complete, inspect, start
from engine.runtime.errors import UnreadableState, Unstorable

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
GOLDEN = Path(__file__).parent / "golden"
CALL = """<callActivity id="C" calledElement="Q"><extensionElements><guiju:input name="given" value="given"/>
</extensionElements></callActivity>""".replace("\n", "")
MANY = """<userTask id="I"><multiInstanceLoopCharacteristics guiju:collection="list" guiju:item="one"
guiju:outputCollection="o"/></userTask>""".replace("\n", " ")
EVERYTHING = f"""start S; and F; user A; boundary B A beside timer R3/PT1H; catch M message m1; and J; user K; end E
{MANY}
{CALL}
S > F; F > A > J; F > M > J; F > I > J; F > C > J; F > K > J; J > E; B > E"""
CALLED = "start s; user X\ns > X"


@pytest.fixture
def program(draw):
    return build_program(draw(EVERYTHING, Q=CALLED))


@pytest.fixture
def environment():
    return Environment(NOW)


def test_every_kind_of_value_survives(program, environment):
    values = {
        "number": Decimal("0.10"),
        "instant": NOW,
        "day": date(2026, 1, 1),
        "clock": time(8, 30),
        "span": timedelta(days=1, microseconds=5),
        "months": YearMonthDuration(14),
        "nested": [{"a": [date(2026, 1, 1), None, True, "文"]}],
    }
    begun = start(program, process="P", data={"given": values, "list": [1]}, environment=environment)
    assert inspect(program, begun.snapshot, environment=environment).opened[-1].data == {"given": values}


def test_a_state_holds_live_tokens_only(program, environment):
    case = start(program, process="P", data={"list": [1], "given": "x"}, environment=environment)
    for task in case.opened:
        case = complete(program, case.snapshot, task=task.key, data={}, environment=environment)
    content = json.loads(zstandard.decompress(case.state))
    assert [row[2] for row in content["l"][0][2]].count("J") == 4
    assert (len(content["l"]), content["d"]) == (1, [])


def test_a_state_of_thirty_open_tasks_stays_small(draw, environment):
    tasks = "; ".join(f"user Task{number}" for number in range(30))
    flows = "; ".join(f"F > Task{number} > J" for number in range(30))
    program = build_program(draw(f"start S; and F; and J; end E; {tasks}\nS > F; {flows}; J > E"))
    assert len(start(program, process="P", data={}, environment=environment).state) < 1_000


def read_golden():
    return [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(GOLDEN.glob("*.json"))]


@pytest.mark.parametrize(("name", "golden"), read_golden())
def test_states_written_by_earlier_releases_stay_readable(program, environment, name, golden):
    snapshot = Snapshot(base64.b64decode(golden["state"]), golden["codec"], golden["data"])
    case = inspect(program, snapshot, environment=environment)
    assert [[task.key, task.element, task.index] for task in case.opened] == golden["open"]
    assert [[wait.key, wait.element, wait.due and wait.due.isoformat()] for wait in case.waits] == golden["waits"]
    for key, element, _ in golden["open"]:
        case = complete(program, snapshot, task=key, data={}, environment=environment)
        assert case.closed[0].element == element


def test_the_codec_that_is_written_has_a_golden_state():
    assert f"codec-{CODEC}" in [name for name, _ in read_golden()]


def packed(**changes):
    content = {"n": 1, "s": "active", "l": [[0, "P", []]], "d": []} | changes
    return zstandard.compress(json.dumps(content).encode())


BROKEN = [
    # Not compressed at all.
    (b"nonsense", CODEC),
    # Written by a codec that never was.
    (packed(), 99),
    # A process the program does not have.
    (packed(l=[[0, "Nobody", []]]), CODEC),
    # An element the program does not have.
    (packed(l=[[0, "P", [[1, 0, "Nothing", "r", 0, None]]]]), CODEC),
    # A token that hangs on one that is not there.
    (packed(l=[[0, "P", [[1, 7, "A", "r", 0, None]]]]), CODEC),
    # A state of a token that does not exist.
    (packed(l=[[0, "P", [[1, 0, "A", "?", 0, None]]]]), CODEC),
    # Something that is missing.
    (zstandard.compress(b"{}"), CODEC),
    # A value of an unknown type.
    (packed(d=[[1, None, {"\u0001": ["?", "x"]}, {}]]), CODEC),
]


@pytest.mark.parametrize(("state", "codec"), BROKEN)
def test_a_state_that_does_not_fit_is_refused(program, environment, state, codec):
    with pytest.raises(UnreadableState):
        inspect(program, Snapshot(state, codec, {}), environment=environment)


def test_a_value_without_a_stored_form_is_refused_before_anything_is_written(program, environment):
    case = start(program, process="P", data={"given": 1, "list": [1, 2]}, environment=environment)
    key = next(task.key for task in case.opened if task.element == "I")
    with pytest.raises(Unstorable):
        complete(program, case.snapshot, task=key, data={"x": object()}, environment=environment)
