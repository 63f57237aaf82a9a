"""Findings as SARIF 2.1.0, which code hosts show beside the lines they are about."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from engine.verification.findings import Finding
from engine.verification.verify import FileReport

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_of(reports: Sequence[FileReport], *, language: str) -> dict[str, Any]:
    """Return one run with every finding of every file; the shortest way to a finding is its code flow."""
    rules = sorted({finding.rule for report in reports for finding in report.findings})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "guiju", "version": version("guiju"), "rules": [{"id": rule} for rule in rules]}
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(report, finding, rules.index(finding.rule), language)
                    for report in reports
                    for finding in report.findings
                ],
            }
        ],
    }


def _result(report: FileReport, finding: Finding, index: int, language: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": finding.sentence(language)},
        "locations": [_location(report, finding)],
    }
    steps = [element for step in finding.path for element in step]
    if steps:
        flow = [{"location": {**_artifact(report), "logicalLocations": [{"name": step}]}} for step in steps]
        result["codeFlows"] = [{"threadFlows": [{"locations": flow}]}]
    return result


def _location(report: FileReport, finding: Finding) -> dict[str, Any]:
    location = _artifact(report)
    if finding.line is not None and finding.line > 0:
        location["physicalLocation"]["region"] = {"startLine": finding.line}
    if finding.element:
        location["logicalLocations"] = [{"name": finding.element, "kind": "element"}]
    return location


def _artifact(report: FileReport) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": quote(report.file.replace("\\", "/"))}}}
