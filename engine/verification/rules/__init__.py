"""What a drawing must not have although BPMN can read it: one rule, one file, one test."""

from collections.abc import Callable, Iterator, Mapping

from engine.bpmn import Process
from engine.verification.findings import Finding
from engine.verification.rules.duplicate_flow import duplicate_flow
from engine.verification.rules.unreachable import unreachable

RULES: Mapping[str, Callable[[Process], Iterator[Finding]]] = {
    "duplicate-flow": duplicate_flow,
    "unreachable": unreachable,
}
"""Every rule by the name that findings carry."""
