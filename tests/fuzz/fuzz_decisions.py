"""Damaged decision models: read or refused with faults, never anything else."""

from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.decisions import read_decisions
from engine.kernel.errors import GuijuError
from tests.fuzz.mutation import damaged

PROCEDURES = Path(__file__).parents[2] / "processes"


def seeds() -> Iterator[bytes]:
    """Yield the decision models that are shipped."""
    return (file.read_bytes() for file in sorted(PROCEDURES.rglob("*.dmn")))


def take(content: bytes) -> None:
    """Read bytes as a decision model and evaluate what is in it."""
    try:
        model = read_decisions(content, file="fuzz.dmn")
    except GuijuError:
        return
    for decision in model.decisions:
        model.decide(decision.id, {})


@given(st.sampled_from(list(seeds())).flatmap(damaged))
def test_any_damaged_model(content: bytes) -> None:
    take(content)


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    take(content)
