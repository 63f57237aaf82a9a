"""Shipped procedures spoiled on purpose: soundness or a rule notices every one of them."""

import random
from functools import cache
from pathlib import Path

import pytest

from engine.bpmn import Model, SourceFile, examine_model
from engine.verification.compliance.automata import Pattern
from engine.verification.compliance.features import lines_of
from engine.verification.compliance.proving import VIOLATED, prover
from engine.verification.compliance.reading import read_rules
from engine.verification.compliance.vocabulary import Vocabulary, words_of
from engine.verification.data.answers import facts_of
from engine.verification.duties.rules import read_duty_rules
from engine.verification.duties.separation import prove_people
from engine.verification.judging import Surroundings, judge_rules
from engine.verification.soundness import judge_soundness
from forms import Form, read_form
from tests.unit.verification.mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[3]
HOW_MANY = 20

PROCEDURES = {
    "OrdinaryPenalty": ("ordinary-penalty", "penalty"),
    "LegalReview": ("legal-review", "legal-review"),
    "Hearing": ("hearing", "hearing"),
    "CoerciveMeasure": ("coercive-measure", "coercive-measure"),
    "ComplaintIntake": ("complaint-intake", "intake"),
}

EQUIVALENT = {
    # The duty of a host is set against investigation, which the calling procedure has: its rules notice.
    "duty removed RecordHearing": "Hearing",
    "duty removed HearingReport": "Hearing",
    # The duty `approve` is spoken of by rules about the roles a person holds (SOD-03, SOD-16), not about what a
    # person has done; no course of a case shows it.
    "duty removed ApproveMeasure": "CoerciveMeasure",
    "duty removed ResolveMeasure": "CoerciveMeasure",
    "duty removed ApproveFiling": "OrdinaryPenalty",
    "duty removed CloseCase": "OrdinaryPenalty",
    # These gates compare two amounts or two days, which no proof of order sees; scenarios S31, S25 and S27 to S29 try
    # them on the running product.
    "gate removed ApproveFiling#0": "OrdinaryPenalty",
    "gate removed DecidePenalty#1": "OrdinaryPenalty",
    "gate removed DecidePenalty#7": "OrdinaryPenalty",
    "gate removed DecidePenalty#8": "OrdinaryPenalty",
    "gate removed DecidePenalty#9": "OrdinaryPenalty",
    # The flow leads through the review that agreed, the hearing that was demanded and the discussion of a grave case
    # right before every decision; these gates say it once more.
    "gate removed DecidePenalty#3": "OrdinaryPenalty",
    "gate removed DecidePenalty#4": "OrdinaryPenalty",
    "gate removed DecidePenalty#6": "OrdinaryPenalty",
}
"""Mutants that no course of a case of their own procedure tells from the original, each with its procedure."""


@cache
def forms() -> tuple[Form, ...]:
    """Return the shipped forms."""
    return tuple(read_form(path.read_bytes(), file=path.name) for path in (ROOT / "forms/definitions").glob("*.form"))


@cache
def surroundings() -> Surroundings:
    return Surroundings(words_of(forms()), read_duty_rules((ROOT / "processes/separation.toml").read_text()))


def diagram(key: str) -> bytes:
    return (ROOT / f"processes/{key}/{key}.bpmn").read_bytes()


def model_with(content: bytes) -> Model:
    """Return the model of a diagram with all shipped ones around it."""
    around = [examine_model([SourceFile(key, diagram(key))]).model for key, _ in PROCEDURES.values()]
    own = examine_model([SourceFile("mutant", content)]).model
    return Model({**{name: each for model in around for name, each in model.processes.items()}, **own.processes})


def lines(folder: str) -> list:
    return lines_of([SourceFile("rules", (ROOT / f"features/{folder}/rules.feature").read_bytes())])


def noticed_by(process: str, content: bytes) -> str | None:
    """Return what notices that a diagram is wrong: soundness, or the first rule that is broken or has become empty."""
    model = model_with(content)
    called = [] if process in ("OrdinaryPenalty", "ComplaintIntake") else [process]
    if judge_soundness(model, [process], facts=facts_of(forms(), called=called), follow_data=True).is_violated:
        return "soundness"
    known = surroundings()
    reading = read_rules(lines(PROCEDURES[process][1]), Vocabulary(model, known.forms or {}, (process,)))
    if reading.faults:
        return reading.faults[0].zh
    ready = prover(model, [process], reading.rules, forms=known.forms)
    for rule in reading.rules:
        people = rule.pattern in (Pattern.APART, Pattern.TWO_PEOPLE)
        found = prove_people(ready, rule, known.duties) if people else ready.prove(rule)
        if found.verdict == VIOLATED or found.vacuous:
            return rule.line.text
    return None


@cache
def seeded(process: str) -> tuple[Mutant, ...]:
    """Return some mutants of a procedure, the same every time: of each kind of change as far as there are any."""
    every = [each for each in mutants_of(diagram(PROCEDURES[process][0])) if each.name not in EQUIVALENT]
    dice = random.Random(2026)
    dice.shuffle(every)
    kinds: dict[str, int] = {}
    ranked = []
    for each in every:
        kinds[each.change] = kinds.get(each.change, 0) + 1
        ranked.append((kinds[each.change], each.change, each))
    ranked.sort(key=lambda rank: rank[:2])
    return tuple(each for _, _, each in ranked[:HOW_MANY])


@pytest.mark.parametrize("process", PROCEDURES)
def test_every_shipped_rule_is_proved_and_speaks_of_something(process) -> None:
    key, folder = PROCEDURES[process]
    judged = judge_rules(model_with(diagram(key)), [process], lines(folder), known=surroundings())
    assert [fault.zh for fault in judged.faults] == []
    assert len(judged.verdicts) >= 12
    assert [each.rule.line.text for each in judged.verdicts if each.verdict != "PROVED" or each.vacuous] == []


@pytest.mark.parametrize("process", PROCEDURES)
def test_no_mutant_of_a_shipped_procedure_survives(process) -> None:
    mutants = seeded(process)
    assert len(mutants) >= 19
    assert [each.name for each in mutants if noticed_by(process, each.content) is None] == []


@pytest.mark.parametrize("element", ["RecordHearing", "HearingReport"])
def test_what_only_the_calling_procedure_can_notice_it_does_notice(element) -> None:
    mutant = next(
        each for each in mutants_of(diagram("hearing")) if (each.change, each.element) == ("duty removed", element)
    )
    # Only the rules about people are asked: the others do not depend on the duty.
    texts = [line for line in lines("penalty") if "不得由同一人" in line.text and "听证／" in line.text]
    found = judge_rules(model_with(mutant.content), ["OrdinaryPenalty"], texts, known=surroundings())
    assert found.verdict == VIOLATED


def test_every_exclusion_names_a_mutant_that_exists() -> None:
    names = {each.name for key, _ in PROCEDURES.values() for each in mutants_of(diagram(key))}
    assert set(EQUIVALENT) <= names
