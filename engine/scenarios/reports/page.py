"""The report as one HTML page that needs no script and nothing else: verdicts, coverage, diagrams, proposals."""

import html
from collections.abc import Iterable, Iterator, Mapping

from engine.scenarios.covering import KINDS, ProcedureCoverage
from engine.scenarios.reports.drawing import draw_coverage
from engine.scenarios.reports.report import Report
from engine.scenarios.results import FAILED, PASSED, SKIPPED

WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("场景执行报告", "Report on scenarios"),
    PASSED: ("通过", "passed"),
    FAILED: ("未通过", "failed"),
    SKIPPED: ("跳过", "skipped"),
    "coverage": ("覆盖", "Coverage"),
    "procedure": ("规程", "Procedure"),
    "elements": ("流程元素", "Elements"),
    "flows": ("顺序流", "Flows"),
    "rows": ("决策表行", "Rows of decisions"),
    "rules": ("表单规则", "Rules of forms"),
    "proposals": ("建议补充的场景", "Scenarios that would add to the coverage"),
    "confirmed": ("已在内存中执行核实", "played in memory and confirmed"),
    "unconfirmed": ("未能执行到该流，须人工修改", "did not lead along the flow when played; to be mended by hand"),
    "legend": (
        "绿色实线：场景经过；红色虚线：没有场景经过",
        "Green, solid: a scenario went along; red, dashed: none did",
    ),
}
"""Every word of the report, in Chinese and English."""

_STYLE = """
body{font:16px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;margin:0 auto;max-width:70rem;padding:1rem;color:#1d2733}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #d5dbe3;padding:.3rem .5rem;text-align:left;vertical-align:top}
.wide{overflow-x:auto}pre{background:#f4f6f9;padding:.75rem;overflow-x:auto}
.passed{color:#1b6e3c}.failed{color:#a8201a;font-weight:600}.skipped{color:#6b5900}
"""


def html_page(report: Report, *, language: str, diagrams: Mapping[str, bytes]) -> str:
    """Return the page; `diagrams` are the drawings by the key of the procedure."""
    chosen = 0 if language.startswith("zh") else 1
    title = WORDS["title"][chosen]
    body = "".join([*_verdicts(report, chosen), *_coverage(report, chosen, diagrams), *_proposals(report, chosen)])
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style>"
    )
    lang = ("zh-CN", "en")[chosen]
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body><h1>{title}</h1>{body}</body></html>\n'


def _verdicts(report: Report, chosen: int) -> Iterator[str]:
    counted = [f'<span class="{status}">{WORDS[status][chosen]} {report.count(status)}</span>' for status in _ORDER]
    yield f"<p>{' · '.join(counted)}</p>"
    for feature in report.features:
        rows = []
        for scenario, result in report.of(feature):
            told = result.told
            why = html.escape(told.sentence("zh" if chosen == 0 else "en")) if told else ""
            where = f"{html.escape(scenario.file)}:{scenario.line}"
            verdict = f'<td class="{result.status}">{WORDS[result.status][chosen]}</td>'
            rows.append(
                f"<tr>{verdict}<td>{html.escape(scenario.name)}<br><small>{where}</small></td><td>{why}</td></tr>"
            )
        if rows:
            yield f"<h2>{html.escape(feature.name)}</h2><table>{''.join(rows)}</table>"


def _coverage(report: Report, chosen: int, diagrams: Mapping[str, bytes]) -> Iterator[str]:
    if not report.coverage:
        return
    heads = "".join(f"<th>{WORDS[name][chosen]}</th>" for name in ("procedure", *KINDS))
    rows = "".join(f"<tr><td>{_title(each, chosen)}</td>{_cells(each)}</tr>" for each in report.coverage)
    yield f'<h2>{WORDS["coverage"][chosen]}</h2><div class="wide"><table><tr>{heads}</tr>{rows}</table></div>'
    for each in report.coverage:
        drawing = draw_coverage(diagrams[each.key], each.marks()) if each.key in diagrams else ""
        if drawing:
            legend = WORDS["legend"][chosen]
            yield f'<h2>{_title(each, chosen)}</h2><p>{legend}</p><div class="wide">{drawing}</div>'


def _proposals(report: Report, chosen: int) -> Iterator[str]:
    if not report.proposals:
        return
    yield f"<h2>{WORDS['proposals'][chosen]}</h2>"
    for each in report.proposals:
        name = html.escape(each.zh if chosen == 0 else each.en)
        word = WORDS["confirmed" if each.is_confirmed else "unconfirmed"][chosen]
        yield f"<details><summary>{name} ({word})</summary><pre>{html.escape(each.text)}</pre></details>"


def _title(each: ProcedureCoverage, chosen: int) -> str:
    return html.escape(each.title(("zh", "en")[chosen]))


def _cells(each: ProcedureCoverage) -> str:
    found: Iterable[str] = (
        f"<td>{each.kinds[kind].count}/{len(each.kinds[kind].all)} ({each.kinds[kind].percent} %)</td>"
        for kind in KINDS
    )
    return "".join(found)


_ORDER = (PASSED, FAILED, SKIPPED)
