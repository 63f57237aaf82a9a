"""Rules that are FEEL: what is shown, required, at least and at most, in forms and in rows."""

import pytest

FIRM = 'party_type = "ORGANISATION"'


def text(key, **more):
    return {"type": "textfield", "key": key, "label": key.title()} | more


def number(key, **validate):
    return {"type": "number", "key": key, "label": key.title(), "validate": validate}


def rows(*columns):
    return {"type": "dynamiclist", "path": "items", "label": "Items", "components": list(columns)}


@pytest.mark.parametrize(
    ("raw", "context", "fields"),
    [
        # Required for an organisation, which the same submission says it is.
        ({"party_type": "ORGANISATION"}, {}, ["code"]),
        ({"party_type": "ORGANISATION", "code": "9151"}, {}, []),
        # Not for a person, and not where nobody has said who it is: null is not true.
        ({"party_type": "PERSON"}, {}, []),
        ({}, {}, []),
        # What is submitted counts, not what the document holds.
        ({}, {"party_type": "ORGANISATION"}, []),
    ],
)
def test_a_field_is_required_where_its_expression_is_true(make, judge, raw, context, fields) -> None:
    form = make(text("party_type"), text("code", validate={"required": f"={FIRM}"}))
    assert list(judge(form, raw, context=context).errors) == fields


def test_a_document_may_decide_on_what_is_required(make, judge) -> None:
    form = make(text("code", validate={"required": f"={FIRM}"}))
    assert list(judge(form, {}, context={"party_type": "ORGANISATION"}).errors) == ["code"]
    assert judge(form, {}, context={"party_type": "PERSON"}).errors == {}


def test_a_column_is_required_by_what_stands_in_its_own_row(make, judge) -> None:
    form = make(rows(text("kind"), text("place", validate={"required": '=kind = "PHOTO"'})))
    raw = {"items": [{"kind": "PHOTO"}, {"kind": "WORDS"}]}
    assert list(judge(form, raw).errors) == ["items-0-place"]


def test_a_rule_about_a_faulty_entry_waits_until_that_is_mended(make, judge) -> None:
    form = make(number("fine", max=10), text("why", validate={"required": "=fine > 5"}))
    assert list(judge(form, {"fine": "many"}).errors) == ["fine"]
    assert list(judge(form, {"fine": 6}).errors) == ["why"]
    assert judge(form, {"fine": 5}).errors == {}


def test_a_page_marks_what_is_required_now_and_is_drawn_anew_when_that_changes(make) -> None:
    form = make(text("party_type"), text("code", validate={"required": f"={FIRM}"}))
    views = {
        raw: {item.name: item for item in form.layout({"party_type": raw}, context={}, language="zh").items}
        for raw in ("PERSON", "ORGANISATION")
    }
    assert [views[raw]["code"].is_required for raw in ("PERSON", "ORGANISATION")] == [False, True]
    assert views["PERSON"]["party_type"].is_live


@pytest.mark.parametrize(
    ("fine", "errors"),
    [(100, []), (99, ["fine"]), (200, []), (201, ["fine"])],
)
def test_limits_are_computed_from_the_document_and_the_submission(make, judge, fine, errors) -> None:
    form = make(number("fine", min="=statutory_min", max="=statutory_min * times"), number("times"))
    checked = judge(form, {"fine": fine, "times": 2}, context={"statutory_min": 100})
    assert list(checked.errors) == errors


def test_what_is_hidden_is_not_required(make, judge) -> None:
    form = make(
        text("party_type"),
        text("code", validate={"required": "=true"}, conditional={"hide": f"=not({FIRM})"}),
    )
    assert list(judge(form, {"party_type": "ORGANISATION"}).errors) == ["code"]
    assert judge(form, {"party_type": "PERSON"}).errors == {}


def test_an_expression_that_reads_no_known_name_is_refused_as_a_limit_is(faults_of) -> None:
    faults = faults_of(text("code", validate={"required": "=nobody_fills_this"}), known=frozenset({"party_type"}))
    assert [fault.where["field"] for fault in faults] == ["code"]
