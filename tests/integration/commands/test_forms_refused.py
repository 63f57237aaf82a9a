"""What is entered wrongly is refused field by field, in the language of whoever entered it."""

import pytest

from engine.commands.complete_task import complete_task
from engine.commands.set_language import set_language
from engine.tasks.errors import FormRefused
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.commands.conftest import Contents, Entered


def test_every_error_comes_at_once_and_in_the_actors_language(
    district: District, intake: Casework, contents: Contents
) -> None:
    chinese = refused(district, intake, {})
    assert {"complaint_title", "source_kind", "act_place"} <= chinese.errors.keys()
    assert all("\u4e00" <= sentence[0] <= "\u9fff" or sentence[0] == "“" for sentence in sentences(chinese))
    district.do("zhoumin", set_language, language="en")
    before = contents()
    english = refused(district, intake, {})
    assert english.errors.keys() == chinese.errors.keys()
    assert all(sentence.isascii() for sentence in sentences(english)), sentences(english)
    assert contents() == before


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        # a field that the form does not declare
        ({"case_field": "urban"}, "case_field"),
        # a field of the platform's own
        ({"record": {"LegalReview": {"seq": 99}}}, "record"),
        # ten megabytes of text
        ({"complaint_content": "长" * 3_500_000}, "complaint_content"),
        # a value that is not on offer
        ({"source_kind": "CARRIER_PIGEON"}, "source_kind"),
        # a list where one value belongs
        ({"complaint_title": ["a", "b"]}, "complaint_title"),
        # an object where text belongs
        ({"complaint_title": {"$ne": None}}, "complaint_title"),
        # a day that no calendar has
        ({"received_on": "2026-02-30"}, "received_on"),
        # a day to come
        ({"received_on": "2026-11-25"}, "received_on"),
        # a letter that no database can hold
        ({"complaint_title": "占道\x00经营"}, "complaint_title"),
        # half of a letter
        ({"complaint_title": "占道\ud800经营"}, "complaint_title"),
    ],
)
def test_an_odd_value_is_an_error_of_its_field_and_writes_nothing(
    district: District,
    intake: Casework,
    entered: Entered,
    contents: Contents,
    changed: dict[str, object],
    field: str,
) -> None:
    data = entered(intake, "zhoumin", "登记诉求")
    before = contents()
    assert set(refused(district, intake, {**data, **changed}).errors) == {field}
    assert contents() == before


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity", "1e999999", "-1", "5000.001", "五千", "0x10"])
def test_an_amount_is_a_number_of_yuan_and_fen(
    district: District, penalty: Casework, entered: Entered, contents: Contents, amount: str
) -> None:
    penalty.to("调查终结报告")
    data = entered(penalty, "wangqiang", "调查终结报告")
    [field] = [key for key, value in data.items() if value == "5000"]
    before = contents()
    with pytest.raises(FormRefused) as refusal:
        district.do(
            "wangqiang",
            complete_task,
            task_id=penalty.open_steps["调查终结报告"],
            data={**data, field: amount},
        )
    assert field in refusal.value.errors
    assert contents() == before


def test_what_was_typed_comes_back_with_the_refusal(district: District, intake: Casework) -> None:
    assert refused(district, intake, {"complaint_title": "占道"}).raw == {"complaint_title": "占道"}


def refused(district: District, case: Casework, data: dict[str, object]) -> FormRefused:
    """Return how the registration is refused."""
    with pytest.raises(FormRefused) as refusal:
        district.do("zhoumin", complete_task, task_id=case.open_steps["登记诉求"], data=data)
    return refusal.value


def sentences(refusal: FormRefused) -> list[str]:
    """Return every sentence of a refusal."""
    return [sentence for found in refusal.errors.values() for sentence in found]
