"""The worker: it is killed at its limits, tells what the others came to, and knows nothing of this process."""

from dataclasses import replace

import pytest

from engine.bpmn import SourceFile
from engine.scenarios.errors import FeaturesRefused
from engine.scenarios.worker import Limits, play_limited, propose_limited
from tests.driving.leave import DIAGRAM, scenarios, shipped_staging

GOOD = "当 「王强」发起「请假」\n而且 「王强」办理「申请」\n那么 案件处于「已登记」"


def drawn(staging, diagram: str):
    files = [replace(each, content=diagram.encode()) if each.name == "leave.bpmn" else each
             for each in staging.bundles[0]]  # fmt: skip
    return replace(staging, bundles=(tuple(files),))


def test_results_come_in_order_with_what_was_gone_through(staging) -> None:
    played = [*scenarios(GOOD), *scenarios("当 「王强」发起「请假」\n那么 系统拒绝"), *scenarios(GOOD)]
    performance = play_limited(staging, played)
    assert [result.status for result in performance.results] == ["passed", "failed", "passed"]
    (coverage,) = performance.coverage()
    flows = coverage.kinds["flows"]
    assert {item.place[1] for item in flows.missing} == {"d", "e", "g"}
    assert (flows.count, flows.percent) == (3, 50)
    assert coverage.marks()["c"] == {"kind": "flow", "covered": True}
    assert coverage.marks()["Approve"] == {"kind": "element", "covered": False}
    met = {item.place for item in coverage.kinds["rules"].all} & coverage.kinds["rules"].seen
    assert met == {("ask", "required:days+"), ("ask", "required:kind+"), ("ask", "shown:why-")}


def test_an_endless_scenario_is_killed_and_the_rest_is_played(staging) -> None:
    # A timer that sets itself again every second, for a hundred years: each firing is quick, all of them are not.
    ticking = DIAGRAM.replace("<timeDuration>P5D</timeDuration>", "<timeCycle>R/PT1S</timeCycle>").replace(
        'attachedToRef="Approve"', 'attachedToRef="Approve" cancelActivity="false"'
    )
    endless = scenarios("假如 案件已办到「批准」\n| 环节 | 字段 | 值 |\n| 申请 | 种类 | 长假 |\n当 时间过去「36000」天")
    limits = Limits(scenario_seconds=0.3)
    performance = play_limited(drawn(staging, ticking), [*endless, *scenarios(GOOD)], limits=limits)
    first, second = performance.results
    assert (first.status, second.status) == ("failed", "passed")
    assert first.told is not None
    assert "限额" in first.told.zh or "没有尽头" in first.told.zh


def test_memory_is_limited() -> None:
    with pytest.raises(FeaturesRefused) as refused:
        play_limited(shipped_staging(), scenarios(GOOD), limits=Limits(megabytes=1))
    # Whatever is allocated first fails: the interpreter's own memory, or that of the reader of XML.
    assert refused.value.faults


def test_too_little_time_for_the_procedures_themselves_is_told(staging) -> None:
    with pytest.raises(FeaturesRefused) as refused:
        play_limited(staging, scenarios(GOOD), limits=Limits(stage_seconds=0.001))
    assert "限额" in refused.value.faults[0].zh


def test_a_hostile_diagram_is_refused_with_its_place(staging) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><definitions>&b;</definitions>'
    with pytest.raises(FeaturesRefused) as refused:
        play_limited(drawn(staging, bomb), scenarios(GOOD))
    assert refused.value.faults[0].where["file"] == "leave.bpmn"


def test_unknown_steps_are_refused_before_anything_is_played(staging) -> None:
    with pytest.raises(FeaturesRefused) as refused:
        play_limited(staging, scenarios("当 无此步骤"))
    assert dict(refused.value.faults[0].where) == {"file": "leave.feature", "line": 4}


def test_every_flow_that_was_missing_is_proposed_and_played(staging) -> None:
    performance = play_limited(staging, scenarios(GOOD))
    proposals = propose_limited(staging, performance)
    assert proposals
    assert all(proposal.is_confirmed for proposal in proposals)
    added = [scenario for proposal in proposals for scenario in _read(proposal.text)]
    (coverage,) = play_limited(staging, [*scenarios(GOOD), *added]).coverage()
    assert coverage.kinds["flows"].percent == 100


def _read(text: str):
    from engine.scenarios.reading import read_feature

    return read_feature(SourceFile("proposal.feature", text.encode())).scenarios
