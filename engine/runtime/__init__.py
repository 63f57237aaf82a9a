"""Execution of diagrams: the only place that knows SpiffWorkflow."""

from engine.runtime.correlating import correlation_of
from engine.runtime.export import export_state
from engine.runtime.migration import Migrated, Transferred, migrate
from engine.runtime.offers import begin, finish
from engine.runtime.operations import (
    cancel,
    complete,
    deliver,
    fire,
    inspect,
    look,
    start,
    throw_error,
    throw_escalation,
)
from engine.runtime.positions import Position, positions
from engine.runtime.program import Program, build_program
from engine.runtime.steering import cancel_activity, move, restart, revise
from engine.runtime.values import (
    CODEC,
    NEWEST_CODEC,
    ClosedTask,
    DecisionMade,
    Environment,
    Lack,
    Offer,
    OpenTask,
    Outcome,
    Passed,
    Skip,
    Snapshot,
    Thrown,
    Wait,
    WaitChanges,
)

__all__ = [
    "CODEC",
    "NEWEST_CODEC",
    "ClosedTask",
    "DecisionMade",
    "Environment",
    "Lack",
    "Migrated",
    "Offer",
    "OpenTask",
    "Outcome",
    "Passed",
    "Position",
    "Program",
    "Skip",
    "Snapshot",
    "Thrown",
    "Transferred",
    "Wait",
    "WaitChanges",
    "begin",
    "build_program",
    "cancel",
    "cancel_activity",
    "complete",
    "correlation_of",
    "deliver",
    "export_state",
    "finish",
    "fire",
    "inspect",
    "look",
    "migrate",
    "move",
    "positions",
    "restart",
    "revise",
    "start",
    "throw_error",
    "throw_escalation",
]
