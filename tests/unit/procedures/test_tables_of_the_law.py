"""What the decision tables of the law say, case by case: each line is a case that a legal officer can check."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

ROOT = Path(__file__).parents[3]
TABLES = sorted((ROOT / "processes/decisions").glob("*.dmn"))
DMN = {"d": "https://www.omg.org/spec/DMN/20191111/MODEL/", "di": "https://www.omg.org/spec/DMN/20191111/DMNDI/"}
PERSON, FIRM = "PERSON", "ORGANISATION"


def test_there_is_a_table_for_each_of_the_eleven() -> None:
    names = " ".join(etree.parse(path).getroot().get("name", "") for path in TABLES)
    assert [f"T{number}" for number in range(1, 12) if f"（T{number}）" not in names] == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_is_drawn_and_every_rule_names_its_basis(path: Path) -> None:
    root = etree.parse(path).getroot()
    nodes = set(root.xpath("//d:decision/@id | //d:inputData/@id", namespaces=DMN))
    assert nodes == set(root.xpath("//di:DMNShape/@dmnElementRef", namespaces=DMN))
    links = set(root.xpath("//d:informationRequirement/@id", namespaces=DMN))
    assert links == set(root.xpath("//di:DMNEdge/@dmnElementRef", namespaces=DMN))
    rules = root.xpath("//d:rule", namespaces=DMN)
    assert rules
    bases = [rule.findtext("d:annotationEntry/d:text", namespaces=DMN) for rule in rules]
    assert all(bases), "a rule without a basis is nobody's law"
    labels = root.xpath("//d:decisionTable/d:input/@label | //d:decisionTable/d:output/@label", namespaces=DMN)
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in label) for label in labels)


@pytest.mark.parametrize(
    ("case", "program"),
    [
        # S07: 200 for a person is the most that may be fined on the spot.
        ({"proposed_kind": "FINE", "proposed_fine": 200, "party_type": PERSON}, "SUMMARY"),
        # S08: one more is not.
        ({"proposed_kind": "FINE", "proposed_fine": 201, "party_type": PERSON}, "ORDINARY"),
        # 3,000 for an organisation is.
        ({"proposed_kind": "FINE", "proposed_fine": 3000, "party_type": FIRM}, "SUMMARY"),
        # S09: 3,001 is not.
        ({"proposed_kind": "FINE", "proposed_fine": 3001, "party_type": FIRM}, "ORDINARY"),
        # A warning needs no figure.
        ({"proposed_kind": "WARNING", "party_type": FIRM}, "SUMMARY"),
        # Something else besides the fine, such as a confiscation, rules it out.
        ({"proposed_kind": "FINE", "proposed_fine": 100, "party_type": PERSON, "other_measure": True}, "ORDINARY"),
        # Facts that are not certain rule it out.
        ({"proposed_kind": "FINE", "proposed_fine": 100, "party_type": PERSON, "facts_certain": False}, "ORDINARY"),
        # What is not known is not certain.
        ({"proposed_kind": "FINE", "proposed_fine": 100, "party_type": PERSON, "facts_certain": None}, "ORDINARY"),
        # S32: children are not punished.
        ({"proposed_kind": "WARNING", "party_type": PERSON, "party_age": 13}, "NO_PENALTY"),
        # From the fourteenth birthday on they may be.
        ({"proposed_kind": "WARNING", "party_type": PERSON, "party_age": 14}, "SUMMARY"),
        # A suspected crime goes before everything else.
        ({"proposed_kind": "WARNING", "party_type": PERSON, "party_age": 13, "crime_suspected": True}, "TRANSFER"),
    ],
)
def test_the_procedure_is_chosen(decide, case: dict[str, Any], program: str) -> None:
    usual = {"facts_certain": True, "crime_suspected": False, "other_measure": False, "incapable": False}
    blank = {"party_age": None, "proposed_fine": None}
    assert decide("ProcedureChoice", **{**usual, **blank, **case})["program"] == program


@pytest.mark.parametrize(
    ("fine", "hard", "remote", "allowed"),
    [
        (100, False, False, True),  # up to a hundred
        (150, False, False, False),  # S11: more, and it could be collected later
        (150, True, False, True),  # it could not
        (150, False, True, True),  # the party of a remote place asks for it
    ],
)
def test_cash_is_taken_on_the_spot_only_where_the_law_lets_it(decide, fine, hard, remote, allowed) -> None:
    answer = decide("CashCollection", proposed_fine=fine, hard_to_collect=hard, remote_at_request=remote)
    assert answer["allowed"] is allowed


@pytest.mark.parametrize(
    ("case", "granted"),
    [
        ({"proposed_fine": Decimal(10000), "party_type": PERSON}, True),  # exactly at the threshold
        ({"proposed_fine": Decimal("9999.99"), "party_type": PERSON}, False),  # a cent below
        ({"proposed_fine": Decimal(100000), "party_type": FIRM}, True),
        ({"proposed_fine": Decimal("99999.99"), "party_type": FIRM}, False),
        ({"proposed_fine": Decimal(10000), "party_type": FIRM}, False),  # what is much for a person is not for a firm
        ({"confiscated_value": Decimal(100000), "party_type": FIRM}, True),
        ({"penalty_kinds": ["REVOKE_LICENCE"], "party_type": FIRM}, True),
        ({"penalty_kinds": ["WARNING", "SUSPEND_BUSINESS"], "party_type": FIRM}, True),
        ({"penalty_kinds": ["WITHHOLD_LICENCE"], "party_type": FIRM}, False),
        # Amounts of different kinds are not added up.
        ({"proposed_fine": 60000, "confiscated_value": 60000, "party_type": FIRM}, False),
    ],
)
def test_a_hearing_is_offered_at_the_threshold_and_not_below(decide, case: dict[str, Any], granted: bool) -> None:
    blank = {"penalty_kinds": ["FINE"], "proposed_fine": None, "confiscated_value": None}
    assert decide("HearingRight", **{**blank, **case})["granted"] is granted


@pytest.mark.parametrize(
    ("case", "reasons"),
    [
        ({}, 0),
        ({"hearing_result": "HELD"}, 1),
        ({"public_interest": "MAJOR", "complexity": "HIGH"}, 2),
        ({"legal_relations": 2}, 1),
        ({"proposed_fine": 50000}, 1),
        ({"proposed_fine": 49999}, 0),
        ({"tier": "LIGHTER"}, 1),
        ({"penalty_kinds": ["CLOSE_BUSINESS"]}, 1),
        ({"measure_kind": "SEAL_PREMISES"}, 1),
    ],
)
def test_reasons_for_legal_review_are_collected(decide, case: dict[str, Any], reasons: int) -> None:
    names = "hearing_result public_interest complexity legal_relations law_requires_review social_risk"
    blank = dict.fromkeys([*names.split(), "proposed_fine", "tier", "measure_kind"])
    need = decide("LegalReviewNeed", **{**blank, "penalty_kinds": ["FINE"], "party_type": FIRM, **case})
    assert (len(need["reasons"]), need["needed"]) == (reasons, reasons > 0)


@pytest.mark.parametrize(
    ("case", "handler", "approver"),
    [
        ({"place": "OUTSIDE"}, "TRANSFER_OUT", "DEPUTY_HEAD"),
        ({"place": "TWO_DISTRICTS"}, "BUREAU", "CITY"),
        ({"claimants": 2}, "FIRST_FILED", "DISTRICT_GOV"),  # S57: who filed first
        ({"place": "TWO_SUBDISTRICTS"}, "BRIGADE", "DEPUTY_HEAD"),  # S59: across sub-districts
        ({"proposed_fine": 100000}, "BRIGADE", "COLLECTIVE"),  # S59: major
        ({"complainants": 10}, "BRIGADE", "COLLECTIVE"),
        ({"item_in_squad_list": False}, "BRIGADE", "DEPUTY_HEAD"),
        ({"program": "SUMMARY", "proposed_fine": 3000}, "SQUAD", "NONE"),
        ({"proposed_fine": 49999}, "SQUAD", "DEPUTY_HEAD"),
        ({"proposed_fine": 50000}, "SQUAD", "HEAD"),
    ],
)
def test_who_handles_and_who_approves(decide, case: dict[str, Any], handler: str, approver: str) -> None:
    flags = dict.fromkeys(
        ["casualties", "media_attention", "foreign_party", "crime_suspected", "officer_involved"], False
    )
    plain = {
        "place": "ONE", "claimants": 1, "item_in_squad_list": True, "program": "ORDINARY", "proposed_fine": 1000,
        "party_type": FIRM, "public_interest": "NONE", "complexity": "LOW", "complainants": 1,
    }  # fmt: skip
    answer = decide("JurisdictionLevel", **{**plain, **flags, **case})
    assert (answer["handler"], answer["approver"]) == (handler, approver)


@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        ({}, "PENALISE"),
        ({"facts_established": False}, "NOT_ESTABLISHED"),
        ({"party_type": PERSON, "party_age": 13}, "NO"),
        ({"time_barred": True}, "NO"),
        ({"minor": True, "corrected": True, "harm": "NONE"}, "NO"),
        ({"minor": True, "corrected": True, "harm": "SLIGHT"}, "PENALISE"),
        ({"first_offence": True, "corrected": True, "harm": "SLIGHT"}, "MAY_NO"),
        ({"first_offence": True, "corrected": False, "harm": "SLIGHT"}, "PENALISE"),
        ({"no_fault_proven": True}, "NO"),
        ({"goods_traced": True}, "EXEMPT_FINE"),
    ],
)
def test_when_there_is_no_penalty(decide, case: dict[str, Any], outcome: str) -> None:
    names = "incapable time_barred minor corrected first_offence no_fault_proven goods_traced"
    blank = {"party_type": FIRM, "party_age": None, "facts_established": True, "harm": "OTHER"}
    assert decide("NoPenalty", **{**dict.fromkeys(names.split(), False), **blank, **case})["outcome"] == outcome


@pytest.mark.parametrize(
    ("case", "transfer"),
    [
        ({}, False),
        ({"fake_sales": 50000}, True),
        ({"fake_sales": 49999}, False),
        ({"fake_stock": 150000}, True),
        ({"toxic_food": True}, True),  # whatever the amount
        ({"wages_ordered": True, "wages_months": 3, "wages_one": 5000}, True),
        ({"wages_ordered": False, "wages_months": 3, "wages_one": 5000}, False),
        ({"wages_ordered": True, "wages_people": 10, "wages_all": 30000}, True),
    ],
)
def test_what_goes_to_the_police(decide, case: dict[str, Any], transfer: bool) -> None:
    names = "fake_sales fake_stock wages_people wages_months wages_one wages_all"
    flags = "unsafe_food toxic_food dangerous_work wages_ordered violence pollution forgery"
    blank = {**dict.fromkeys(names.split()), **dict.fromkeys(flags.split(), False)}
    assert decide("CrimeTransfer", **{**blank, **case})["transfer"] is transfer


@pytest.mark.parametrize(
    ("case", "mode", "workdays"),
    [
        ({}, "PUBLISH", 7),
        ({"penalty_kinds": ["WARNING"], "case_field": "market"}, "NONE", None),
        ({"penalty_kinds": ["WARNING"], "case_field": "urban"}, "PUBLISH", 7),
        ({"private": True}, "MASK", 7),
        ({"secret": True}, "NONE", None),
        ({"overturned": True, "secret": True}, "WITHDRAW", 3),
    ],
)
def test_how_a_decision_is_published(decide, case: dict[str, Any], mode: str, workdays: int | None) -> None:
    plain = {"penalty_kinds": ["FINE"], "case_field": "urban", "secret": False, "private": False, "overturned": False}
    answer = decide("Publication", **{**plain, **case})
    assert (answer["mode"], answer["workdays"]) == (mode, workdays)


@pytest.mark.parametrize(
    ("case", "method", "days"),
    [
        ({"present": True}, "DIRECT", 0),
        ({"present": True, "refuses": True}, "LEAVE", 0),
        ({"electronic_consent": True}, "ELECTRONIC", 0),
        ({"difficult": True}, "MAIL", 0),
        ({"missing": True}, "ANNOUNCE", 30),
        ({}, "DIRECT", 0),
    ],
)
def test_how_a_paper_is_served(decide, case: dict[str, Any], method: str, days: int) -> None:
    blank = dict.fromkeys(["present", "refuses", "electronic_consent", "missing", "difficult"], False)
    answer = decide("ServiceMethod", **{**blank, **case})
    assert (answer["method"], answer["days"]) == (method, days)


@pytest.mark.parametrize(
    ("days", "surcharge"),
    [(0, 0), (1, 300), (30, 9000), (33, 9900), (34, 10000), (400, 10000)],  # S35: never more than the fine itself
)
def test_the_surcharge_grows_to_the_fine_and_no_further(decide, days: int, surcharge: int) -> None:
    assert decide("Surcharge", decided_fine=10000, overdue_days=days) == surcharge


@pytest.mark.parametrize(
    ("case", "step"),
    [
        ({"paid": True}, "CLOSE"),
        ({"in_remedy": True}, "HOLD"),  # S36: the surcharge stops
        ({"overdue_days": 5}, "ACCRUE"),
        ({"overdue_days": 31, "own_power": True}, "DEMAND"),
        ({"remedy_period_over": True, "months_since_remedy": 2}, "DEMAND_COURT"),
        ({"remedy_period_over": True, "months_since_remedy": 4}, "RED"),
    ],
)
def test_what_is_done_when_a_fine_is_not_paid(decide, case: dict[str, Any], step: str) -> None:
    blank = {"paid": False, "in_remedy": False, "own_power": False, "remedy_period_over": False}
    amounts = {"overdue_days": 40, "months_since_remedy": 0, "decided_fine": 1000}
    assert decide("EnforcementStep", **{**blank, **amounts, **case})["step"] == step


@pytest.mark.parametrize(
    ("statutory", "over", "left", "used", "colour"),
    [
        (True, True, 0, 100, "RED"),
        (False, True, 0, 100, "YELLOW"),
        (False, False, 1, 10, "AMBER"),
        (True, False, 5, 81, "AMBER"),
        (True, False, 5, 80, "GREEN"),
    ],
)
def test_the_colour_of_a_limit(decide, statutory, over, left, used, colour) -> None:
    answer = decide("AlertColour", is_statutory=statutory, is_over=over, workdays_left=left, used_percent=used)
    assert answer["colour"] == colour
