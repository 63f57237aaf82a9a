"""Random drawings, walked in random orders: the engine moves tokens as the token game does."""

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.runtime.blocks import drawings
from tests.unit.runtime.test_token_semantics import program_of, walk
from tests.unit.runtime.tokengame import Drawing


@given(drawings(6), st.integers(0, 2**32))
def test_any_walk_through_any_drawing(drawing: Drawing, seed: int) -> None:
    walk(program_of(drawing), drawing, seed)
