"""FEEL, the expression language of conditions, decisions and forms (DMN 1.5, chapter 10)."""

from engine.feel.checking import FeelFinding, FeelType, check_expression, check_unary_tests, feel_type, infer_type
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import (
    Evaluation,
    Expression,
    UnaryTests,
    compile_expression,
    compile_unary_tests,
)
from engine.feel.reasons import Reason
from engine.feel.values import DayTimeDuration, FeelFunction, Range, YearMonthDuration

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
    "YearMonthDuration",
    "check_expression",
    "check_unary_tests",
    "compile_expression",
    "compile_unary_tests",
    "feel_type",
    "infer_type",
]
