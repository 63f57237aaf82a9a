"""The render model: what is shown, with what in it, in whose language."""

import json
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forms import FileRef, Option
from forms.layout.views import FieldView, GroupView, RowsView, field_views

GOLDEN = Path(__file__).parent / "golden"
CHINA = ZoneInfo("Asia/Shanghai")
ID = "0198f0aa-0000-7000-8000-00000000000a"
OFFICERS = {"people:OFFICER": [Option("wangmin", "王敏", "Wang Min"), Option("liqiang", "李强")]}


def draw(form, raw=None, *, language="zh", context=None, **more):
    context = {"today": date(2026, 11, 24)} if context is None else context
    return form.layout(raw or {}, context=context, language=language, **more)


def views_of(layout):
    def walk(items):
        for item in items:
            if isinstance(item, RowsView):
                for row in item.rows:
                    yield from walk(row.items)
            elif isinstance(item, GroupView):
                yield from walk(item.items)
            elif isinstance(item, FieldView):
                yield item

    return {view.name: view for view in walk(layout.items)}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_layout_is_what_it_was(penalty, filled, language):
    """The golden files are the layout that templates rely on; regenerate them by deleting them, and read the diff."""
    raw = filled | {"fine": "120000", "discretion": "heavy"}
    errors = {
        "": ["X"],
        "fine": ["Y"],
        "evidence": ["Z"],
        "evidence-0-title": ["W"],
        "evidence-0": ["V"],
        "gone": ["U"],
    }
    files = {ID: FileRef("现场笔录.pdf", "/files/1")}
    layout = draw(penalty, raw, language=language, errors=errors, options=OFFICERS, files=files)
    drawn = json.dumps(asdict(replace(layout, words={})), ensure_ascii=False, indent=1) + "\n"

    golden = GOLDEN / f"penalty.{language}.json"
    if not golden.exists():
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(drawn, encoding="utf-8")
        pytest.fail(f"{golden.name} was written anew: read it, then run again")

    assert drawn == golden.read_text(encoding="utf-8")


def test_an_untouched_form_is_prefilled(penalty):
    context = {
        "party_type": "person",
        "fine": Decimal("5000.00"),
        "violated_on": date(2026, 3, 5),
        "legal_basis": ["cd-48"],
    }

    views = views_of(draw(penalty, context=context))

    assert [option.is_chosen for option in views["party_type"].options] == [True, False]
    assert (views["fine"].value, views["violated_on"].value) == ("5000.00", "2026-03-05")
    assert "party_id" in views
    assert "party_code" not in views
    assert views["legal_basis"].shown == ("《成都市市容和环境卫生管理条例》第四十八条",)
    assert views["evidence-0-title"].value == ""


def test_what_was_typed_wins_over_the_document(penalty):
    views = views_of(draw(penalty, {"party_name": "", "fine": "x"}, context={"party_name": "甲", "fine": Decimal(5)}))

    assert (views["party_name"].value, views["fine"].value) == ("", "x")


def test_dates_typed_in_words_are_sent_back_as_dates(penalty):
    views = views_of(draw(penalty, {"violated_on": "2026年3月5日", "inspected_at": "2026/3/5 9:30"}))

    assert views["violated_on"].value == "2026-03-05"
    assert views["inspected_at"].value == "2026-03-05T09:30"
    assert views["violated_on"].latest == "2026-11-24"
    assert views["inspected_at"].latest == ""


def test_hidden_parts_are_not_drawn_and_appear_with_their_condition(penalty):
    small = draw(penalty, {"party_type": "org", "fine": "99999"})
    large = draw(penalty, {"party_type": "org", "fine": "100000"})

    assert "hearing_requested" not in views_of(small)
    assert "hearing_requested" in views_of(large)
    labels = [item.label for item in large.items if isinstance(item, GroupView)]
    assert labels == ["一、当事人", "二、事实和证据", "三、处罚", "四、听证"]


def test_conditions_in_rows_are_those_of_the_row(penalty):
    views = views_of(draw(penalty, {"evidence": [{"kind": "expert"}, {"kind": "record"}, {}]}))

    assert [name for name in views if name.endswith("-expert")] == ["evidence-0-expert"]


def test_live_limits_and_texts_follow_what_is_typed(penalty):
    layout = draw(penalty, {"party_type": "org", "fine": "100000", "discretion": "heavy"})

    assert views_of(layout)["fine"].limits == ("当前上限：200,000 元",)
    note = next(item for item in layout.items if isinstance(item, GroupView) and item.id == "c-hearing").items[0]
    assert note.paragraphs == ("拟处罚款 100,000.00 元，应当告知当事人有要求听证的权利。",)
    assert views_of(draw(penalty, {"party_type": "org"}, language="en"))["fine"].limits == (
        "Current maximum: CNY 100,000",
    )


def test_lower_limits_are_told_too_and_unknown_ones_are_not(make):
    form = make(
        {"type": "number", "key": "n", "label": "N", "validate": {"min": "=a", "max": "=b"}},
        {"type": "text", "text": "{{missing}} / {{a}}"},
    )

    layout = draw(form, context={"a": 3}, language="en")
    assert views_of(layout)["n"].limits == ("Current minimum: 3",)
    assert layout.items[1].paragraphs == ("… / 3",)


def test_a_text_may_be_one_expression_and_an_empty_one_is_not_drawn(make):
    form = make({"type": "text", "text": '=if a = null then "" else "a " + a'})

    assert draw(form).items == ()
    assert draw(form, context={"a": "b"}).items[0].paragraphs == ("a b",)


def test_only_fields_that_steer_something_are_live(penalty):
    assert penalty.controlling == {"party_type", "fine", "discretion", "hearing_requested", "evidence.kind"}
    live = {name for name, view in views_of(draw(penalty, {"party_type": "person"})).items() if view.is_live}
    assert live == {"party_type", "fine", "discretion", "evidence-0-kind"}


def test_a_list_that_steers_something_is_live_in_all_columns(make):
    rows = {
        "type": "dynamiclist",
        "path": "items",
        "label": "Items",
        "components": [{"type": "number", "key": "n", "label": "N"}],
    }
    form = make(rows, {"type": "text", "text": "{{count(items)}}"}, {"type": "checkbox", "key": "c", "label": "C"})

    assert form.controlling == {"items.n"}


def test_people_are_offered_and_one_who_left_stays_visible(penalty):
    offered = views_of(draw(penalty, {"lead_officer": "gone"}, options=OFFICERS, language="en"))["lead_officer"]

    assert [(option.value, option.label, option.is_chosen) for option in offered.options] == [
        ("wangmin", "Wang Min", False),
        ("liqiang", "李强", False),
        ("gone", "gone", True),
    ]
    by_path = views_of(draw(penalty, options={"lead_officer": [Option("a", "甲")]}))["lead_officer"]
    assert [option.label for option in by_path.options] == ["甲"]


def test_what_a_reader_may_not_see_is_not_in_the_layout(penalty):
    layout = draw(penalty, {"reporter": "张三", "evidence": [{"title": "secret", "files": [ID]}]},
                  withheld={"reporter", "evidence.title", "evidence.files"})  # fmt: skip

    assert "张三" not in repr(layout)
    assert "secret" not in repr(layout)
    assert ID not in repr(layout)
    assert views_of(layout)["reporter"].shown == ("（依法保密）",)
    assert not views_of(layout)["reporter"].is_edited


def test_texts_and_defaults_do_not_tell_what_is_withheld(make):
    column = {"type": "textfield", "key": "b", "label": "B", "description": "{{b}} {{a}}"}
    plain_column = {"type": "textfield", "key": "d", "label": "D"}
    form = make(
        {"type": "textfield", "key": "a", "label": "A"},
        {"type": "dynamiclist", "path": "items", "label": "Items", "components": [column, plain_column]},
        {"type": "text", "text": "{{a}} {{items[1].b}} {{items[1].d}} {{elsewhere}}"},
        {"type": "textfield", "key": "c", "label": "C", "properties": {"default": "=elsewhere"}},
        {"type": "textfield", "key": "e", "label": "E", "conditional": {"hide": "=a = null"}},
    )
    context = {"a": "secret", "items": [{"b": "secret", "d": "open"}], "elsewhere": "secret"}

    layout = draw(form, context=context, withheld=["a", "items.b", "elsewhere", "other.x"])

    assert "secret" not in repr(layout)
    assert layout.items[2].paragraphs == ("… … open …",)
    assert "e" in views_of(layout)
    assert "secret" in repr(draw(form, context=context))


def test_a_field_for_reading_shows_the_document_and_no_input(penalty):
    view = views_of(draw(penalty, {"proposed": "1"}, context={"proposed": Decimal(5000)}))["proposed"]

    assert (view.shown, view.is_edited) == (("5,000 元",), False)


def test_the_summary_follows_the_form_and_goes_to_the_inputs(penalty):
    errors = {
        "recorded": ["请勾选确认"],
        "evidence-1-files": ["附件无效"],
        "": ["整体"],
        "evidence": ["少"],
        "ghost": ["未知"],
    }
    raw = {"evidence": [{}, {"files": [ID]}]}

    lines = [(line.target, line.text) for line in draw(penalty, raw, errors=errors).summary]

    assert lines == [
        ("", "整体"),
        ("f-evidence", "证据清单：少"),
        ("f-evidence-1-files-upload-1", "证据清单第 2 项 · 附件：附件无效"),
        ("f-recorded", "已全过程记录：请勾选确认"),
        ("", "未知"),
    ]


def test_lists_have_their_least_rows_and_end_at_the_most(make):
    def items(**more):
        return make({"type": "dynamiclist", "path": "items", "label": "Items", "components": []} | more)

    def shape(form, raw=None):
        view = draw(form, raw).items[0]
        return len(view.rows), view.can_add, view.can_remove

    two = items(properties={"minItems": "2", "maxItems": "3"})
    assert shape(two) == (2, True, False)
    assert shape(two, {"items": [{}]}) == (2, True, False)
    assert shape(two, {"items": [{}, {}, {}]}) == (3, False, True)
    assert shape(two, {"items": "x"}) == (2, True, False)
    assert shape(items(defaultRepetitions=0)) == (0, True, False)
    assert shape(items()) == (1, True, True)
    assert shape(items(allowAddRemove=False)) == (1, False, False)


def test_groups_in_which_nothing_is_shown_are_left_out(make):
    hidden = {"type": "textfield", "key": "a", "label": "A", "conditional": {"hide": "=true"}}
    form = make({"type": "group", "label": "G", "components": [hidden]}, {"type": "checkbox", "key": "c", "label": "C"})

    assert [item.kind for item in draw(form).items] == ["checkbox"]


def test_reading_has_sections_and_editing_has_blocks(make):
    def field(key):
        return {"type": "textfield", "key": key, "label": key.upper()}

    inner = {"type": "group", "label": "Inner", "components": [field("b")]}
    form = make(
        field("z"),
        {"type": "group", "label": "Outer", "description": "Hint", "components": [field("a"), inner, field("c")]},
        {"type": "text", "text": "Note"},
        field("d"),
    )
    layout = draw(form)

    assert [(section.label, [item.name for item in section.items]) for section in layout.sections] == [
        ("", ["z"]),
        ("Outer", ["a"]),
        ("Inner", ["b"]),
        ("Outer", ["c"]),
        ("", ["d"]),
    ]
    assert [(block.group.label if block.group else "", len(block.items)) for block in layout.blocks] == [
        ("", 1),
        ("Outer", 3),
        ("", 2),
    ]
    assert [view.name for view in field_views(layout.items)] == ["z", "a", "b", "c", "d"]


def test_tables_have_the_columns_that_any_row_shows(penalty):
    layout = draw(penalty, {"evidence": [{"kind": "record", "title": "x"}, {"kind": "expert"}]})
    rows = next(item for section in layout.sections for item in section.items if isinstance(item, RowsView))

    assert [heading.key for heading in rows.headings] == ["title", "kind", "expert", "pages", "files"]
    assert "expert" not in rows.rows[0].cells
    assert rows.rows[0].cells["kind"].shown == ("勘验笔录、现场笔录",)


def test_adornments_are_read_in_the_language(make):
    form = make(
        {"type": "number", "key": "n", "label": "N", "appearance": {"prefixAdorner": "约", "suffixAdorner": "元"},
         "properties": {"prefix.en": "about"}, "defaultValue": 3}
    )  # fmt: skip

    view = views_of(draw(form, language="en"))["n"]
    assert (view.prefix, view.suffix, view.shown) == ("about", "元", ("about 3 元",))
