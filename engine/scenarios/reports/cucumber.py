"""The report as JSON: features as Cucumber writes them, each with what it covers; coverage and proposals apart."""

from typing import Any

from engine.scenarios.feature import Feature, Scenario, Step
from engine.scenarios.reports.report import Report
from engine.scenarios.results import ScenarioResult, StepResult


def cucumber(report: Report, *, language: str) -> list[dict[str, Any]]:
    """Return the features as a list that readers of Cucumber's JSON understand."""
    return [_feature(report, feature, language) for feature in report.features if any(report.of(feature))]


def coverage_json(report: Report) -> dict[str, Any]:
    """Return counts, the coverage by procedure with marks for its diagram, and proposals."""
    return {
        "summary": {status: report.count(status) for status in ("passed", "failed", "skipped")},
        "coverage": [each.as_json() for each in report.coverage],
        "proposals": [each.as_json() for each in report.proposals],
    }


def _feature(report: Report, feature: Feature, language: str) -> dict[str, Any]:
    return {
        "uri": feature.file,
        "id": feature.name,
        "keyword": feature.keyword,
        "name": feature.name,
        "description": feature.description,
        "line": feature.line,
        "tags": [{"name": tag, "line": feature.line} for tag in feature.tags],
        "elements": [_scenario(feature, scenario, result, language) for scenario, result in report.of(feature)],
        "coverage": [each.as_json() for each in report.coverage_by(feature)],
    }


def _scenario(feature: Feature, scenario: Scenario, result: ScenarioResult, language: str) -> dict[str, Any]:
    return {
        "id": f"{feature.name};{scenario.name};{scenario.line}",
        "type": "scenario",
        "keyword": scenario.keyword,
        "name": scenario.name,
        "description": "",
        "line": scenario.line,
        "tags": [{"name": tag, "line": scenario.line} for tag in scenario.tags],
        "steps": [
            _step(step, told, language, file=scenario.file)
            for step, told in zip(scenario.steps, result.steps, strict=True)
        ],
    }


def _step(step: Step, result: StepResult, language: str, *, file: str) -> dict[str, Any]:
    told: dict[str, Any] = {"status": result.status, "duration": result.nanoseconds}
    if result.zh:
        told["error_message"] = result.sentence(language)
    written: dict[str, Any] = {
        "keyword": f"{step.keyword} ",
        "name": step.text,
        "line": step.line,
        "match": {"location": f"{file}:{step.line}"},
        "result": told,
    }
    if step.table is not None:
        written["rows"] = [{"cells": list(row)} for row in step.table]
    if step.docstring is not None:
        written["doc_string"] = {"value": step.docstring}
    return written
