"""The page about conformance says what the cases say, and the cases leave nothing of BPMN out."""

from tests.conformance.features import ALLOWED, ELEMENTS, features_of
from tests.conformance.page import PAGE, page
from tests.conformance.script import read_cases

DRAWN = {feature for case in read_cases() if case.refusal is None for feature in features_of(case)}


def test_the_page_is_what_the_cases_say():
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(), "run python -m tests.conformance.page"


def test_every_event_is_played_in_every_position_bpmn_has():
    wanted = {f"{position}: {trigger}" for position, triggers in ALLOWED.items() for trigger in triggers}
    assert len(wanted) > 50
    assert wanted - DRAWN == set()


def test_every_other_element_is_played():
    wanted = {name for names in ELEMENTS.values() for name in names.split()}
    assert len(wanted) > 40
    assert wanted - DRAWN == set()
