"""Scenarios that must be there, whatever else is: each by its tag."""

from functools import cache

import pytest
from pytest_bdd.feature import get_features

from tests.driving.casework import ROOT

ACCEPTED = (
    "全程",  # from a call to an archived decision
    "S03",  # the reporter's identity is withheld
    "S04",  # no unit hands a case on by itself
    "S07",  # a fine within the limit may be decided on the spot
    "S08",  # a fine on a person above it may not
    "S09",  # nor one on an organisation
    "S11",  # cash is taken on the spot only where the law lets it
    "S14",  # no certificate, no case
    "S15",  # lead officer and co-officer are two people
    "S16",  # who investigates does not review
    "S17",  # who investigates does not decide
    "S24",  # no decision without prior notice
    "S26",  # who waives the defence is decided on earlier
    "S27",  # a defence makes no penalty heavier
    "S28",  # no fine above the maximum
    "S29",  # no fine below the minimum without a ground
    "S30",  # one act is fined once
    "S31",  # no case after the limitation period
    "S32",  # children under fourteen are not punished
    "S35",  # a surcharge never exceeds the fine
    "S37",  # a closed file is not altered
    "S40",  # no major decision without legal review
    "S41",  # who reviews is qualified
    "S42",  # what is corrected is reviewed again
    "S43",  # a dispute is decided collectively
    "S59",  # across sub-districts, or major: the bureau's brigade
    "S60",  # a sub-district office decides no penalty
    "S69",  # the tier decides on the range of the fine
)


@cache
def tags() -> frozenset[str]:
    """Return every tag that at least one scenario carries, its feature's included."""
    features = get_features([str(ROOT / "features")])
    assert features
    return frozenset(
        tag for feature in features for each in feature.scenarios.values() for tag in (*each.tags, *feature.tags)
    )


@pytest.mark.parametrize("tag", ACCEPTED)
def test_an_accepted_scenario_is_there(tag: str) -> None:
    assert tag in tags()
