"""FEEL, the expression language of conditions, decisions and forms (DMN 1.5, chapter 10)."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import (
    Evaluation,
    Expression,
    UnaryTests,
    compile_expression,
    compile_unary_tests,
)
from engine.feel.reasons import Reason
from engine.feel.values import DayTimeDuration, FeelFunction, Range, Workdays, YearMonthDuration

if TYPE_CHECKING:
    from engine.feel.checking import (
        FeelFinding,
        FeelType,
        check_expression,
        check_unary_tests,
        feel_type,
        infer_type,
    )

__all__ = [
    "DayTimeDuration",
    "Evaluation",
    "Expression",
    "FeelFinding",
    "FeelFunction",
    "FeelSyntaxError",
    "FeelType",
    "Range",
    "Reason",
    "UnaryTests",
    "Workdays",
    "YearMonthDuration",
    "check_expression",
    "check_unary_tests",
    "compile_expression",
    "compile_unary_tests",
    "feel_type",
    "infer_type",
]

_CHECKING = frozenset({"FeelFinding", "FeelType", "check_expression", "check_unary_tests", "feel_type", "infer_type"})


def __getattr__(name: str) -> Any:
    """Load the checks when they are first asked for: whoever only evaluates does not pay for them."""
    if name in _CHECKING:
        return getattr(import_module("engine.feel.checking"), name)
    raise AttributeError(name)
