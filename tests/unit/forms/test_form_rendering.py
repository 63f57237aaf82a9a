"""The pages that templates draw from a layout, read back with a parser."""

from datetime import date
from pathlib import Path

import jinja2
import pytest
from lxml import html

from forms import FileRef, Option, read_form

ROOT = Path(__file__).parents[3]
DEFINITIONS = sorted((ROOT / "forms" / "definitions").glob("*.form"))
ID = "0198f0aa-0000-7000-8000-00000000000a"
PAGE = """
{%- from "form/edit.html" import edit, body -%}{%- from "form/read.html" import read -%}
{%- from "form/print.html" import printed -%}
<main>{% if way == "edit" -%}
{% call edit(layout, action="/tasks/1", refresh_url=refresh_url, autosave_url="/drafts/1", csrf_token="t") -%}
<button>办结</button>{% endcall %}
{%- elif way == "body" -%}{{ body(layout, refresh_url) }}
{%- elif way == "read" -%}{{ read(layout) }}
{%- else -%}{{ printed(layout) }}{% endif %}</main>
"""


def templates(*, trim):
    loader = jinja2.FileSystemLoader(ROOT / "web" / "templates")
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=trim, lstrip_blocks=trim
    )


def drawer(pages):
    """Return a function that draws a form and parses the page."""

    def draw(form, raw=None, *, way="edit", language="zh", refresh_url="/redraw/1", **more):
        layout = form.layout(raw or {}, context={"today": date(2026, 11, 24)}, language=language, **more)
        text = pages.from_string(PAGE).render(layout=layout, way=way, refresh_url=refresh_url)
        return html.document_fromstring(text)

    return draw


@pytest.fixture(scope="session")
def page_of():
    """Draw with templates as Flask sets them up."""
    return drawer(templates(trim=False))


@pytest.fixture(scope="session", params=[False, True], ids=["plain", "trimmed"])
def either_page_of(request):
    """Draw with templates as Flask sets them up, and with blocks that are trimmed."""
    return drawer(templates(trim=request.param))


def words_of(element):
    return " ".join(element.text_content().split())


def assert_sound(page):
    """Labels are bound, ids unique, references lead somewhere, nothing is inline, no attribute ran into another."""
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for reference in page.xpath("//@for | //@aria-labelledby | //@aria-describedby"):
        assert set(reference.split()) <= set(ids), reference
    for link in page.xpath("//a/@href[starts-with(., '#')]"):
        assert link[1:] in ids, link
    for control in page.xpath("//form//input[not(@type='hidden')] | //form//select | //form//textarea"):
        assert page.xpath("//label[@for=$id]", id=control.get("id")), control.get("name")
    assert not page.xpath(
        "//script | //style | //@style | //@*[starts-with(name(), 'on')] | //@*[starts-with(name(), 'hx-on')]"
    )
    known = {"id", "class", "name", "value", "type", "for", "href", "hidden"}
    for element in page.iter():
        for name in element.attrib if isinstance(element.tag, str) else ():
            assert '"' not in name
            assert "=" not in name
            assert name in known or "-" in name or name.isalpha() or name in {"x1", "x2", "y1", "y2"}, name


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("way", ["edit", "body", "read", "print"])
def test_every_way_of_drawing_is_sound(penalty, filled, either_page_of, way, language):
    names = [*filled, "evidence-0-title", "evidence-0-kind", "evidence-0-files", "evidence-0-pages", "hearing_on", ""]
    raw = filled | {"fine": "120000", "hearing_requested": "yes", "evidence": [*filled["evidence"], {}]}

    page = either_page_of(penalty, raw, way=way, language=language, errors={name: ["Wrong"] for name in names})

    assert_sound(page)


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_every_shipped_form_is_sound_when_all_is_missing(path, page_of):
    form = read_form(path.read_bytes(), file=path.name)
    everywhere = {field.key: ["错"] for field in form.fields}

    for language in ("zh", "en"):
        page = page_of(form, language=language, errors=everywhere)
        assert_sound(page)
        assert page.xpath("//form")


def test_english_pages_have_no_chinese_words_of_ours(penalty, page_of):
    page = page_of(penalty, language="en", refresh_url="")

    chinese = [text for text in page.xpath("//form//text()") if any("\u4e00" <= sign <= "\u9fff" for sign in text)]
    assert [text.strip() for text in chinese] == ["办结"]


def test_a_form_is_sent_with_its_files_its_token_and_its_draft(penalty, page_of):
    (form,) = page_of(penalty).xpath("//form")

    assert form.get("enctype") == "multipart/form-data"
    assert form.get("method") == "post"
    assert form.get("data-autosave-url") == "/drafts/1"
    assert form.xpath(".//input[@name='csrf_token']/@value") == ["t"]
    assert form.xpath(".//div[@class='gj-actions']/button/text()") == ["办结"]


def test_the_enter_key_completes_nothing(penalty, page_of):
    first = page_of(penalty).xpath("//form//button[@type='submit' or not(@type)]")[0]

    assert first.get("name") == "_refresh"


def test_without_script_a_button_redraws(penalty, make, page_of):
    assert page_of(penalty).xpath("//noscript/button/@name") == ["_refresh"]
    still = make({"type": "textfield", "key": "a", "label": "A"})
    assert page_of(still).xpath("//noscript") == []


def test_only_steering_fields_and_buttons_redraw(penalty, page_of):
    page = page_of(penalty, {"party_type": "person"})

    names = {element.get("name") for element in page.xpath("//*[@hx-post]")}
    assert names == {
        "party_type",
        "fine",
        "discretion",
        "evidence-0-kind",
        "_file-evidence-0-files",
        "_add",
        "_refresh",
    }
    assert {element.get("hx-trigger") for element in page.xpath("//*[@name='fine']")} == {"input delay:300ms, change"}
    assert set(page.xpath("//*[@hx-post]/@hx-target")) == {"#gj-form-body"}
    assert page.xpath("//*[@id='gj-form-body']")
    assert page_of(penalty, refresh_url="").xpath("//*[@hx-post]") == []


def test_rows_are_added_and_removed_by_buttons_that_submit(penalty, page_of):
    page = page_of(penalty, {"evidence": [{"title": "a"}, {"title": "b"}]})

    assert page.xpath("//button[@name='_remove']/@value") == ["evidence-0", "evidence-1"]
    assert page.xpath("//button[@name='_remove']/@aria-label") == ["删除证据清单第 1 项", "删除证据清单第 2 项"]
    assert page.xpath("//button[@name='_add']/@value") == ["evidence"]
    assert set(page.xpath("//button[@name='_add' or @name='_remove']/@type")) == {"submit"}


def test_what_a_page_shows_is_what_it_sends(penalty, filled, page_of):
    raw = filled | {"facts": "\n第一行 <b>\n第二行", "remarks": '"引号" & 符号'}
    officers = {"people:OFFICER": [Option("wangmin", "王敏")]}

    (form,) = page_of(penalty, raw, options=officers).xpath("//form")
    texts = {area.get("name") for area in form.xpath(".//textarea")}
    # Browsers drop one line break after the start tag of a text area; this parser does not.
    sent = penalty.extract(
        (name, text.removeprefix("\n") if name in texts else text) for name, text in form.form_values()
    )

    assert sent["evidence"] == [filled["evidence"][0] | {"expert": None}]
    for key in (
        "party_type",
        "party_name",
        "party_code",
        "violated_on",
        "legal_basis",
        "discretion",
        "fine",
        "remarks",
        "recorded",
    ):
        assert sent[key] == raw[key]
    assert sent["lead_officer"] == "wangmin"
    assert sent["facts"] == raw["facts"]


def test_errors_stand_at_their_field_and_in_the_summary(penalty, page_of):
    page = page_of(penalty, errors={"fine": ["不得大于 5 元", "另一个"], "": ["整体有误"]})

    (fine,) = page.xpath("//input[@name='fine']")
    assert fine.get("aria-invalid") == "true"
    assert fine.get("aria-describedby").split() == ["limit-fine", "error-fine"]
    assert [words_of(told) for told in page.xpath("//*[@id='error-fine']/p")] == ["错误：不得大于 5 元", "错误：另一个"]
    (summary,) = page.xpath("//*[@class='gj-error-summary']")
    assert summary.get("role") == "alert"
    assert [words_of(line) for line in summary.xpath(".//li")] == [
        "整体有误",
        "罚款金额：不得大于 5 元",
        "罚款金额：另一个",
    ]
    assert summary.xpath(".//a/@href") == ["#f-fine"] * 2


def test_hints_stand_above_the_input_and_groups_are_fieldsets(penalty, page_of):
    page = page_of(penalty)

    (hint,) = page.xpath("//*[@id='hint-facts']")
    assert hint.xpath("following-sibling::textarea/@aria-describedby") == ["hint-facts"]
    assert page.xpath("//fieldset[@class='gj-group']/legend/text()")[0] == "一、当事人"
    assert len(page.xpath("//fieldset[contains(@class, 'gj-rows')]")) == 1


def test_files_are_kept_by_a_tick_and_picked_by_a_label(penalty, filled, page_of):
    page = page_of(penalty, filled, files={ID: FileRef("现场笔录.pdf")})

    (kept,) = page.xpath("//input[@name='evidence-0-files']")
    assert (kept.get("type"), kept.get("value"), "checked" in kept.attrib) == ("checkbox", ID, True)
    assert words_of(page.xpath("//label[@for=$id]", id=kept.get("id"))[0]) == "现场笔录.pdf"
    (picker,) = page.xpath("//input[@type='file']")
    assert (picker.get("name"), picker.get("accept")) == ("_file-evidence-0-files", ".pdf,.jpg")
    assert "multiple" in picker.attrib
    assert picker.get("data-max-bytes") == str(20 * 1024 * 1024)


def test_required_choices_say_so_in_words(penalty, page_of):
    legends = {words_of(legend) for legend in page_of(penalty).xpath("//legend[@class='gj-label']")}

    assert "当事人类型*（必填）" in legends


def test_fields_for_reading_are_values_not_inputs(penalty, page_of):
    page = page_of(penalty, withheld={"reporter"})

    assert page.xpath("//*[@name='proposed' or @name='reporter']") == []
    assert words_of(page.xpath("//*[@id='f-reporter']")[0]) == "举报人 （依法保密）"
    assert words_of(page.xpath("//*[@id='f-proposed']")[0]) == "建议金额 （未填写）"


def test_reading_and_printing_show_the_same_in_words(penalty, filled, page_of):
    files = {ID: FileRef("现场笔录.pdf", "/files/1")}
    officers = {"people:OFFICER": [Option("wangmin", "王敏")]}

    for way in ("read", "print"):
        page = page_of(penalty, filled, way=way, files=files, options=officers)
        text = words_of(page)
        for words in (
            "法人或者其他组织",
            "2026年11月1日",
            "现场笔录.pdf",
            "5,000 元",
            "王敏",
            "（未填写）",
            "三、处罚",
            "已全过程记录",
        ):
            assert words in text
        assert page.xpath("//a/@href") == ["/files/1"]
        assert not page.xpath("//input | //button | //textarea")


def test_an_empty_list_reads_as_none(make, page_of):
    form = make({"type": "dynamiclist", "path": "items", "label": "Items", "defaultRepetitions": 0, "components": []})

    for way in ("read", "print"):
        assert "(none)" in words_of(page_of(form, way=way, language="en"))


def test_lines_and_spaces_are_drawn(penalty, page_of):
    assert len(page_of(penalty).xpath("//hr")) == 1
