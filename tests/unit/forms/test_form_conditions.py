"""What is shown and what is hidden, and what becomes of hidden values."""


def text(key, **more):
    return {"type": "textfield", "key": key, "label": key.title()} | more


def hidden(key, when, **more):
    return text(key, conditional={"hide": f"={when}"}, **more)


def rows(*columns, **more):
    return {"type": "dynamiclist", "path": "items", "label": "Items", "components": list(columns)} | more


def test_hidden_values_are_dropped_however_long_the_chain(penalty, judge, filled):
    late = {"party_id": "510104199001011234", "hearing_requested": "yes", "hearing_on": "2026-12-01"}

    checked = judge(penalty, filled | late)

    assert not {"party_id", "hearing_requested", "hearing_on"} & checked.values.keys()


def test_one_hidden_field_can_show_another(make, judge):
    form = make(hidden("a", "switch = null"), hidden("b", "a != null", validate={"required": True}), text("switch"))

    assert judge(form, {"a": "x", "switch": "on"}).values == {"a": "x", "switch": "on"}
    assert judge(form, {"a": "x"}).errors == {"b": ["请填写"]}


def test_a_hidden_group_hides_everything_in_it(make, judge):
    inner = {"type": "group", "label": "Inner", "components": [text("a", validate={"required": True}), rows(text("b"))]}
    group = {"type": "group", "label": "G", "conditional": {"hide": "=switch = null"}, "components": [inner]}
    form = make(text("switch"), group)

    assert judge(form, {"items": [{"b": "x"}], "a": 5}).values == {}
    assert judge(form, {"switch": "on"}).errors == {"a": ["请填写"]}


def test_a_condition_sees_the_document_and_the_rows(make, judge):
    form = make(rows(hidden("b", "earlier = outer"), text("c")), text("outer"), hidden("many", "count(items) < 2"))

    checked = judge(form, {"items": [{"b": "x", "c": "y"}], "outer": "same", "many": "z"}, context={"earlier": "same"})

    assert checked.values == {"items": [{"c": "y"}], "outer": "same"}


def test_what_is_judged_is_what_was_submitted_and_not_what_the_document_holds(make, judge):
    form = make(text("a", validate={"required": True}), hidden("b", "a != null"))

    assert judge(form, {"b": "x"}, context={"a": "earlier"}).errors == {"a": ["请填写"]}


def test_what_a_submission_empties_or_hides_is_emptied_in_the_document(make, judge):
    form = make(text("a"), hidden("b", 'a = "no"'), text("c"))
    held = {"a": "yes", "b": "earlier", "c": "earlier", "other": "kept"}

    assert judge(form, {"a": "no", "b": "earlier", "c": ""}, context=held).values == {"a": "no", "b": None, "c": None}
