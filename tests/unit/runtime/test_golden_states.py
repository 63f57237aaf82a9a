"""Every kind of position a case can be in stays readable and goes on; damaged and newer states are told apart."""

import base64
import json
from pathlib import Path

import pytest
import zstandard

from engine.runtime import CODEC, NEWEST_CODEC, Snapshot, complete, inspect, start
from engine.runtime.errors import DamagedState, NewerState, UnreadableState
from tests.unit.runtime.write_golden import CASES, ENVIRONMENT, FOLDER, drawn, outcomes, program_of, told

FILES = sorted(Path(FOLDER).glob("v*/*.json"))


def read(path):
    golden = json.loads(path.read_text(encoding="utf-8"))
    processes = golden["processes"]
    program = program_of(processes)
    return golden, program, Snapshot(base64.b64decode(golden["state"]), golden["codec"], golden["data"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_golden_state_is_read_and_goes_on(path):
    golden, program, snapshot = read(path)
    assert told(program, snapshot) == golden["told"]
    assert list(outcomes(program, snapshot)) == golden["then"]


def test_every_kind_of_position_has_a_golden_state():
    assert {path.stem for path in FILES} == set(CASES)
    assert len(CASES) > 20


@pytest.fixture(params=[FILES[0]], ids=lambda path: path.stem)
def kept(request):
    _, program, snapshot = read(request.param)
    return program, snapshot


def test_a_state_of_a_newer_release_is_refused_by_its_number(kept):
    program, snapshot = kept
    with pytest.raises(NewerState) as refused:
        inspect(program, Snapshot(snapshot.state, NEWEST_CODEC + 1, snapshot.data), environment=ENVIRONMENT)
    assert str(NEWEST_CODEC + 1) in refused.value.sentence("zh")
    assert "newer release" in refused.value.sentence("en")


def test_every_flipped_byte_of_a_state_is_noticed():
    program = program_of(drawn(["start S; user A; user B; end E\nS > A > B > E"]))
    state = start(program, process="P", data={}, environment=ENVIRONMENT).state
    for position in range(len(state)):
        broken = bytearray(state)
        broken[position] ^= 0x01
        try:
            plain = zstandard.decompress(bytes(broken))
        except zstandard.ZstdError:
            with pytest.raises(DamagedState):
                inspect(program, Snapshot(bytes(broken), CODEC, {}), environment=ENVIRONMENT)
        else:
            # Some bits of the frame's header carry nothing.
            assert plain == zstandard.decompress(state)


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("many-")])
def test_every_flipped_byte_of_a_state_with_long_lists_is_noticed(name):
    path = next(path for path in FILES if path.stem == name)
    _, program, snapshot = read(path)
    assert (path.parent.name, snapshot.codec) == ("v2", 2)
    for position in range(0, len(snapshot.state), 7):
        broken = bytearray(snapshot.state)
        broken[position] ^= 0x10
        try:
            case = inspect(program, Snapshot(bytes(broken), 2, snapshot.data), environment=ENVIRONMENT)
        except UnreadableState:
            continue
        # Some bits of the frame's header carry nothing.
        assert case.opened == inspect(program, snapshot, environment=ENVIRONMENT).opened


@pytest.mark.parametrize("cut", [0, 1, 10])
def test_a_state_that_was_cut_off_is_damaged(kept, cut):
    program, snapshot = kept
    with pytest.raises(DamagedState) as refused:
        inspect(program, Snapshot(snapshot.state[:cut], CODEC, {}), environment=ENVIRONMENT)
    assert isinstance(refused.value, UnreadableState)


def test_a_state_holds_what_is_open_however_long_its_history():
    text = "start S; xor X; user A; xor G; end E\nS > X > A > G; G > E [done = true]; G > X *"
    program = program_of(drawn([text]))
    case = start(program, process="P", data={}, environment=ENVIRONMENT)
    sizes = []
    for _ in range(300):
        key = case.opened[0].key
        case = complete(program, case.snapshot, task=key, data={}, environment=ENVIRONMENT)
        sizes.append(len(case.state))
    # The only thing that grows is the number the next token gets.
    assert max(sizes) - min(sizes) < 8
