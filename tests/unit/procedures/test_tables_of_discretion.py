"""What the tables of discretion say: tiers, their part of the statutory range, and the three published examples."""

from typing import Any

import pytest

PERSON, FIRM = "PERSON", "ORGANISATION"


@pytest.mark.parametrize(
    ("tier", "low", "high"),
    [
        ("LIGHTER", 50000, 65000),  # the lowest 30 % of 50,000 to 100,000
        ("NORMAL", 65000, 85000),  # the middle 40 %
        ("HEAVIER", 85000, 100000),  # the highest 30 %
        ("MITIGATED", 0, 50000),  # below the minimum
    ],
)
def test_a_tier_has_its_part_of_the_statutory_range(decide, tier: str, low: int, high: int) -> None:
    wish = {"tier": tier, "statutory_min": 50000, "statutory_max": 100000, "proposed_fine": low}
    answer = decide("DiscretionRange", **wish)
    assert (answer["low"], answer["high"], answer["within"]) == (low, high, True)
    outside = decide("DiscretionRange", **{**wish, "proposed_fine": high + 1})
    assert outside["within"] is False
    assert "不在幅度之内" in outside["note"]


@pytest.mark.parametrize(
    ("ground", "tier"),
    [
        ({}, "NORMAL"),
        ({"harm_removed": True}, "LIGHTER"),
        ({"party_type": PERSON, "party_age": 17}, "LIGHTER"),
        ({"party_type": PERSON, "party_age": 18}, "NORMAL"),
        ({"emergency": True, "confessed": True}, "HEAVIER"),  # the heavier ground beats
    ],
)
def test_grounds_decide_on_the_tier(decide, ground: dict[str, Any], tier: str) -> None:
    names = "limited_capacity harm_removed coerced confessed merit repeated obstructed emergency vulnerable_harmed"
    blank = {**dict.fromkeys(names.split(), False), "party_type": FIRM, "party_age": None}
    assert decide("DiscretionTier", **{**blank, **ground})["tier"] == tier


@pytest.mark.parametrize(
    ("spots", "area", "overdue", "tier", "low", "high", "middle"),
    [
        (4, 3, True, "NORMAL", 2000, 3500, 2750),  # the published example
        (3, 1, True, "LIGHTER", 500, 2000, 1250),  # exactly three spots count as the lower tier
        (6, 5, True, "NORMAL", 2000, 3500, 2750),
        (7, 1, True, "HEAVIER", 3500, 5000, 4250),
        (1, 6, True, "HEAVIER", 3500, 5000, 4250),
        (9, 9, False, "NO_FINE", 0, 0, 0),  # no fine before the period for correction has passed
    ],
)
def test_first_example_street_fronts(decide, spots, area, overdue, tier, low, high, middle) -> None:
    answer = decide("StreetFrontFine", spots=spots, area=area, overdue=overdue)
    assert [answer[key] for key in ("tier", "low", "high", "middle")] == [tier, low, high, middle]


@pytest.mark.parametrize(("times", "fine"), [(1, 2000), (2, 4000), (3, 5000), (7, 5000)])
def test_second_example_dust_at_building_sites(decide, times: int, fine: int) -> None:
    assert decide("SiteDustFine", times_in_year=times) == fine


@pytest.mark.parametrize(
    ("gain", "goods", "lighter", "heavier", "forged", "low", "high"),
    [
        (1999, 9999, True, False, 0, 1000, 6000),
        (2000, 0, True, False, 0, 6000, 10000),
        (0, 10000, True, False, 0, 6000, 10000),
        (10000, 0, False, False, 0, 10000, 20000),
        (0, 99999, False, False, 0, 10000, 20000),
        (50000, 0, False, False, 0, 20000, 30000),
        (0, 100000, False, False, 0, 20000, 30000),
        (100, 100, False, False, 2, 20000, 30000),
        (100, 100, True, True, 0, 20000, 30000),
        (1999, 9999, False, False, 0, None, None),  # the text does not say: nothing is made up
    ],
)
def test_third_example_infant_formula(decide, gain, goods, lighter, heavier, forged, low, high) -> None:
    facts = {"illegal_gain": gain, "goods_value": goods, "forged_times": forged}
    answer = decide("InfantFormulaRange", **facts, lighter_ground=lighter, heavier_ground=heavier)
    assert (answer["low"], answer["high"]) == (low, high)
