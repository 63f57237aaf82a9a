"""Reading the description of an organisation, and telling everything that is wrong with it."""

from pathlib import Path

import pytest

from engine.kernel.context import Seat
from engine.organization.chart import read_chart, read_rules
from engine.organization.errors import ChartInvalid

PROCESSES = Path(__file__).parents[3] / "processes"

HEAD = """
[tenant]
code = "t"
name.zh = "区"
name.en = "District"
[[role]]
code = "HEAD"
name.zh = "局长"
name.en = "Head"
[[unit]]
code = "HQ"
kind = "BUREAU"
name.zh = "局"
name.en = "Bureau"
"""
PERSON = '[[person]]\nlogin = "a"\nname = "甲"\nseats = [{ role = "HEAD", unit = "HQ" }]\n'
CERTIFICATE = 'certificate = { number = "1", fields = ["urban"], valid_from = 2024-01-01, valid_to = 2025-01-01 }\n'
RULE = '[[rule]]\nid = "SOD-1"\nkind = "certified"\nbasis = "b"\nzh = "中。"\nen = "English."\n'


def codes(text: str) -> list[str]:
    with pytest.raises(ChartInvalid) as refusal:
        read_chart(text.encode(), file="chart.toml")
    assert all(fault.where["file"] == "chart.toml" for fault in refusal.value.faults)
    return [fault.code for fault in refusal.value.faults]


def test_the_demo_organisation_is_read_whole() -> None:
    chart = read_chart((PROCESSES / "demo-organisation.toml").read_bytes(), file="demo-organisation.toml")
    people = {person.login: person for person in chart.people}
    assert (chart.code, len(chart.units), len(people)) == ("wuhou", 66, 43)
    assert people["linfeng"].seats == (Seat("OFFICER_CO", "SQUAD_01"), Seat("LEGAL_REVIEWER", "LEGAL_OFFICE"))
    assert people["tianye"].language == "en"
    assert people["huanglei"].first_time_reviewer
    assert not people["huanglei"].legal_qualification


def test_the_shipped_rules_are_read_whole() -> None:
    rules = read_rules((PROCESSES / "separation.toml").read_bytes(), file="separation.toml")
    assert {f"SOD-0{number}" for number in range(1, 8)} <= {rule.id for rule in rules}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Not TOML at all.
        ("[tenant", ["not-toml"]),
        # No tenant.
        ("", ["entry-incomplete"]),
        # A login that stands twice.
        (HEAD + PERSON + PERSON, ["login-twice"]),
        # A certificate number that stands twice.
        (HEAD + PERSON + CERTIFICATE + PERSON.replace('"a"', '"b"') + CERTIFICATE, ["certificate-twice"]),
        # A seat in a unit that is not there.
        (HEAD + PERSON.replace('unit = "HQ"', 'unit = "NOWHERE"'), ["seat-unknown"]),
        # A seat with a role that is not there.
        (HEAD + PERSON.replace('role = "HEAD"', 'role = "KING"'), ["seat-unknown"]),
        # A superior that is not listed before, and the unit twice: both are told.
        (HEAD + HEAD[HEAD.index("[[unit]]") :] + 'superior = "ABOVE"\n' + PERSON, ["unit-twice", "superior-unknown"]),
        # A date written as text.
        (HEAD + PERSON + CERTIFICATE.replace("2025-01-01", '"2025"'), ["entry-incomplete"]),
    ],
)
def test_a_faulty_chart_is_told_its_faults(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A kind that no code knows.
        (RULE.replace("certified", "lucky"), ["entry-incomplete"]),
        # A rule without its basis.
        (RULE.replace("basis", "reason"), ["entry-incomplete"]),
        # The same rule twice.
        (RULE + RULE, ["rule-twice"]),
    ],
)
def test_faulty_rules_are_told_their_faults(text: str, expected: list[str]) -> None:
    with pytest.raises(ChartInvalid) as refusal:
        read_rules(text.encode(), file="separation.toml")
    assert [fault.code for fault in refusal.value.faults] == expected
