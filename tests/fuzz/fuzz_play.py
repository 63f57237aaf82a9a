"""Random requests to a played run: answered or refused, never anything else, and a refusal leaves no trace."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from engine.bpmn import SourceFile
from engine.kernel.errors import GuijuError
from engine.runtime.player import Player, open_player
from engine.runtime.playing.requests import VERBS
from tests.conformance.notation import draw
from web.cli.answers import answer

NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
DIAGRAM = """start S; start M message m1; user A; boundary T on A timer PT1H | beside; boundary X on A error E1; xor G
script K {half: 1 / n}; receive R m2; throw O signal s1; user H; user F; end E
adhoc AH {
  user B; user C
}
handler EP {
  start ES signal s1 | beside; user L
  ES > L
}
S > A > G; M > A; G > K [n != null] > AH > R > O > E; T > H; X > F"""
NAMES = [
    "A",
    "AH",
    "B",
    "C",
    "ES",
    "F",
    "G",
    "H",
    "K",
    "L",
    "M",
    "R",
    "S",
    "T",
    "m1",
    "m2",
    "s1",
    "E1",
    "P",
    "nobody",
    "1-2",
    "PT1H",
]
VALUES = st.one_of(
    st.sampled_from(NAMES),
    st.none(),
    st.booleans(),
    st.integers(-2, 3),
    st.fixed_dictionaries({}, optional={"n": st.integers(0, 2), "half": st.text(max_size=3)}),
    st.lists(st.none(), max_size=1),
)
FIELDS = sorted({field for verb in VERBS.values() for field in verb.fields})
REQUESTS = st.fixed_dictionaries({"do": st.sampled_from([*VERBS, "fly"])}, optional=dict.fromkeys(FIELDS, VALUES))


def said(player: Player) -> str:
    standing = answer(player.standing(), "en")
    return json.dumps({**standing, "passed": [], "thrown": []}, default=str)


def refused(player: Player, request: dict[str, object]) -> GuijuError | None:
    try:
        player.play(request)
    except GuijuError as error:
        return error
    return None


@given(st.lists(REQUESTS, max_size=12))
def test_any_requests(requests: list[dict[str, object]]) -> None:
    player = open_player([SourceFile(name, content) for name, content in draw(DIAGRAM).items()], now=NOW)
    for request in [{"do": "start"}, *requests]:
        before, now = said(player), player.clock.now()
        refusal = refused(player, request)
        if refusal is not None:
            assert refusal.sentence("zh")
            assert refusal.sentence("en")
            assert (said(player), player.clock.now()) == (before, now)
