"""Reading definitions: what is accepted, and that every fault is found where it is."""

from pathlib import Path

import pytest

from forms import FormError, read_form

DEFINITIONS = sorted(Path(__file__).parents[3].joinpath("forms", "definitions").glob("*.form"))

OK = {"type": "textfield", "key": "name", "label": "名称", "properties": {"label.en": "Name"}}
YES = [{"label": "Yes", "value": "yes"}]


def text(**more):
    return OK | more


def prop(**more):
    return OK | {"properties": OK["properties"] | more}


def number(**more):
    return {"type": "number", "key": "n", "label": "N"} | more


def select(**more):
    return {"type": "select", "key": "s", "label": "S"} | more


def rows(*columns, **more):
    return {"type": "dynamiclist", "path": "items", "label": "Items", "components": list(columns)} | more


FAULTS = [
    # What the JSON holds | code | where in the component (None: not at one place)
    ({"type": "html", "content": "<b>"}, "form-type-forbidden", "type"),  # no page fragments
    ({"type": "iframe"}, "form-type-forbidden", "type"),
    ({"type": "script"}, "form-type-forbidden", "type"),
    ({"type": "button", "label": "Submit"}, "form-type-forbidden", "type"),  # the page has buttons
    ({"type": "taglist"}, "form-type-unknown", "type"),
    ({}, "form-type-unknown", "type"),
    (text(key=""), "form-missing", "key"),
    (text(key="Party Name"), "form-key", "key"),
    (text(key="a.b"), "form-key", "key"),  # nested keys: case data is flat
    (text(key="x" * 65), "form-key", "key"),
    (text(key="case"), "form-key-reserved", "key"),  # the platform's own name
    (text(key="today"), "form-key-reserved", "key"),
    (text(key="if"), "form-key-reserved", "key"),  # FEEL could not read it
    (text(key="null"), "form-key-reserved", "key"),
    (text(label=""), "form-missing", "label"),
    (text(label=["x"]), "form-shape", "label"),
    (text(label="x" * 5001), "form-shape", "label"),
    (text(properties={}), "form-translation-missing", "properties.label.en"),
    (text(description="说明"), "form-translation-missing", "properties.description.en"),
    (text(properties=[]), "form-shape", "properties"),
    (prop(notfuture="true"), "form-property-unknown", "properties.notfuture"),  # misspelt
    (prop(money="true"), "form-property-unknown", "properties.money"),  # of another kind
    (prop(personal="yes"), "form-shape", "properties.personal"),
    (prop(protected="witness"), "form-protected", "properties.protected"),
    (text(validate={"max": 3}), "form-rule-unknown", "validate.max"),
    (text(validate={"required": "yes"}), "form-shape", "validate.required"),
    (text(validate={"required": "=1 +"}), "form-feel", "validate.required"),
    (text(validate={"validationType": "url"}), "form-rule-unknown", "validate.validationType"),
    (text(validate={"minLength": 9, "maxLength": 3}), "form-order", "validate.minLength"),
    (text(validate={"maxLength": 60_000}), "form-bounds", "validate.maxLength"),
    (text(validate={"maxLength": 1.5}), "form-bounds", "validate.maxLength"),
    (text(validate={"pattern": "("}), "form-pattern", "validate.pattern"),
    (text(validate={"pattern": "(a+)+$"}), "form-pattern-slow", "validate.pattern"),
    (text(validate={"pattern": "a", "patternErrorMessage": "错"}), "form-translation-missing", "properties.pattern.en"),
    (text(conditional={"hide": "x = 1"}), "form-feel-marker", "conditional.hide"),
    (text(conditional={"hide": "=1 +"}), "form-feel", "conditional.hide"),
    (text(conditional={"hide": "=name = null"}), "form-condition-cycle", None),  # hides itself
    (text(readonly="=x"), "form-shape", "readonly"),
    (text(layout={"columns": 17}), "form-bounds", "layout.columns"),
    (text(description="a {{1 +}}", properties=OK["properties"]), "form-feel", "description"),
    (text(description="a {{b"), "form-braces", "description"),
    (text(description="= 1 +"), "form-feel", "description"),
    (prop(default="=1 +"), "form-feel", "properties.default"),
    (text(defaultValue=7), "form-default", "defaultValue"),
    (prop(**{"check.1": "name ="}), "form-feel", "properties.check.1"),
    (prop(**{"check.1": "true"}), "form-check-message", "properties.check.1"),
    (prop(**{"check.1": ""}), "form-check-message", "properties.check.1"),
    (prop(**{"check.2.message": "x"}), "form-check-orphan", "properties.check.2.message"),
    (prop(**{"check.1": "true", "check.1.message": "错"}), "form-translation-missing", "properties.check.1.message.en"),
    (number(validate={"min": 3, "max": 1}), "form-order", "validate.min"),
    (number(validate={"max": "x"}), "form-shape", "validate.max"),
    (number(validate={"max": True}), "form-shape", "validate.max"),
    (number(validate={"max": "=1 +"}), "form-feel", "validate.max"),
    ({"type": "datetime", "key": "d", "dateLabel": "D", "subtype": "time"}, "form-subtype", "subtype"),
    ({"type": "datetime", "key": "d"}, "form-missing", "label"),
    (select(), "form-choices-missing", "values"),
    (select(values="x"), "form-shape", "values"),
    (select(values=["x"]), "form-shape", "values[0]"),
    (select(values=[{"label": "x"}]), "form-missing", "values[0].value"),
    (select(values=YES + YES), "form-choice-duplicate", "values[1].value"),
    (select(values=[{"label": "是", "value": "y"}]), "form-translation-missing", "properties.option.y.en"),
    (select(values=YES, properties={"option.no.en": "No"}), "form-property-unknown", "properties.option.no.en"),
    (select(properties={"source": "cats:x"}), "form-source", "properties.source"),
    (select(values=YES, properties={"source": "people:X"}), "form-source-and-values", "values"),
    (select(values=YES, properties={"duty": "decide"}), "form-duty-source", "properties.duty"),
    (select(properties={"duty": "decide", "source": "units:SQUAD"}), "form-duty-source", "properties.duty"),
    (select(properties={"duty": "judge", "source": "people:X"}), "form-duty", "properties.duty"),
    (number(type="filepicker", properties={"default": "=x"}), "form-property-unknown", "properties.default"),
    ({"type": "group", "components": []}, "form-missing", "label"),
    ({"type": "group", "label": "G", "path": "g", "components": []}, "form-path", "path"),
    ({"type": "group", "label": "G", "components": {}}, "form-shape", "components"),
    ({"type": "text"}, "form-missing", "text"),
    ({"type": "text", "text": "说明"}, "form-translation-missing", "properties.text.en"),
    ({"type": "separator", "properties": {"check.1": "x"}}, "form-property-unknown", "properties.check.1"),
    ({"type": "dynamiclist", "label": "L"}, "form-missing", "path"),
    (rows(label=""), "form-missing", "label"),
    (rows(properties={"minItems": "5", "maxItems": "2"}), "form-order", "properties.minItems"),
    (rows(properties={"maxItems": "501"}), "form-bounds", "properties.maxItems"),
    (rows(rows()), "form-nested-list", "components[0]"),
    (rows(text(disabled=True)), "form-readonly-column", "components[0].disabled"),
    (rows(text(), text()), "form-key-duplicate", "components[1]"),
    (rows(text(conditional={"hide": "=name = null"})), "form-condition-cycle", None),
]  # fmt: skip


@pytest.mark.parametrize(("component", "code", "element"), FAULTS)
def test_a_fault_is_found_and_located(faults_of, component, code, element):
    found = {(fault.code, fault.where.get("element")) for fault in faults_of(component)}

    place = None if element is None else f"components[0].{element}".removesuffix(".")
    assert (code, place) in found


def test_a_field_with_a_fault_is_named(faults_of):
    (fault,) = faults_of(text(conditional={"hide": "x"}))

    assert fault.where == {"file": "test.form", "element": "components[0].conditional.hide", "field": "name"}


def test_all_faults_are_told_at_once(faults_of):
    codes = [fault.code for fault in faults_of(text(key="A"), {"type": "html"}, {"type": "text"})]

    assert codes == ["form-key", "form-type-forbidden", "form-missing"]


def test_faults_speak_both_languages(faults_of):
    (fault,) = faults_of(text(conditional={"hide": "=1 +"}))

    assert fault.sentence("zh-CN").startswith("FEEL 表达式有误：")
    assert fault.sentence("en").startswith("The FEEL expression is wrong: ")


def test_the_refusal_tells_its_faults():
    with pytest.raises(FormError, match=r"components\[0\].type: A \"html\" component is not allowed"):
        read_form(b'{"id":"a","properties":{"title":"t"},"components":[{"type":"html"}]}', file="a.form")


TOPS = [
    # Bytes of the file | code | where
    (b"{", "form-json", {"line": 1, "column": 2}),  # not JSON
    (b"\xff\xfe\xfa", "form-json", {}),  # not UTF-8
    (b"[]", "form-json", {}),  # not an object
    (b'{"a": NaN}', "form-json", {}),  # not a number of JSON
    (b"[" * 100_000, "form-json", {}),  # deeper than anyone writes
    (b" " * 1_000_001, "form-size", {}),
    (b'{"id":"a","id":"b","properties":{"title":"t"},"components":[{"type":"separator"}]}', "form-repeated-name", {}),
    (b'{"properties":{"title":"t"},"components":[{"type":"separator"}]}', "form-missing", {"element": "id"}),
    (b'{"id":"A b","properties":{"title":"t"},"components":[{"type":"separator"}]}', "form-id", {"element": "id"}),
    (b'{"id":"a","components":[{"type":"separator"}]}', "form-missing", {"element": "properties.title"}),
    (b'{"id":"a","properties":{"title":"t"},"components":[]}', "form-empty", {"element": "components"}),
    (b'{"id":"a","properties":{"title":"t","x":""},"components":[{"type":"separator"}]}', "form-property-unknown",
     {"element": "properties.x"}),
]  # fmt: skip


@pytest.mark.parametrize(("content", "code", "where"), TOPS)
def test_a_file_that_is_no_form_is_refused(content, code, where):
    with pytest.raises(FormError) as refused:
        read_form(content, file="a.form")

    (fault,) = refused.value.faults
    assert (fault.code, fault.where) == (code, {"file": "a.form", **where})
