"""A short storm: processes die and the database is torn down while cases go on; `make chaos` blows longer."""

from tests.chaos.storm import storm


def test_after_a_storm_no_case_has_a_lost_doubled_or_impossible_step() -> None:
    result = storm(seconds=7, seed=7)
    assert result.broken == []
    assert result.ended > 0
    assert result.deaths["database"] == 1
    assert sum(result.deaths.values()) > 3
