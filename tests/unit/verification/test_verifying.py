"""What `guiju verify` says of files: verdicts, findings and exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.bpmn import SourceFile
from engine.verification.nets.exploring import Budget
from engine.verification.verify import verify
from tests.unit.verification.drawing import document, process
from web.cli.verify import command

PROCESSES = Path(__file__).parents[3] / "processes"
SOUND = document(process("P", "s0 t1 e2"))
STUCK = document(process("P", "s0 x1 t2 p3 e4; x1 t5 p3"))


def files(**contents: str) -> list[SourceFile]:
    return [SourceFile(f"{name}.bpmn", content.encode()) for name, content in contents.items()]


def test_every_shipped_procedure_is_proved() -> None:
    found = sorted(PROCESSES.rglob("*.bpmn"))
    assert len(found) >= 5
    reports = verify([SourceFile(path.name, path.read_bytes()) for path in found])
    assert {report.file: report.verdict for report in reports} == {path.name: "PROVED" for path in found}


@pytest.mark.parametrize(
    ("content", "verdict", "rules"),
    [
        # Nothing is wrong.
        (SOUND, "PROVED", []),
        # A join that waits for ever.
        (STUCK, "VIOLATED", ["deadlock"]),
        # A task that nothing leads to, with the rule that names the cause.
        (document(process("P", "s0 t1 e2; t3 e4")), "VIOLATED", ["unreachable", "dead-activity"]),
        # Two flows between the same elements are told, not held against the drawing where they do no harm.
        (
            document(process("P", "s0 x1 t2 e3", '<sequenceFlow id="again" sourceRef="x1" targetRef="t2"/>')),
            "PROVED",
            ["duplicate-flow"],
        ),
        # A condition in another language cannot be run, whatever the structure says.
        (
            document(
                process("P", "s0 x1 t2 e3; x1 t4 e3").replace(
                    'targetRef="t2"/>', 'targetRef="t2"><conditionExpression>${a}</conditionExpression></sequenceFlow>'
                )
            ),
            "VIOLATED",
            ["feel-syntax", "condition-either-way"],
        ),
        # What is no diagram at all.
        ("<nothing/>", "VIOLATED", ["not-bpmn"]),
    ],
)
def test_a_file_has_a_verdict_with_its_reasons(content, verdict, rules) -> None:
    (report,) = verify(files(drawn=content))
    assert (report.verdict, [finding.rule for finding in report.findings]) == (verdict, rules)
    assert all(finding.zh and finding.en for finding in report.findings)


def test_structure_alone_is_judged_where_nothing_else_counts() -> None:
    foreign = SOUND.replace("<task ", '<task made="elsewhere" ').replace("</process>", "<madeUp/></process>")
    assert verify(files(drawn=foreign))[0].verdict == "VIOLATED"
    assert verify(files(drawn=foreign), soundness_only=True)[0].verdict == "PROVED"


def test_files_may_use_the_same_ids_and_call_each_other() -> None:
    caller = document(process("P", "s0 k1 e2", '<callActivity id="k1" calledElement="Q"/>'))
    called = document(process("Q", "s0 x1 t2 p3 e4; x1 t5 p3"))
    assert [report.verdict for report in verify(files(a=SOUND, b=SOUND))] == ["PROVED", "PROVED"]
    assert [report.verdict for report in verify(files(a=caller, b=called))] == ["VIOLATED", "VIOLATED"]


def test_a_spent_budget_is_unknown() -> None:
    # Ten tasks at once, each with a reminder that may come or not: nothing here can be taken together.
    borders = "".join(
        f'<boundaryEvent id="k{n}" attachedToRef="t{n}" cancelActivity="false"><timerEventDefinition><timeDuration>P1D'
        "</timeDuration></timerEventDefinition></boundaryEvent>"
        for n in range(10, 20)
    )
    flows = "s0 p1; p3 e4;" + ";".join(f"p1 t{n} p3; k{n} t{n + 40} e{n + 60}" for n in range(10, 20))
    content = document(process("P", flows, borders))
    (report,) = verify(files(wide=content), budget=Budget(states=200))
    assert report.verdict == "UNKNOWN"
    assert report.soundness is not None
    assert (report.soundness.safe, report.soundness.dead) == (None, None)


def test_the_command_answers_in_json_and_by_its_exit_code(tmp_path) -> None:
    good, bad = tmp_path / "good.bpmn", tmp_path / "bad.bpmn"
    good.write_text(SOUND, encoding="utf-8")
    bad.write_text(STUCK, encoding="utf-8")
    fine = CliRunner().invoke(command, [str(good), "--json"])
    assert fine.exit_code == 0
    assert (
        json.loads(fine.stdout)["files"][0]["soundness"].items()
        >= {
            "safe": True,
            "option_to_complete": True,
            "proper_completion": True,
            "dead": [],
        }.items()
    )
    wrong = CliRunner().invoke(command, [str(bad), "--json"])
    assert wrong.exit_code == 1
    (finding,) = json.loads(wrong.stdout)["files"][0]["findings"]
    assert finding.items() >= {"rule": "deadlock", "severity": "error"}.items()
    assert finding["path"][0][0] == "s0"


def test_a_folder_without_diagrams_could_not_be_verified(tmp_path) -> None:
    assert CliRunner().invoke(command, [str(tmp_path)]).exit_code == 2
