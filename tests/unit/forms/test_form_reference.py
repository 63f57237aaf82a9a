"""The reference of forms keeps up with the code."""

import re
from pathlib import Path

import pytest

from forms import Kind, read_form
from forms.reading.fields import DUTIES
from forms.reading.properties import KNOWN
from forms.reading.sentences import SENTENCES

REFERENCE = Path(__file__).parents[3].joinpath("docs", "reference", "forms.md").read_text(encoding="utf-8")
NAMES = {*SENTENCES, *KNOWN, *DUTIES, *Kind, *(name for names in KNOWN.values() for name in names)} - {"form"}


def test_the_example_is_a_form_that_works(judge):
    (example,) = re.findall(r"```json\n(.*?)```", REFERENCE, re.DOTALL)
    form = read_form(example.encode(), file="forms.md")
    raw = {"inspected_on": "2026-11-20", "second_officer": "b", "violation": "no", "facts": "x"}

    same = judge(form, raw, context={"record": {"AssignOfficers": {"by": "b"}}})
    other = judge(form, raw, context={"record": {"AssignOfficers": {"by": "a"}}})

    assert same.errors == {"second_officer": ["两名执法人员不能是同一人（依据：《行政处罚法》第四十二条）"]}
    assert other.is_valid
    assert form.duties(other.values) == {"investigate": ("b",)}
    text = form.layout({"violation": "yes", "goods": [{"worth": "3"}, {"worth": "4"}]}, context={}, language="en")
    assert "Goods worth 7.00 yuan altogether." in repr(text)


@pytest.mark.parametrize("name", sorted(map(str, NAMES)))
def test_every_type_property_duty_and_fault_is_in_the_reference(name):
    assert f"`{name}`" in REFERENCE
