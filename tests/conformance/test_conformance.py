"""Every case of the suite: played plainly, from restored states, from rewritten states; or refused with its reason."""

import copy
from collections import Counter
from dataclasses import replace

import pytest

from engine.kernel.errors import Invalid
from engine.runtime import Snapshot
from engine.runtime.codec import dump, load
from engine.runtime.player import Player, open_player
from tests.conformance.script import NOW, Case, play, read_cases
from web.cli.answers import answer

CASES = read_cases()


def identity(case: Case) -> str:
    return f"{case.group}: {case.title}"


def restore(player: Player, case: Case) -> None:
    """Forget everything but what a database would hold, and build the program anew."""
    stage = player.stage
    stage.program = player.program = open_player(case.files, now=NOW).program
    for number, played in stage.cases.items():
        stage.cases[number] = replace(played, outcome=replace(played.outcome, data=copy.deepcopy(played.outcome.data)))


def rewrite(player: Player, _: Case) -> None:
    """Read every state and write it again: it is the same, byte for byte."""
    for played in player.stage.cases.values():
        before = played.outcome
        snapshot = Snapshot(before.state, before.codec, copy.deepcopy(before.data))
        assert dump(load(player.program, snapshot, played.environment(NOW))) == (before.state, before.codec)


@pytest.mark.parametrize("case", [case for case in CASES if case.refusal is None], ids=identity)
def test_what_the_diagram_says_is_what_runs(case: Case) -> None:
    assert case.runs, "a case plays something or is refused"
    plain = play(case, answer)
    assert play(case, answer, between=restore) == plain
    assert play(case, answer, between=rewrite) == plain


@pytest.mark.parametrize("case", [case for case in CASES if case.refusal is not None], ids=identity)
def test_what_would_not_run_right_is_refused_with_its_place(case: Case) -> None:
    code, element = case.refusal
    with pytest.raises(Invalid) as caught:
        open_player(case.files, now=NOW)
    found = [(fault.code, fault.where.get("element")) for fault in caught.value.faults]
    assert (code, element) in found
    assert all(fault.zh and fault.en and fault.where.get("file") for fault in caught.value.faults)


def test_titles_tell_cases_apart() -> None:
    assert len(CASES) > 350
    assert [name for name, times in Counter(map(identity, CASES)).items() if times > 1] == []
