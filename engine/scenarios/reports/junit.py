"""The report as JUnit's XML, which build servers read."""

import re

from lxml import etree

from engine.scenarios.reports.report import Report
from engine.scenarios.results import FAILED, SKIPPED

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report, *, language: str) -> bytes:
    """Return a test suite for each feature, a test case for each scenario."""
    root = etree.Element("testsuites", name="guiju spec")
    for feature in report.features:
        played = list(report.of(feature))
        if not played:
            continue
        suite = etree.SubElement(
            root,
            "testsuite",
            name=_text(feature.name),
            file=_text(feature.file),
            tests=str(len(played)),
            failures=str(sum(result.status == FAILED for _, result in played)),
            skipped=str(sum(result.status == SKIPPED for _, result in played)),
            errors="0",
            time=f"{sum(result.milliseconds for _, result in played) / 1000:.3f}",
        )
        for scenario, result in played:
            case = etree.SubElement(
                suite,
                "testcase",
                classname=_text(feature.name),
                name=_text(scenario.name),
                file=_text(scenario.file),
                line=str(scenario.line),
                time=f"{result.milliseconds / 1000:.3f}",
            )
            told = result.told
            if result.status in {FAILED, SKIPPED}:
                kind = "failure" if result.status == FAILED else "skipped"
                sentence = _text(told.sentence(language)) if told else ""
                etree.SubElement(case, kind, message=sentence).text = sentence
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _text(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
