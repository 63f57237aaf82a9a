"""Verdicts as JUnit XML, which build servers count: one case for the proof of each file."""

import re
from collections.abc import Sequence

from lxml import etree

from engine.verification.verify import PROVED, UNKNOWN, FileReport

_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML has no place for; a file of somebody else may hold them in its names."""


def junit_of(reports: Sequence[FileReport], *, language: str) -> bytes:
    """Return the XML; a defect is a failure, a proof that the budget did not suffice for an error."""
    root = etree.Element("testsuites", name="guiju verify")
    for report in reports:
        _suite(root, report, language)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _suite(root: etree._Element, report: FileReport, language: str) -> None:
    soundness = report.soundness
    seconds = f"{(soundness.milliseconds if soundness else 0) / 1000:.3f}"
    suite = etree.SubElement(root, "testsuite", name=_plain(report.file), time=seconds)
    case = etree.SubElement(suite, "testcase", classname=_plain(report.file), name="proof", time=seconds)
    told = [
        f"{finding.line or '-'} {finding.element or ''} [{finding.rule}] {finding.sentence(language)}"
        for finding in report.findings
        if finding.severity == "error"
    ]
    kind = None if report.verdict == PROVED else "error" if report.verdict == UNKNOWN else "failure"
    if kind is not None:
        fault = etree.SubElement(case, kind, message=_plain(told[0] if told else report.verdict), type=report.verdict)
        fault.text = _plain("\n".join(told))
    suite.set("tests", "1")
    suite.set("failures", "1" if kind == "failure" else "0")
    suite.set("errors", "1" if kind == "error" else "0")


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
