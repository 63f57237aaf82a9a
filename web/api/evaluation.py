"""Evaluation for other systems: a decision of a live procedure, or an expression."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.definitions.evaluation import evaluate_decision, evaluate_expression
from engine.feel import Reason
from engine.feel.jsonform import from_json, to_json
from engine.registers.asking import Asking
from engine.registers.rules import ThresholdVersion, told
from web.api.acting import sent_key
from web.api.schemas.evaluation import (
    DecisionAnswerSchema,
    DecisionWishSchema,
    EvaluationSchema,
    ExpressionWishSchema,
)
from web.api.topic import Topic
from web.edge import reading
from web.guard import needs
from web.i18n.languages import in_language

topic = Topic("evaluation", "Evaluation: decisions and expressions, without a case")


@topic.post("/decisions/<key>/<decision>/evaluate")
@needs("definition.read")
@topic.arguments(DecisionWishSchema)
@topic.response(200, DecisionAnswerSchema)
def evaluate_decision_of(wish: dict[str, Any], key: str, decision: str) -> Mapping[str, Any]:
    """Evaluate a decision of a procedure's live version, by id or name, with the rules that fired.

    Nothing is stored; a value that misfits its type counts as missing and is told among the reasons. `thresholds` are
    the versions that the answer rests on. Inputs have a limit of size; an evaluation that takes too long gives null
    with that reason.
    """
    sent_key()
    with reading() as ctx:
        asking = Asking(ctx)
        decided = evaluate_decision(ctx, key, decision, inputs=wish["inputs"], functions={"threshold": asking})
    fired = [
        {
            "decision": rule.decision,
            "rule": rule.number,
            "id": rule.id,
            "annotation": rule.annotation,
            "inputs": _outward(dict(rule.inputs)),
            "outputs": _outward(dict(rule.outputs)),
        }
        for rule in decided.fired
    ]
    return {
        "value": _outward(decided.value),
        "fired": fired,
        "reasons": _reasons(decided.reasons),
        "thresholds": _versions(asking.cited),
    }


@topic.post("/feel/evaluate")
@needs("definition.read")
@topic.arguments(ExpressionWishSchema)
@topic.response(200, EvaluationSchema)
def evaluate_feel(wish: dict[str, Any]) -> Mapping[str, Any]:
    """Evaluate a FEEL expression over the names of a context.

    Nothing is stored. Limits of depth, steps and size apply; what exceeds them is null with a reason.
    """
    sent_key()
    with reading() as ctx:
        asking = Asking(ctx)
        evaluation = evaluate_expression(
            ctx, wish["expression"], names=wish["context"], functions={"threshold": asking}
        )
    return {
        "value": _outward(evaluation.value),
        "reasons": _reasons(evaluation.reasons),
        "thresholds": _versions(asking.cited),
    }


def _versions(cited: Sequence[ThresholdVersion]) -> list[Mapping[str, Any]]:
    return [told(version) for version in cited]


def _outward(value: Any) -> Any:
    """Return a value in the types JSON has, numbers exact; days, durations and functions are the texts FEEL gives."""
    return from_json(to_json(value))


def _reasons(reasons: Sequence[Reason]) -> list[dict[str, str]]:
    return [{"message": in_language(each.zh, str(each)), "zh": each.zh, "en": str(each)} for each in reasons]
