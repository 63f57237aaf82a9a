"""Deadlines run from the event that the statute names, and say when their last day is not certain."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from engine.kernel.database import transaction
from engine.organization.errors import Barred
from tests.driving.casework import Casework
from tests.driving.district import District


def deadline_of(case: Casework, step: str) -> Any:
    with transaction(case.district.edge.database, case.district.tenant_id) as session:
        return session.execute(
            text("select limit_id, due_on, provisional, unverified from deadline where task_id = :task"),
            {"task": case.open_steps[step]},
        ).one()


def test_ninety_days_run_from_filing_and_wait_for_the_next_years_notice(district: District) -> None:
    case = Casework.begun(district, "ordinary-penalty", by="王强").to("作出处罚决定")
    # Filed on 24 November 2026; the notice for 2027 is not out, so the raw last day is shown and marked.
    assert tuple(deadline_of(case, "作出处罚决定")) == ("C10", date(2027, 2, 22), True, False)


def test_the_window_for_a_hearing_runs_from_the_service_of_the_notice(district: District) -> None:
    case = Casework.begun(district, "ordinary-penalty", by="王强").to("登记陈述申辩期满")
    assert deadline_of(case, "登记陈述申辩期满").due_on == date(2026, 12, 1)


def test_a_recused_officer_cannot_be_named_in_the_same_breath(district: District) -> None:
    case = Casework.begun(district, "ordinary-penalty", by="王强").to("指派承办人员")
    with pytest.raises(Barred) as refused:
        case.do("指派承办人员", {"决定回避的人员": [{"回避人员": "赵磊", "回避理由": "与当事人有近亲属关系"}]})
    assert {fault.where["rule"] for fault in refused.value.faults} == {"SOD-04"}


def test_a_recused_officer_takes_no_part_afterwards(district: District) -> None:
    case = Casework.begun(district, "ordinary-penalty", by="王强").to("指派承办人员")
    case.do("指派承办人员", {"决定回避的人员": [{"回避人员": "李静", "回避理由": "与当事人有近亲属关系"}]})
    case.to("指派审核人员")
    with pytest.raises(Barred) as refused:
        case.do("指派审核人员", {"审核人": "李静"})
    assert "SOD-04" in {fault.where["rule"] for fault in refused.value.faults}
