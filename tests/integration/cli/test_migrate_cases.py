"""`guiju migrate-cases`: proposed, tried out, done, shown."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.bpmn import SourceFile
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.perform import perform
from engine.definitions.folders import read_folder
from engine.kernel.actor import system_actor
from engine.kernel.ids import new_id
from tests.driving.bundles import unruled
from tests.driving.casework import ROOT, Casework
from tests.driving.district import District
from web.cli.main import main
from web.cli.settings import Settings

DRAWING = "processes/ordinary-penalty/ordinary-penalty.bpmn"


@pytest.fixture
def case(district: District) -> Casework:
    """A case on version 1, beside which version 2 is published."""
    case = Casework.begun(district, "ordinary-penalty", by="王强").to("调查取证")
    [files] = read_folder(ROOT / "processes/ordinary-penalty")
    changed = [
        SourceFile(
            file.name,
            file.content.replace(b'"CollectEvidence"', b'"GatherEvidence"').replace(
                b">CollectEvidence<", b">GatherEvidence<"
            )
            if file.name == DRAWING
            else file.content,
        )
        for file in files
    ]
    actor = system_actor(district.tenant_id)
    perform(district.edge, actor, deploy_procedure, request_key=str(new_id()), files=unruled(changed), note="改图")
    return case


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Runs the command on the test's district and reads its JSON."""
    assert settings.database_url is not None
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("GUIJU_DATA", str(tmp_path))

    def call(*words: str) -> dict[str, object]:
        arguments = ["migrate-cases", "ordinary-penalty", "--tenant", "wuhou", "--json", *words]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        return dict(json.loads(result.stdout))

    return call


def test_cases_are_tried_out_then_taken(case: Casework, run) -> None:
    pairs = {pair["source"]: pair for pair in run("--from", "1", "--to", "2", "--propose")["pairs"]}
    assert pairs["CollectEvidence"] == {"source": "CollectEvidence", "target": "GatherEvidence", "how": "renamed"}
    [trial] = run("--from", "1", "--to", "2", "--dry-run")["items"]
    assert (trial["status"], ["CollectEvidence", "GatherEvidence"] in trial["places"]) == ("would move", True)
    done = run("--from", "1", "--to", "2", "--reason", "修订规程")
    assert (done["status"], done["counts"]["moved"]) == ("finished", 1)
    assert run("--show", done["transfer"]) == done
    assert list(case.open_steps) == ["调查取证"]


def test_a_case_is_exported_for_support(
    case: Casework, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert settings.database_url is not None
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("GUIJU_DATA", str(tmp_path))
    number = case.district.worksheet("wangqiang", case.open_steps["调查取证"]).case.number
    result = CliRunner().invoke(main, ["export-state", number, "--tenant", "wuhou"])
    assert result.exit_code == 0, result.output
    exported = json.loads(result.stdout)
    assert "CollectEvidence" in {task["task_spec"] for task in exported["tasks"].values()}
    assert CliRunner().invoke(main, ["export-state", "无", "--tenant", "wuhou"]).exit_code == 1
