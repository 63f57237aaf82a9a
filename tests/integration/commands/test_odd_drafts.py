"""A draft may hold anything a person can type or a program can send, and can always be opened again."""

import pytest

from engine.commands.save_draft import save_draft
from engine.kernel.errors import Invalid
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.commands.conftest import Contents


@pytest.mark.parametrize(
    "value",
    [
        # looks like our own mark of a date, but is none
        {"$date": "tomorrow"},
        # the same of a number
        {"$number": "many"},
        # a number that no machine word holds
        2**70,
        # no number
        float("nan"),
        # a letter that no database can hold
        "占道\x00经营",
        # half of a letter
        "占道\ud800经营",
        # a mark deep inside
        [{"a": [{"$instant": "later"}]}],
    ],
)
def test_a_draft_is_refused_or_opens_again(
    district: District, intake: Casework, contents: Contents, value: object
) -> None:
    task_id = intake.open_steps["登记诉求"]
    before = contents()
    try:
        district.do("zhoumin", save_draft, task_id=task_id, data={"complaint_title": value}, revision=0)
    except Invalid:
        assert contents() == before
    assert district.worksheet("zhoumin", task_id).draft_revision in {0, 1}
