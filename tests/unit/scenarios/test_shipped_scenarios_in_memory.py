"""What is shipped, in memory: every scenario passes or says what it needs, a hundred of them within a second."""

import time

from engine.bpmn import SourceFile
from engine.scenarios.playing import Theatre, require_known
from engine.scenarios.reading import read_features
from tests.driving.leave import ROOT, shipped_stage, shipped_staging

# Scenarios that the whole platform is needed for; everything else must pass in memory.
ON_THE_PLATFORM = {
    "非承办人员看不到举报人身份",
    "占道经营案件办到归档",
    "归档后任何人不得修改证据",
    "证据文件在存储中被改动的，校验时发现",
}


def shipped_scenarios():
    paths = sorted((ROOT / "features").rglob("*.feature"))
    features = read_features(SourceFile(str(path.relative_to(ROOT)), path.read_bytes()) for path in paths)
    return [scenario for feature in features for scenario in feature.scenarios]


def test_every_shipped_scenario_passes_in_memory_or_needs_the_platform() -> None:
    played = shipped_scenarios()
    assert len(played) > 80
    require_known(played)
    theatre = Theatre(shipped_stage(), shipped_staging().thresholds)
    results = {f"{scenario.name} ({scenario.line})": (scenario, theatre.play(scenario)[0]) for scenario in played}
    failed = {name: result.told for name, (_, result) in results.items() if result.status == "failed"}
    assert failed == {}
    skipped = {scenario.name for scenario, result in results.values() if result.status == "skipped"}
    assert skipped == ON_THE_PLATFORM


def test_a_hundred_scenarios_take_less_than_a_second() -> None:
    theatre, played = Theatre(shipped_stage(), shipped_staging().thresholds), shipped_scenarios()
    began = time.process_time()
    for scenario in [*played, *played][:100]:
        theatre.play(scenario)
    assert time.process_time() - began < 1.0
