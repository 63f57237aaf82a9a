"""What a whole definition says: names, personal data, sources of choices; and that the shipped ones are in order."""

import string
from pathlib import Path

import pytest

from forms import read_form
from forms.reading.patterns import is_slow
from forms.reading.sentences import SENTENCES

DEFINITIONS = sorted(Path(__file__).parents[3].joinpath("forms", "definitions").glob("*.form"))

OK = {"type": "textfield", "key": "name", "label": "名称", "properties": {"label.en": "Name"}}


def text(**more):
    return OK | more


def rows(*columns, **more):
    return {"type": "dynamiclist", "path": "items", "label": "Items", "components": list(columns)} | more


def test_keys_are_unique_over_groups(faults_of):
    group = {"type": "group", "label": "G", "components": [text()]}

    (fault,) = faults_of(text(), group)

    assert (fault.code, fault.where["element"]) == ("form-key-duplicate", "components[1].components[0]")


def test_conditions_that_chase_one_another_are_refused(faults_of):
    first = text(key="first", conditional={"hide": "=second = null"})
    second = text(key="second", conditional={"hide": "=third = null"})
    third = text(key="third", conditional={"hide": "=first != null"})

    (fault,) = faults_of(first, second, third)

    assert fault.code == "form-condition-cycle"
    assert "→" in fault.en


def test_a_column_is_unknown_outside_its_list(faults_of):
    (fault,) = faults_of(rows(text(key="weight")), text(conditional={"hide": "=weight = null"}))

    assert fault.code == "form-column-outside"
    assert "items.weight" in fault.en


def test_a_column_may_be_named_in_a_filter_of_its_list(make):
    form = make(rows(text(key="weight")), text(conditional={"hide": '=count(items[weight = "x"]) = 0'}))

    assert form.foreign_names == frozenset()


def test_a_slip_of_the_pen_in_a_name_is_found(faults_of):
    (fault,) = faults_of(text(key="party_type"), text(conditional={"hide": "=party_typ = null"}))

    assert (fault.code, "party_type" in fault.zh) == ("form-name-like", True)


def test_names_that_nobody_writes_are_faults_where_the_whole_is_known(faults_of):
    field = text(conditional={"hide": '=earlier = null or never = null or case.unit = "x" or today = null'})

    (fault,) = faults_of(field, known=["earlier"])

    assert (fault.code, fault.where["field"]) == ("form-name-unknown", "name")
    assert "never" in fault.en


def test_names_of_other_forms_are_reported_as_foreign(make):
    form = make(text(conditional={"hide": "=earlier = null"}), rows(text(key="x", conditional={"hide": "=name = y"})))

    assert form.foreign_names == {"earlier", "y"}


def test_a_form_with_everything_is_read(penalty):
    assert [field.path for field in penalty.fields][8:13] == [
        "evidence.title",
        "evidence.kind",
        "evidence.expert",
        "evidence.pages",
        "evidence.files",
    ]
    assert (penalty.id, penalty.title("zh"), penalty.title("en")) == (
        "penalty",
        "行政处罚决定审批表",
        "Penalty decision",
    )
    assert [rows.key for rows in penalty.lists] == ["evidence"]
    assert penalty.fields[1].label("en") == "Name"
    assert "proposed" not in penalty.keys
    assert "evidence" in penalty.keys


def test_personal_and_protected_fields_are_known(penalty):
    assert penalty.sensitive.personal == {"party_name", "party_id", "reporter"}
    assert penalty.sensitive.protected == {"reporter": "reporter"}


def test_what_a_group_or_list_protects_is_protected_inside(make):
    group = {
        "type": "group",
        "label": "G",
        "properties": {"protected": "reporter"},
        "components": [text(), rows(text())],
    }

    form = make(group, rows(text(), path="others", properties={"personal": "true"}))

    assert form.sensitive.protected == {"name": "reporter", "items.name": "reporter"}
    assert form.sensitive.personal == {"others.name"}


def test_sources_are_known_by_field(make):
    form = make(
        {"type": "select", "key": "a", "label": "A", "properties": {"source": "people:LEAD, CO"}},
        {"type": "select", "key": "b", "label": "B", "properties": {"source": "units:SQUAD"}},
        {"type": "select", "key": "c", "label": "C", "properties": {"source": "people:*"}},
    )

    assert {path: (source.kind, source.codes) for path, source in form.sources.items()} == {
        "a": ("people", ("LEAD", "CO")),
        "b": ("units", ("SQUAD",)),
        "c": ("people", ("*",)),
    }


@pytest.mark.parametrize(
    ("pattern", "slow"),
    [
        (r"^\d{17}[\dXx]$", False),  # the plain case
        (r"^(\d{4})-(\d{2})$", False),  # brackets without repetition
        (r"^(ab){3}$", False),  # a repeated bracket without choice inside
        (r"^(a|b)?$", False),  # optional is not repeated
        (r"^\(a+\)+$", False),  # escaped brackets are characters
        (r"^[(a+)]+$", False),  # so are those in a class
        (r"^(a+)+$", True),  # the classic
        (r"^(a|a)*$", True),  # branches
        (r"^(?:a*){2,}$", True),
        (r"^((a?))+$", True),  # two deep
        (r"^a)+$", False),  # not closed: the compiler refuses it, this one only must not fail
    ],
)
def test_patterns_that_could_hang_the_server_are_told(pattern, slow):
    assert is_slow(pattern) is slow


def test_every_sentence_about_faults_has_the_same_words_in_both_languages():
    def words(text):
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        return {name.removesuffix("_zh").removesuffix("_en") for name in names}

    assert {code for code, said in SENTENCES.items() if words(said.zh) != words(said.en)} == set()


def test_there_are_shipped_definitions():
    assert DEFINITIONS


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_a_shipped_definition_has_no_faults_and_its_own_name(path):
    form = read_form(path.read_bytes(), file=path.name)

    assert form.id == path.stem
