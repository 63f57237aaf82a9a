"""Writes docs/reference/bpmn-conformance.md from the suite: `python -m tests.conformance.page`."""

from collections import Counter
from itertools import groupby
from pathlib import Path

from tests.conformance.features import ALLOWED, ELEMENTS, features_of
from tests.conformance.script import Case, read_cases

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "bpmn-conformance.md"
HEAD = """# BPMN: what is tried, case by case

Every line of this page is a case of `tests/conformance/cases`: a drawing of a few lines, requests, and the answers they
must give. Each case is played three times: plainly; with everything forgotten and the program built anew before every
request; and with every state read and written again, byte for byte. All three give the same answers. The page is
written from the cases, and a test fails when it is not what they say. What the elements do is told in [BPMN](bpmn.md).
"""


def page() -> str:
    """Return the page as it should be."""
    cases = read_cases()
    playing = [case for case in cases if case.refusal is None]
    drawn = Counter(feature for case in playing for feature in features_of(case))
    count = f"{len(cases)} cases: {len(playing)} play, {len(cases) - len(playing)} are refused before anything runs."
    parts = [HEAD, count, _events(drawn), _elements(drawn), _notes(cases), _lists(cases)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _events(drawn: Counter[str]) -> str:
    triggers = list(dict.fromkeys(trigger for allowed in ALLOWED.values() for trigger in allowed))
    rows = [
        f"| {position} | "
        + " | ".join(_times(drawn[f"{position}: {trigger}"]) if trigger in allowed else "–" for trigger in triggers)
        + " |"
        for position, allowed in ALLOWED.items()
    ]
    head = f"| position | {' | '.join(triggers)} |\n|---|{'---|' * len(triggers)}"
    return (
        "## Events, by position\n\nThe number of cases that play an event with the trigger; – is not in BPMN and is "
        "refused.\n\n" + "\n".join([head, *rows])
    )


def _elements(drawn: Counter[str]) -> str:
    rows = [
        f"| {group} | " + ", ".join(f"`{name}` {_times(drawn[name])}" for name in names.split()) + " |"
        for group, names in ELEMENTS.items()
    ]
    return "## Everything else\n\nThe number of cases that play an element.\n\n| | |\n|---|---|\n" + "\n".join(rows)


def _times(number: int) -> str:
    return str(number) if number else "**none**"


def _notes(cases: list[Case]) -> str:
    rows = [f"- **{case.title}.** {' '.join(case.notes)}" for case in cases if case.notes]
    return "## Where Guiju is not like others\n\n" + "\n".join(rows)


def _lists(cases: list[Case]) -> str:
    parts = []
    for group, members in groupby(cases, key=lambda case: case.group):
        rows = [f"| {case.title} | {_verdict(case)} |" for case in members]
        parts.append(f"## {group}\n\n| case | |\n|---|---|\n" + "\n".join(rows))
    return "\n\n".join(parts)


def _verdict(case: Case) -> str:
    return "plays" if case.refusal is None else f"refused: `{case.refusal[0]}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
