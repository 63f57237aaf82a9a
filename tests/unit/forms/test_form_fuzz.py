"""Anything at all can be read, judged and drawn without failing."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms import FormError, read_form

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["key", "path", "label", "type", "values", "components", "validate", "properties", "conditional", "defaultValue",
     "multiple", "layout", "readonly", "appearance", "dateLabel", "subtype", "text", "description", "id"]
)  # fmt: skip
TYPES = st.sampled_from(
    [
        "textfield",
        "number",
        "datetime",
        "select",
        "checklist",
        "checkbox",
        "filepicker",
        "group",
        "dynamiclist",
        "text",
        "x",
    ]
)


PARTS = st.dictionaries(NAMES, JSON, max_size=5)
COMPONENTS = st.builds(lambda kind, parts: {"type": kind} | parts, TYPES, PARTS)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(COMPONENTS, max_size=3))
def test_any_json_is_a_form_or_a_list_of_faults(components):
    content = json.dumps({"id": "a", "properties": {"title": "t"}, "components": components}).encode()
    try:
        found = read_form(content, file="a.form").id
    except FormError as refused:
        found = refused.faults

    assert found


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.decimals()
    | st.dates()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.integers(), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["party_type", "party_name", "violated_on", "inspected_at", "facts", "evidence", "legal_basis", "fine", "proposed",
     "recorded", "lead_officer", "discretion", "_schema", "evidence-0-title", ""]
)  # fmt: skip
ROWS = st.lists(
    st.dictionaries(st.sampled_from(["title", "kind", "pages", "files", "x"]), ANYTHING, max_size=3), max_size=3
)


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(
    raw=st.dictionaries(KEYS, ANYTHING | ROWS, max_size=8) | ANYTHING, held=st.dictionaries(KEYS, ANYTHING, max_size=4)
)
def test_validation_never_raises(penalty, judge, raw, held):
    checked = judge(penalty, raw, context=held)

    assert bool(checked.values) != bool(checked.errors)
    assert all(isinstance(told, str) and told for found in checked.errors.values() for told in found)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(raw=st.dictionaries(KEYS, ANYTHING | ROWS, max_size=8), held=st.dictionaries(KEYS, ANYTHING, max_size=4))
def test_drawing_never_raises(penalty, raw, held):
    for language in ("zh", "en"):
        layout = penalty.layout(raw, context=held, language=language)
        assert layout.sections
        assert layout.blocks
