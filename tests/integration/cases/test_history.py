"""What real cases did is replayed on the drawing, and only those who read every case may look."""

import pytest

from engine.cases.history import read_history
from engine.commands.move_token import move_token
from engine.interventions.standing import read_standing
from engine.organization.errors import MissingPermission
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.commands.test_gate import _login


@pytest.fixture
def supervisor(district: District) -> str:
    """The login of a supervisor."""
    return _login(district, "SUPERVISOR")


def test_a_case_that_went_by_the_drawing_has_no_deviation(district: District, supervisor: str) -> None:
    case = Casework.begun(district, "complaint-intake", by="周敏")
    case.to("判定职责归属")
    other = Casework.begun(district, "complaint-intake", by="周敏")
    other.to("查重")
    with district.looking(supervisor) as ctx:
        [version] = read_history(ctx, "complaint-intake")
        assert len(version.traces) == 2
        assert version.deviations() == []
        waits = version.waits()
    register = next(each for each in version.procedure.process.elements.values() if each.name == "查重")
    assert waits.elements[register.id].times == 1
    assert set(waits.flows) <= set(version.procedure.process.flows)


def test_a_whole_penalty_with_its_calls_has_no_deviation(district: District, supervisor: str) -> None:
    case = Casework.begun(district, "ordinary-penalty", by="王强")
    case.to("法制审核")
    with district.looking(supervisor) as ctx:
        [version] = read_history(ctx, "ordinary-penalty")
        assert version.deviations() == []


def test_nobody_else_reads_the_history_of_all_cases(district: District) -> None:
    with district.looking("wangqiang") as ctx, pytest.raises(MissingPermission):
        read_history(ctx, "complaint-intake")


def test_a_step_that_somebody_moved_the_case_to_is_a_deviation(district: District, supervisor: str) -> None:
    case = Casework.begun(district, "complaint-intake", by="周敏")
    case.to("查重")
    head = _login(district, "HEAD")
    with district.looking(head) as ctx:
        standing = read_standing(ctx, case.case_id)
    with district.looking(supervisor) as ctx:
        [version] = read_history(ctx, "complaint-intake")
    to = next(each for each in version.procedure.process.elements.values() if each.name == "诉求分类")
    assert standing.places
    wish = {"token": standing.places[0].key, "to": to.id, "reason": "重新分类", "seq": standing.seq}
    district.do(head, move_token, case_id=case.case_id, **wish)
    case.do("诉求分类")
    with district.looking(supervisor) as ctx:
        [version] = read_history(ctx, "complaint-intake")
        [deviation] = version.deviations()
    assert deviation.element == to.id
    assert deviation.allowed
