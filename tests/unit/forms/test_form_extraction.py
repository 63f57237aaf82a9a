"""From the fields a browser sends to a raw submission."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms import wants_redraw

ID = "0198f0aa-0000-7000-8000-00000000000a"

ROW = [("evidence-0-title", "照片"), ("evidence-0-kind", "document"), ("evidence-0-files", ID)]


def test_a_browser_submission_has_the_shape_of_rest(penalty):
    raw = penalty.extract(
        [
            ("csrf_token", "secret"),
            ("_revision", "3"),
            ("party_type", "org"),
            ("party_name", "甲公司"),
            *ROW,
            ("legal_basis", "cd-48"),
            ("legal_basis", "srhj-34"),
            ("recorded", "true"),
            ("remarks", ""),
        ]
    )

    assert raw["party_name"] == "甲公司"
    assert raw["legal_basis"] == ["cd-48", "srhj-34"]
    assert raw["recorded"] is True
    assert raw["remarks"] is None
    assert raw["evidence"] == [
        {"title": "照片", "kind": "document", "expert": None, "pages": None, "files": [ID]},
    ]
    assert not {"csrf_token", "_revision", "proposed"} & raw.keys()


def test_what_is_not_ticked_is_not_sent_but_counts_as_no(penalty):
    raw = penalty.extract([])

    assert (raw["recorded"], raw["legal_basis"], raw["evidence"]) == (False, [], [])
    assert penalty.extract([("recorded", "false")])["recorded"] is False


def test_what_the_form_does_not_have_is_kept_for_the_refusal(penalty, judge, filled):
    raw = penalty.extract([("is_admin", "1"), ("evidence-0-size", "5"), ("evidence-x-title", "5"), ("facts-0-x", "1")])

    assert raw["is_admin"] == "1"
    assert raw["evidence"][0]["size"] == "5"
    assert raw["evidence-x-title"] == "5"
    assert raw["facts-0-x"] == "1"
    assert judge(penalty, filled | {"is_admin": "1"}).errors


def test_a_field_for_reading_that_is_sent_is_kept_for_judgement(penalty):
    assert penalty.extract([("proposed", "1")])["proposed"] == "1"


def test_rows_come_in_the_order_of_their_numbers(penalty):
    raw = penalty.extract([("evidence-10-title", "c"), ("evidence-2-title", "b"), ("evidence-0-title", "a")])

    assert [row["title"] for row in raw["evidence"]] == ["a", "b", "c"]


def test_no_number_of_rows_and_no_long_number_can_hurt(penalty, judge):
    many = [(f"evidence-{index}-title", "x") for index in range(5000)]

    assert len(penalty.extract(many)["evidence"]) == 2001
    assert f"evidence-{'9' * 5000}-title" in penalty.extract([(f"evidence-{'9' * 5000}-title", "x")])
    assert judge(penalty, penalty.extract(many)).errors["evidence"] == ["不得超过 30 项"]


BUTTONS = [
    # Button | value | titles afterwards
    ("_add", "evidence", ["a", "b", None]),
    ("_add", "nothing", ["a", "b"]),  # no such list
    ("_remove", "evidence-0", ["b"]),
    ("_remove", "evidence-7", ["a", "b"]),  # no such row
    ("_remove", "nothing-0", ["a", "b"]),
    ("_remove", "evidence-x", ["a", "b"]),
    ("_remove", "evidence-" + "9" * 5000, ["a", "b"]),
    ("_refresh", "1", ["a", "b"]),
]


@pytest.mark.parametrize(
    ("name", "value", "titles"), BUTTONS, ids=[f"{name}-{value[:12]}" for name, value, _ in BUTTONS]
)
def test_buttons_change_the_rows(penalty, name, value, titles):
    items = [("evidence-0-title", "a"), ("evidence-1-title", "b"), (name, value)]

    assert [row.get("title") for row in penalty.extract(items)["evidence"]] == titles
    assert wants_redraw(items)


def test_a_new_row_has_the_fixed_defaults_of_its_columns(make):
    column = {"type": "textfield", "key": "a", "label": "A", "defaultValue": "x"}
    form = make({"type": "dynamiclist", "path": "items", "label": "Items", "components": [column]})

    assert form.extract([("_add", "items")]) == {"items": [{"a": "x"}]}


def test_completing_is_not_redrawing():
    assert not wants_redraw([("_submit", "1"), ("party_name", "x")])


def test_a_stored_file_finds_its_field(penalty):
    raw = penalty.extract(
        [*ROW, ("_file-evidence-0-files", ID.replace("0a", "0b")), ("_file-evidence-0-files", "a.pdf")]
    )

    assert raw["evidence"][0]["files"] == [ID, ID.replace("0a", "0b")]


@settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["_add", "_remove", "evidence", "evidence-0-title", "evidence-1-x", "fine", "recorded", "z"]
            )
            | st.text(max_size=20),
            st.text(max_size=20) | st.sampled_from(["evidence", "evidence-0", "evidence-²"]),
        ),
        max_size=12,
    )
)
def test_any_pairs_can_be_extracted_and_judged(penalty, judge, items):
    assert judge(penalty, penalty.extract(items)).errors
