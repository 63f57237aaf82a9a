"""BPMN 2.0 diagrams as frozen values: reading, checking, nothing else."""

from engine.bpmn.executable import check_executable
from engine.bpmn.model import AdHoc, Behavior, Element, Flow, Lane, Loop, MessageFlow, Model, Process, Trigger
from engine.bpmn.model import CorrelationProperty as CorrelationProperty
from engine.bpmn.parts import Assignment, DataItem, DataUse, Formula, Gate, HumanTask, Once, SourceFile, Transfer
from engine.bpmn.reader import Examined, examine_model, read_model

__all__ = [
    "AdHoc",
    "Assignment",
    "Behavior",
    "CorrelationProperty",
    "DataItem",
    "DataUse",
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
    "Transfer",
    "Trigger",
    "check_executable",
    "examine_model",
    "read_model",
]
