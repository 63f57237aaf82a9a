"""Ad-hoc work: whoever has the seat begins it from the case, as often as it takes, and says when it is enough."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from engine.cases.directory import list_cases
from engine.cases.dossier import read_dossier
from engine.cases.errors import CaseNotActive
from engine.cases.timeline import read_timeline
from engine.commands.begin_activity import begin_activity
from engine.commands.finish_activities import finish_activities
from engine.commands.suspend_case import suspend_case
from engine.definitions.errors import BundleRefused
from engine.kernel.errors import NotFound
from engine.organization.errors import Barred
from engine.tasks.errors import NothingOffered
from engine.tasks.offers import OfferRow, read_offers
from tests.driving.casework import Casework, logins, seated
from tests.driving.checks import DIAGRAM, checks_opened, deploy_checks
from tests.driving.district import District


@dataclass
class Checks:
    """A case whose ad-hoc subprocess has just opened."""

    district: District
    case: Casework

    def offers(self, name: str) -> list[OfferRow]:
        with self.district.looking(logins()[name]) as ctx:
            dossier = read_dossier(ctx, self.case.case_id)
            return list(read_offers(ctx, dossier.case, dossier.procedure))

    def offered(self, name: str) -> list[str]:
        return [offer.element for offer in self.offers(name) if not offer.ends]

    def begin(self, name: str, element: str, **more: str) -> UUID | None:
        arguments = {"case_id": self.case.case_id, "element": element, **more}
        return self.district.do(logins()[name], begin_activity, **arguments).next_task_id

    def finish(self, name: str) -> UUID | None:
        arguments = {"case_id": self.case.case_id, "element": "Checks1"}
        return self.district.do(logins()[name], finish_activities, **arguments).next_task_id


@pytest.fixture
def checks(district: District) -> Checks:
    return Checks(district, checks_opened(district))


def test_each_sees_what_their_seat_may_begin(checks: Checks) -> None:
    assert checks.case.open_steps == {}
    assert checks.offered("王强") == ["Visit", "Again"]
    assert checks.offered("李静") == ["Opinion"]
    assert (checks.offered("马骏"), [offer.ends for offer in checks.offers("马骏")]) == (["Count"], [False, True])


def test_whose_seat_may_begin_something_may_read_the_case(checks: Checks) -> None:
    with checks.district.looking(logins()["李静"]) as ctx:
        assert checks.case.case_id in [row.id for row in list_cases(ctx).items]
    with pytest.raises(NotFound):
        checks.district.do(seated("QA_CALLER"), begin_activity, case_id=checks.case.case_id, element="Visit")


def test_what_is_begun_is_a_task_of_whoever_began_it_and_can_be_begun_again(checks: Checks) -> None:
    first, second = checks.begin("王强", "Visit"), checks.begin("王强", "Visit")
    assert first is not None
    assert second not in (None, first)
    assert checks.begin("李静", "Opinion") is not None
    assert sorted(checks.case.open_steps) == ["法律意见", "走访"]
    with checks.district.looking(logins()["王强"]) as ctx:
        kinds = [entry.sentence_zh for entry in read_timeline(ctx, checks.case.case_id).items]
    assert kinds[:3] == ["启动“法律意见”", "启动“走访”", "启动“走访”"]


def test_only_the_seat_begins_and_only_what_is_offered(checks: Checks) -> None:
    for name, element in (
        ("王强", "Opinion"),
        ("李静", "Visit"),
        ("王强", "Close"),
        ("王强", "Nowhere"),
        ("王强", "Count"),
    ):
        with pytest.raises(NothingOffered):
            checks.begin(name, element)
    with pytest.raises(NothingOffered):
        checks.begin("王强", "Visit", offer="1:Visit")
    with pytest.raises(NothingOffered):
        checks.finish("王强")


def test_the_separation_of_duties_holds_before_anything_begins(checks: Checks) -> None:
    barred = {offer.element: [barrier.rule for barrier in offer.barred] for offer in checks.offers("王强")}
    assert barred == {"Visit": [], "Again": ["EXCLUDE"]}
    with pytest.raises(Barred):
        checks.begin("王强", "Again")
    assert checks.begin("赵磊", "Again") is not None


def test_a_suspended_case_offers_nothing(checks: Checks) -> None:
    checks.district.do("liuzhiyuan", suspend_case, case_id=checks.case.case_id, reason="等待其他机关的裁决")
    assert checks.offered("王强") == []
    with pytest.raises(CaseNotActive):
        checks.begin("王强", "Visit")


def test_the_leader_says_when_it_is_enough_and_not_before_it_rests(checks: Checks) -> None:
    checks.begin("王强", "Visit")
    assert [offer.ends for offer in checks.offers("马骏")] == [False]
    with pytest.raises(NothingOffered):
        checks.finish("马骏")
    checks.case.do("走访", {"x": "x"}, by="王强")
    checks.begin("马骏", "Count")
    assert checks.case.document["counted"] is True
    checks.finish("马骏")
    assert list(checks.case.open_steps) == ["收尾"]
    assert checks.offered("王强") == []


def test_nobody_could_begin_or_finish_it_is_refused_at_deployment(district: District) -> None:
    with pytest.raises(BundleRefused) as caught:
        deploy_checks(district, DIAGRAM.replace('guiju:performer="SQUAD_LEADER" ', ""))
    assert [(fault.code, fault.where["element"]) for fault in caught.value.faults] == [("no-performer", "Checks1")]
    with pytest.raises(BundleRefused) as caught:
        deploy_checks(district, DIAGRAM.replace("SQUAD_LEADER", "NOBODY"))
    assert [fault.code for fault in caught.value.faults] == ["unknown-role"]
