"""Damaged diagrams: read or refused with faults, never anything else."""

from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.bpmn import SourceFile, read_model
from engine.kernel.errors import GuijuError
from tests.fuzz.mutation import damaged

PROCEDURES = Path(__file__).parents[2] / "processes"


def seeds() -> Iterator[bytes]:
    """Yield the diagrams that are shipped."""
    return (file.read_bytes() for file in sorted(PROCEDURES.rglob("*.bpmn")))


def take(content: bytes) -> None:
    """Read bytes as a diagram."""
    try:
        read_model([SourceFile("fuzz.bpmn", content)])
    except GuijuError:
        return


@given(st.sampled_from(list(seeds())).flatmap(damaged))
def test_any_damaged_diagram(content: bytes) -> None:
    take(content)


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    take(content)
