"""Evaluation for other systems: a decision of a live procedure, or an expression."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request

from engine.definitions.evaluation import evaluate_decision, evaluate_expression
from engine.feel import Reason
from engine.feel.jsonform import from_json, to_json
from engine.feel.values import normal
from engine.kernel.errors import Fault
from engine.registers.asking import Asking
from engine.registers.rules import ThresholdVersion, told
from web.api.acting import sent_key
from web.api.problems import ArgumentsRefused
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
def evaluate_decision_of(wish: dict[str, Any], key: str, decision: str) -> Response:
    """Evaluate a decision of a procedure's live version, by id or name, with the rules that fired.

    Nothing is stored; a value that misfits its type counts as missing and is told among the reasons. `thresholds` are
    the versions that the answer rests on. Inputs have a limit of size; an evaluation that takes too long gives null
    with that reason.
    """
    sent_key()
    inputs = _as_sent(wish, "inputs")
    with reading() as ctx:
        asking = Asking(ctx)
        decided = evaluate_decision(ctx, key, decision, inputs=inputs, functions={"threshold": asking})
    fired = [
        {
            "decision": rule.decision,
            "rule": normal(rule.number),
            "id": rule.id,
            "annotation": rule.annotation,
            "inputs": dict(rule.inputs),
            "outputs": dict(rule.outputs),
        }
        for rule in decided.fired
    ]
    return _answer(decided.value, decided.reasons, asking, fired=fired)


@topic.post("/feel/evaluate")
@needs("definition.read")
@topic.arguments(ExpressionWishSchema)
@topic.response(200, EvaluationSchema)
def evaluate_feel(wish: dict[str, Any]) -> Response:
    """Evaluate a FEEL expression over the names of a context.

    Nothing is stored. Limits of depth, steps and size apply; what exceeds them is null with a reason.
    """
    sent_key()
    names = _as_sent(wish, "context")
    with reading() as ctx:
        asking = Asking(ctx)
        evaluation = evaluate_expression(ctx, wish["expression"], names=names, functions={"threshold": asking})
    return _answer(evaluation.value, evaluation.reasons, asking)


def _as_sent(wish: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    """Return an object of the body with the digits that were sent: the general reader makes binary floats of them."""
    if not wish[field]:
        return {}
    try:
        sent: Mapping[str, Any] = from_json(request.get_data(as_text=True))[field]
    except ValueError as failure:
        zh, en = f"不是JSON：{failure}", f"No JSON: {failure}"
        raise ArgumentsRefused(faults=(Fault("argument", zh, en, {"field": field}),)) from failure
    return sent


def _answer(value: Any, reasons: Sequence[Reason], asking: Asking, **more: Any) -> Response:
    """Return an answer with all digits of its numbers; days, durations and functions are the texts FEEL gives."""
    body = {"value": value, **more, "reasons": _reasons(reasons), "thresholds": _versions(asking.cited)}
    return Response(to_json(body), mimetype="application/json")


def _versions(cited: Sequence[ThresholdVersion]) -> list[dict[str, Any]]:
    return [{**told(version), "threshold": str(version.id)} for version in cited]


def _reasons(reasons: Sequence[Reason]) -> list[dict[str, str]]:
    return [{"message": in_language(each.zh, str(each)), "zh": each.zh, "en": str(each)} for each in reasons]
