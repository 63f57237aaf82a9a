"""Submissions as a whole: conditions, limits, checks, lists, and what is written."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from forms import Option

EVIDENCE = {"title": "照片", "kind": "document"}


def text(key, **more):
    return {"type": "textfield", "key": key, "label": key.title()} | more


def rows(*columns, **more):
    return {"type": "dynamiclist", "path": "items", "label": "Items", "components": list(columns)} | more


def test_a_submission_in_order_is_accepted(penalty, judge, filled):
    checked = judge(penalty, filled)

    assert checked.is_valid
    assert checked.errors == {}
    assert checked.values["fine"] == Decimal("5000.00")
    assert checked.values["violated_on"] == date(2026, 11, 1)
    assert checked.values["evidence"] == [
        {"title": "现场笔录", "kind": "record", "pages": Decimal(3), "files": ["0198f0aa-0000-7000-8000-00000000000a"]}
    ]
    assert "party_id" not in checked.values
    assert "remarks" not in checked.values


def test_an_empty_submission_tells_all_that_is_required(penalty, judge):
    assert judge(penalty, {}).errors == {
        "party_type": ["请选择"],
        "party_name": ["请填写"],
        "violated_on": ["请填写日期"],
        "facts": ["请填写"],
        "evidence": ["至少填写 1 项"],
        "legal_basis": ["请至少选择一项"],
        "discretion": ["请选择"],
        "fine": ["请填写"],
        "lead_officer": ["请选择"],
        "recorded": ["请勾选确认"],
    }


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"party_type": "person"}, {"party_id": ["请填写"]}),  # another condition, another field
        ({"fine": "100000.01"}, {"fine": ["不得大于 100,000 元"], "hearing_requested": ["请选择"]}),  # the limit
        ({"fine": "150000", "discretion": "heavy"}, {"hearing_requested": ["请选择"]}),  # a section appears
        ({"fine": "100000", "hearing_requested": "yes"}, {"hearing_on": ["请填写日期"]}),  # and a field in it
        ({"fine": "100000", "hearing_requested": "no", "hearing_on": "x"}, {}),  # what is hidden is not judged
        (
            {"fine": "100000", "hearing_requested": "yes", "hearing_on": "2026-10-01"},
            {"hearing_on": ["听证日期应在违法行为发生之后"]},  # a check of the field
        ),
        ({"evidence": []}, {"evidence": ["至少填写 1 项"]}),
        ({"evidence": None}, {"evidence": ["至少填写 1 项"]}),
        ({"evidence": [{}, {"title": "", "files": []}]}, {"evidence": ["至少填写 1 项"]}),  # blank rows do not count
        ({"evidence": [EVIDENCE, {}, {"title": "x"}]}, {"evidence-2-kind": ["请选择"]}),  # rows keep their place
        ({"evidence": [EVIDENCE | {"kind": "expert"}]}, {"evidence-0-expert": ["请填写"]}),  # conditions in rows
        ({"evidence": [EVIDENCE | {"pages": "0"}]}, {"evidence-0-pages": ["不得小于 1"]}),
        ({"evidence": [EVIDENCE | {"expert": "\x00"}]}, {}),  # hidden in this row
        ({"evidence": [EVIDENCE, "x"]}, {"evidence-1": ["此项的格式不正确"]}),
        ({"evidence": [EVIDENCE | {"size": 5}]}, {"evidence-0-size": ["本表单没有“size”这一项"]}),
        ({"evidence": [EVIDENCE] * 31}, {"evidence": ["不得超过 30 项"]}),
        ({"evidence": [EVIDENCE] * 100_000}, {"evidence": ["不得超过 30 项"]}),
        ({"evidence": "x"}, {"evidence": ["应为列表"]}),
        ({"is_admin": "1"}, {"is_admin": ["本表单没有“is_admin”这一项"]}),
    ],
)
def test_a_change_has_its_errors(penalty, judge, filled, change, errors):
    assert judge(penalty, filled | change).errors == errors


def test_unknown_fields_are_told_but_not_without_end(make, judge):
    raw = {f"unknown_{number}": 1 for number in range(1000)} | {"x" * 5000: 1}

    errors = judge(make(text("a")), raw, language="en").errors

    assert len(errors) == 10
    assert max(len(name) for name in errors) <= 65


def test_something_that_is_no_submission_is_refused(make, judge):
    for raw in (None, [], "x", 5):
        assert judge(make(text("a")), raw, language="en").errors == {
            "": ["What is submitted must map fields to values"]
        }


def test_a_limit_that_cannot_be_told_refuses_the_value(make, judge):
    form = make({"type": "number", "key": "n", "label": "N", "validate": {"max": "=base * 2"}}, text("t"))

    assert judge(form, {"n": 3}, language="en").errors == {
        "n": ["The allowed range cannot be told yet; first fill in what it depends on"]
    }
    assert judge(form, {"n": 3}, context={"base": 2}).is_valid
    assert judge(form, {}).is_valid


def test_a_limit_that_waits_for_a_faulty_entry_is_not_told_twice(make, judge):
    base = {"type": "number", "key": "base", "label": "Base"}
    form = make(base, {"type": "number", "key": "n", "label": "N", "validate": {"min": "=base"}})

    assert judge(form, {"base": "x", "n": 3}).errors == {"base": ["请填写数字，例如 1200 或 1200.50"]}
    assert judge(form, {"base": 5, "n": 3}).errors == {"n": ["不得小于 5"]}
    assert not judge(form, {"base": 5, "n": 3, "other": 1}).is_valid


def test_a_limit_that_is_no_number_is_no_limit_but_a_refusal(make, judge):
    form = make({"type": "number", "key": "n", "label": "N", "validate": {"min": "=true"}})

    assert list(judge(form, {"n": 3}).errors) == ["n"]


def test_a_check_of_the_form_stands_under_no_field(penalty, judge, filled):
    change = {"discretion": "light", "fine": "6000"}

    assert judge(penalty, filled | change, context={"proposed": 5000}).errors == {
        "": ["从轻处罚的罚款不得高于建议金额（依据：《行政处罚法》第三十二条）"]
    }
    assert judge(penalty, filled | change, context={"proposed": 5000}, language="en").errors == {
        "": ["A lighter fine must not exceed the proposal (basis: 《行政处罚法》第三十二条)"]
    }
    assert judge(penalty, filled | change, context={"proposed": 6000}).is_valid


def test_a_check_that_speaks_of_a_faulty_entry_waits(penalty, judge, filled):
    errors = judge(penalty, filled | {"discretion": "light", "fine": "x"}, context={"proposed": 5000}).errors

    assert list(errors) == ["fine"]


def check(expression, number=1):
    return {f"check.{number}": expression, f"check.{number}.message": "No", f"check.{number}.basis": "Art. 1"}


def test_checks_run_in_rows_and_over_lists(make, judge):
    amount = {"type": "number", "key": "amount", "label": "Amount", "properties": check("amount > least")}
    form = make(rows(amount, text("note"), properties=check("sum(items.amount) < 10")), text("outer"))
    context = {"least": 1}

    assert judge(
        form, {"items": [{"amount": 3}, {}, {"amount": 4, "note": "x"}]}, context=context, language="en"
    ).is_valid
    assert judge(form, {"items": [{}, {"amount": 1}]}, context=context, language="en").errors == {
        "items-1-amount": ["No (basis: Art. 1)"]
    }
    assert judge(form, {"items": [{"amount": 6}, {"amount": 6}]}, context=context, language="en").errors == {
        "items": ["No (basis: Art. 1)"]
    }
    faulty = judge(form, {"items": [{"amount": 1}, {"amount": "x"}]}, context=context, language="en").errors
    assert set(faulty) == {"items-0-amount", "items-1-amount"}


def test_several_checks_of_a_field_are_all_told_and_null_is_not_true(make, judge):
    form = make(text("a", properties=check("false") | check("nobody", 2)))

    assert judge(form, {"a": "x"}, language="en").errors == {"a": ["No (basis: Art. 1)"] * 2}
    assert judge(form, {}, language="en").is_valid


def test_people_are_compared_with_those_on_offer(penalty, judge, filled):
    officers = [Option("wangmin", "王敏")]

    for offered in ({"lead_officer": officers}, {"people:OFFICER": officers}):
        assert judge(penalty, filled, options=offered).is_valid
        assert list(judge(penalty, filled | {"lead_officer": "nobody"}, options=offered).errors) == ["lead_officer"]
    assert judge(penalty, filled | {"lead_officer": "nobody"}).is_valid
    assert list(judge(penalty, filled | {"lead_officer": "x" * 300}).errors) == ["lead_officer"]


def test_several_people_are_compared_one_by_one(make, judge):
    form = make(
        {"type": "checklist", "key": "who", "label": "Who", "properties": {"source": "people:X", "duty": "host"}}
    )
    offered = {"who": [Option("a", "A"), Option("b", "B")]}

    assert judge(form, {"who": ["a", "b"]}, options=offered).is_valid
    assert not judge(form, {"who": ["a", "c"]}, options=offered).is_valid
    assert form.duties({"who": ["b", "a"]}) == {"host": ("b", "a")}


def test_a_field_for_reading_accepts_an_echo_only(penalty, judge, filled):
    context = {"proposed": Decimal("5000.00")}

    for echo in ("5000", Decimal(5000), "5,000.00", None, ""):
        checked = judge(penalty, filled | {"proposed": echo}, context=context)
        assert checked.is_valid
        assert "proposed" not in checked.values
    assert judge(penalty, filled | {"proposed": "1"}, context=context).errors == {
        "proposed": ["此项只供查看，不能修改"]
    }
    assert judge(penalty, filled | {"proposed": "1"}).errors == {"proposed": ["此项只供查看，不能修改"]}


def test_the_day_of_the_context_is_today(make, judge):
    form = make({"type": "datetime", "key": "d", "label": "D", "properties": {"notFuture": "true"}})

    assert judge(form, {"d": "2026-11-25"}, context={"today": date(2026, 11, 25)}).is_valid
    assert not judge(form, {"d": "2026-11-25"}, context={"today": "2026-11-25"}).is_valid
    assert form.validate({"d": "2026-11-24"}, context={}, language="zh", now=datetime(2026, 11, 24, 0, 1)).is_valid  # noqa: DTZ001


def test_what_rest_leaves_out_is_written_as_nothing_chosen(make, judge):
    kinds = ("checkbox", "checklist", "filepicker")
    fields = [{"type": kind, "key": kind, "label": "X", "values": [{"label": "A", "value": "a"}]} for kind in kinds]

    form = make(*fields)
    assert judge(form, {}).values == {"checkbox": False, "checklist": [], "filepicker": []}
    assert form.schema.fields.keys() == set(kinds)


def test_who_takes_on_which_duty_is_told(penalty, filled):
    assert penalty.duties(filled) == {"investigate": ("wangmin",)}
    assert penalty.duties({}) == {}


def test_attachments_are_told_from_every_row(penalty, filled):
    files = filled["evidence"][0]["files"]

    assert penalty.attachments(filled | {"evidence": [{"files": files}, {"files": files}, {}, None]}) == tuple(files)
    assert penalty.attachments({"evidence": "x"}) == ()


def test_defaults_come_from_the_document_then_from_the_definition(make):
    form = make(
        text("a", defaultValue="fixed"),
        text("b", properties={"default": "=case.title"}),
        text("c"),
        rows(text("d", defaultValue="x"), text("e"), defaultRepetitions=2),
    )

    assert form.defaults({"case": {"title": "T"}}) == {"a": "fixed", "b": "T", "items": [{"d": "x"}, {"d": "x"}]}
    assert form.defaults({"a": "held", "c": 5, "items": []}) == {"a": "held", "c": 5, "items": []}
