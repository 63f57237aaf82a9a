"""A small procedure with a form, to read and prove rules on."""

from collections.abc import Sequence
from itertools import pairwise

from engine.bpmn import Model
from engine.verification.compliance.reading import read_rule
from engine.verification.compliance.rule import Line, Rule
from engine.verification.compliance.vocabulary import FieldWords, Vocabulary
from tests.unit.verification.drawing import document, model_of

GUIJU = 'xmlns:guiju="urn:guiju:bpmn:1"'

REVIEW_FORM = (
    FieldWords("opinion", ("审核意见", "Opinion"), {"AGREE": "同意", "AMEND": "补正"}, is_certain=True),
    FieldWords("major", ("重大", "Major"), {}, is_certain=False),
)


def task(identifier: str, name: str, more: str = "", inside: str = "") -> str:
    """Return a human task; `more` are attributes, `inside` what stands in its extension elements."""
    return (
        f'<userTask id="{identifier}" name="{name}" {GUIJU} {more}>'
        f"<extensionElements>{inside}</extensionElements></userTask>"
    )


def flow(source: str, target: str, condition: str = "") -> str:
    """Return a sequence flow."""
    inside = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'


def procedure(*parts: str, name: str = "P") -> str:
    """Return a process."""
    return f'<process id="{name}" name="{name}" isExecutable="true">{"".join(parts)}</process>'


def drawn(*parts: str) -> Model:
    """Return the model of one process."""
    return model_of(document(procedure(*parts)))


def chain(*names: str) -> str:
    """Return the flows from one element to the next."""
    return "".join(flow(a, b) for a, b in pairwise(names))


def words(model: Model, home: Sequence[str] = ("P",)) -> Vocabulary:
    """Return the words of a model whose tasks have the form of a review."""
    return Vocabulary(model, {"review": REVIEW_FORM}, tuple(home))


def ruled(text: str, vocabulary: Vocabulary) -> Rule:
    """Return the rule that a line is."""
    rule = read_rule(Line(text), vocabulary)
    assert isinstance(rule, Rule), [fault.zh for fault in rule]
    return rule
