"""The reference of steps and the steps themselves name each other."""

import re

from engine.scenarios.library import STEPS
from tests.driving.casework import ROOT

REFERENCE = ROOT / "docs/reference/gherkin-steps.md"
ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


def shapes(sentences: list[str]) -> list[str]:
    """Return step sentences in order, with nothing between their quotation marks."""
    return sorted(re.sub("「[^」]*」", "「」", sentence) for sentence in sentences)


def test_every_step_is_documented_and_every_documented_step_exists() -> None:
    implemented = [step.sentence for step in STEPS.definitions]
    documented = ROW.findall(REFERENCE.read_text(encoding="utf-8"))
    assert implemented
    assert shapes(implemented) == shapes(documented)
