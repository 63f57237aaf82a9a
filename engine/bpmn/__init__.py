"""BPMN 2.0 diagrams as frozen values: reading, checking, nothing else."""

from engine.bpmn.executable import check_executable
from engine.bpmn.model import (
    AdHoc,
    Assignment,
    Behavior,
    Element,
    Flow,
    Formula,
    Gate,
    HumanTask,
    Lane,
    Loop,
    MessageFlow,
    Model,
    Once,
    Process,
    SourceFile,
    Trigger,
)
from engine.bpmn.reader import Examined, examine_model, read_model

__all__ = [
    "AdHoc",
    "Assignment",
    "Behavior",
    "Element",
    "Examined",
    "Flow",
    "Formula",
    "Gate",
    "HumanTask",
    "Lane",
    "Loop",
    "MessageFlow",
    "Model",
    "Once",
    "Process",
    "SourceFile",
    "Trigger",
    "check_executable",
    "examine_model",
    "read_model",
]
