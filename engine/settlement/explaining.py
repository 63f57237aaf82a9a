"""What the record keeps of a decision: its value, the rules that fired, and the values they fired on."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.decisions import FiredRule
from engine.decisions.sources import inputs_behind, rules_behind_value, sources_of, sources_of_results
from engine.definitions.procedure import Procedure
from engine.feel.scope import Run
from engine.feel.text import text_of
from engine.feel.values import FeelFunction, Range, Workdays
from engine.feel.wide import WideDate, WideDateTime, WideTime
from engine.registers.rules import ThresholdVersion, told
from engine.runtime import DecisionMade

Body = dict[str, Any]

_TOLD_AS_TEXT = (FeelFunction, Range, WideDate, WideDateTime, WideTime, Workdays)


def explained(decided: Sequence[DecisionMade], procedure: Procedure) -> tuple[list[Body], Body]:
    """Return decisions for the record, and the values in them that may be personal, by their place.

    A value whose column reads a sensitive field does not stand in the chain: its label is listed among `private`, and
    the value goes to a side row named `decided.<decision>.fired.<rule>.<label>`, both numbered from 0. Results that may
    repeat one are listed among `private_outputs` and go to `decided.<decision>.outputs.<rule>.<output>`; a value that
    may goes to `decided.<decision>.value`, and the chain says `is_value_private`.
    """
    bodies: list[Body] = []
    private: Body = {}
    for at, made in enumerate(decided):
        fired = []
        for number, rule in enumerate(made.fired):
            hidden, results = _private_labels(made, rule, procedure), _private_results(made, rule, procedure)
            fired.append(_rule(rule, hidden, results))
            private |= {f"decided.{at}.fired.{number}.{label}": _kept(rule.inputs[label]) for label in hidden}
            private |= {f"decided.{at}.outputs.{number}.{name}": _kept(rule.outputs[name]) for name in results}
        value: Body = {"value": made.value}
        if _is_value_private(made, procedure):
            private[f"decided.{at}.value"] = _kept(made.value)
            value = {"value": None, "is_value_private": True}
        bodies.append(
            {"element": made.element, "decision": made.decision, **value, "fired": fired, **cited(made.cited)}
        )
    return bodies, private


def _rule(rule: FiredRule, hidden: Sequence[str], results: Sequence[str]) -> Body:
    told_rule: Body = {
        "decision": rule.decision,
        "number": rule.number,
        "id": rule.id,
        "annotation": rule.annotation,
        "outputs": {name: value for name, value in rule.outputs.items() if name not in results},
        "inputs": {label: _kept(value) for label, value in rule.inputs.items() if label not in hidden},
    }
    labels = {"private": list(hidden), "private_outputs": list(results)}
    return {**told_rule, **{kind: named for kind, named in labels.items() if named}}


def _kept(value: Any) -> Any:
    """Return a value as the record can hold it: what no document has a place for, such as a range, as its text."""
    if isinstance(value, list):
        return [_kept(part) for part in value]
    if isinstance(value, dict):
        return {name: _kept(part) for name, part in value.items()}
    return text_of(value, Run()) if isinstance(value, _TOLD_AS_TEXT) else value


def _private_labels(made: DecisionMade, rule: FiredRule, procedure: Procedure) -> Sequence[str]:
    model = procedure.decisions.get(made.decision)
    if model is None or not procedure.private_names:
        return ()
    sources: Mapping[str, frozenset[str]] = sources_of(model, rule, asked=made.decision)
    return [label for label in rule.inputs if sources.get(label, frozenset()) & procedure.private_names]


def _private_results(made: DecisionMade, rule: FiredRule, procedure: Procedure) -> Sequence[str]:
    model = procedure.decisions.get(made.decision)
    if model is None or not procedure.private_names:
        return ()
    sources = sources_of_results(model, rule, asked=made.decision)
    told = (name for name, value in rule.outputs.items() if _may_repeat(value))
    return [name for name in told if sources.get(name, frozenset()) & procedure.private_names]


def _is_value_private(made: DecisionMade, procedure: Procedure) -> bool:
    model = procedure.decisions.get(made.decision)
    if model is None or not procedure.private_names or not _may_repeat(made.value):
        return False
    rules = rules_behind_value(model, made.fired, asked=made.decision)
    if rules:
        return any(_private_results(made, rule, procedure) for rule in rules)
    return bool(inputs_behind(model, made.decision) & procedure.private_names)


def _may_repeat(value: Any) -> bool:
    """Tell whether a value can repeat a person's data; a yes, a no or nothing is a finding and stays in sight."""
    return value is not None and not isinstance(value, bool)


def cited(versions: Sequence[ThresholdVersion]) -> dict[str, Any]:
    """Return the thresholds something rested on, each once, as they were then; nothing where there are none."""
    once = {version.id: told(version) for version in versions}
    return {"thresholds": list(once.values())} if once else {}
