"""Half a character, which JSON and literals may hold as an escape, can be written again."""

import pytest

from engine.feel import compile_expression
from engine.feel.jsonform import from_json, to_json


@pytest.mark.parametrize("text", [r'"\uD800"', r'["a", "\uDC00b"]', r'{"\uD800": 1}'])
def test_half_a_character_goes_out_as_the_escape_it_came_as(text):
    value = compile_expression(text).evaluate({})
    written = to_json(value)
    assert written.encode("utf-8").isascii()
    assert from_json(written) == value
