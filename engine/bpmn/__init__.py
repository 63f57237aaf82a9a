"""BPMN 2.0 diagrams as frozen values: reading, checking, nothing else."""

from engine.bpmn.executable import check_executable
from engine.bpmn.model import (
    Assignment,
    Element,
    Flow,
    Formula,
    Gate,
    HumanTask,
    Lane,
    Loop,
    Model,
    Once,
    Process,
    SourceFile,
    Trigger,
)
from engine.bpmn.reader import read_model

__all__ = [
    "Assignment",
    "Element",
    "Flow",
    "Formula",
    "Gate",
    "HumanTask",
    "Lane",
    "Loop",
    "Model",
    "Once",
    "Process",
    "SourceFile",
    "Trigger",
    "check_executable",
    "read_model",
]
