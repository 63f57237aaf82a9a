"""Execution of diagrams: the only place that knows SpiffWorkflow."""

from engine.runtime.operations import cancel, complete, deliver, fire, inspect, start, throw_error, throw_escalation
from engine.runtime.program import Program, build_program
from engine.runtime.steering import cancel_activity, move, restart
from engine.runtime.values import (
    CODEC,
    ClosedTask,
    DecisionMade,
    Environment,
    OpenTask,
    Outcome,
    Passed,
    Skip,
    Snapshot,
    Thrown,
    Wait,
)

__all__ = [
    "CODEC",
    "ClosedTask",
    "DecisionMade",
    "Environment",
    "OpenTask",
    "Outcome",
    "Passed",
    "Program",
    "Skip",
    "Snapshot",
    "Thrown",
    "Wait",
    "build_program",
    "cancel",
    "cancel_activity",
    "complete",
    "deliver",
    "fire",
    "inspect",
    "move",
    "restart",
    "start",
    "throw_error",
    "throw_escalation",
]
