"""The worked example of `guiju play` in the reference does what it says."""

import json
import re
from pathlib import Path

from click.testing import CliRunner

from engine.runtime.playing.requests import VERBS
from web.cli.play import command

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "command-line.md"


def test_the_worked_example_answers_as_it_is_written(tmp_path, monkeypatch):
    monkeypatch.setenv("GUIJU_LANGUAGE", "en")
    text = PAGE.read_text(encoding="utf-8").split("**An example.**")[1]
    diagram, session = re.findall(r"```(?:xml|text)\n(.*?)```", text, re.DOTALL)[:2]
    path = tmp_path / "claim.bpmn"
    path.write_text(diagram, encoding="utf-8")
    asked = [line[2:] for line in session.splitlines() if line.startswith("> ")]
    written = [json.loads(line[2:]) for line in session.splitlines() if line.startswith("< ")]
    result = CliRunner().invoke(command, [str(path)], input="\n".join(asked))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(asked) > 4
    assert [{key: answer[key] for key in shown} for answer, shown in zip(answers, written, strict=True)] == written


def test_every_verb_is_in_the_reference():
    text = PAGE.read_text(encoding="utf-8")
    assert [verb for verb in VERBS if f'{{"do":"{verb}"' not in text] == []
