"""What reviewers asked about: late steps, supervisors, recused people, exposed reporters, keys used twice."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.bpmn import SourceFile
from engine.commands.add_comment import add_comment
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.errors import RequestKeyReused
from engine.commands.perform import perform
from engine.commands.reveal_reporter import reveal_reporter
from engine.definitions.errors import BundleRefused
from engine.definitions.folders import read_folder
from engine.kernel.actor import system_actor
from engine.kernel.database import transaction
from engine.kernel.errors import Forbidden
from engine.kernel.ids import new_id
from tests.driving.casework import Casework
from tests.driving.district import District

ROOT = Path(__file__).parents[3]


def test_a_step_done_after_its_last_day_is_recorded_as_missed(district: District) -> None:
    case = Casework.begun(district, "complaint-intake", by="周敏")
    district.edge.clock.travel(timedelta(days=1))
    case.do("登记诉求")
    with transaction(district.edge.database, district.tenant_id) as session:
        states = dict(session.execute(text("select limit_id, status from deadline order by id")).all())
    assert states["A01"] == "missed"


def test_a_supervisor_reads_a_case_and_writes_nothing_into_it(district: District) -> None:
    case = Casework.begun(district, "complaint-intake", by="周敏")
    with pytest.raises(Forbidden):
        district.do("penglei", add_comment, case_id=case.case_id, body="请加快办理")


def test_whoever_was_recused_no_longer_sees_who_reported(district: District) -> None:
    case = Casework.begun(district, "complaint-intake", by="周敏").to("派单")
    district.do("wuqian", reveal_reporter, case_id=case.case_id)
    recused = str(district.actor("wuqian").person_id)
    with transaction(district.edge.database, district.tenant_id) as session:
        session.execute(
            text(
                """update "case" set duties = jsonb_build_object('recused', jsonb_build_array(cast(:person as text)))"""
            ),
            {"person": recused},
        )
    with pytest.raises(Forbidden):
        district.do("wuqian", reveal_reporter, case_id=case.case_id)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        # in a fact, which lists show and search finds
        ('guiju:facts="complaint_title,', 'guiju:facts="reporter_name,complaint_title,'),
        # in what is handed to another case
        (
            '<guiju:input name="act_place" value="act_place" />',
            '<guiju:input name="act_place" value="reporter_phone" />',
        ),
    ],
)
def test_a_procedure_that_would_expose_the_reporter_is_not_published(
    district: District, written: str, instead: str
) -> None:
    (files,) = read_folder(ROOT / "processes/complaint-intake")
    changed = [SourceFile(file.name, file.content.replace(written.encode(), instead.encode())) for file in files]
    assert changed != files
    with pytest.raises(BundleRefused) as refused:
        perform(
            district.edge,
            system_actor(district.tenant_id),
            deploy_procedure,
            request_key=str(new_id()),
            files=changed,
            note="x",
        )
    assert {fault.code for fault in refused.value.faults} == {"protected-exposed"}


def test_a_key_used_on_one_case_is_refused_on_another(district: District) -> None:
    first = Casework.begun(district, "complaint-intake", by="周敏")
    second = Casework.begun(district, "complaint-intake", by="周敏")
    key = str(new_id())
    district.do("zhoumin", add_comment, request_key=key, case_id=first.case_id, body="一")
    with pytest.raises(RequestKeyReused):
        district.do("zhoumin", add_comment, request_key=key, case_id=second.case_id, body="一")
