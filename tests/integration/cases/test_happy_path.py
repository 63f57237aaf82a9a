"""A hotline call becomes a penalty case, which is decided, paid and archived."""

from tests.driving.casework import Casework
from tests.driving.district import District


def test_a_call_ends_as_an_archived_decision(district: District) -> None:
    complaint = Casework.begun(district, "complaint-intake", by="周敏").to("现场核查")
    complaint.do("现场核查")
    penalty = complaint.next_case()
    complaint.to("回访评价").do("回访评价")
    assert complaint.status == "completed"
    penalty.to("立卷归档").do("立卷归档")
    assert penalty.status == "completed"
