"""Decisions in DMN: read, checked, evaluated and explained."""

from engine.decisions.errors import NoSuchDecision
from engine.decisions.model import Decided, DecisionInfo, DecisionModel
from engine.decisions.read import read_decisions
from engine.decisions.run import FiredRule
from engine.decisions.together import DecisionFile, read_together

__all__ = [
    "Decided",
    "DecisionFile",
    "DecisionInfo",
    "DecisionModel",
    "FiredRule",
    "NoSuchDecision",
    "read_decisions",
    "read_together",
]
