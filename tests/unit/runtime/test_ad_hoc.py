"""Ad-hoc subprocesses: what is inside is offered, begun by people any number of times, and ends by its rule."""

import pytest

from engine.runtime import begin, finish
from engine.runtime.errors import NotFinishable, NotOffered


@pytest.fixture
def ad_hoc(inner):
    """Return a function that draws an ad-hoc subprocess as one line of XML."""

    def draw_ad_hoc(text, *, until=None, attributes="", identifier="H", more=""):
        condition = f"<completionCondition>{until}</completionCondition>" if until else ""
        drawn = inner(identifier, text, more=more).removesuffix("</subProcess>") + condition
        return drawn.replace("<subProcess ", f"<adHocSubProcess {attributes} ", 1) + "</adHocSubProcess>"

    return draw_ad_hoc


def offered(case):
    assert case.standing.offered == case.outcome.offered
    return [offer.element for offer in case.outcome.offered]


def start_work(case, element, **data):
    key = next(offer.key for offer in case.outcome.offered if offer.element == element)
    return case.step(begin, offer=key, data=data)


def end_work(case, element="H"):
    key = next(offer.key for offer in case.outcome.finishable if offer.element == element)
    return case.step(finish, task=key)


def line(scope):
    return f"start S; user Z\n{scope}\nS > H > Z"


def test_activities_are_offered_and_not_begun(draw, ad_hoc, play):
    case = play(draw(line(ad_hoc("user A; user B", until="ok"))))
    assert (case.open, offered(case)) == ([], ["A", "B"])
    (first, _) = case.outcome.offered
    assert (first.within, first.kind, first.process) == ("H", "userTask", "P")


def test_they_are_begun_any_number_of_times_until_the_condition_is_met(draw, ad_hoc, play):
    case = play(draw(line(ad_hoc("user A; user B", until="ok"))))
    start_work(case, "A")
    start_work(case, "A", x=1)
    assert (case.open, offered(case), case.data) == (["A", "A"], ["A", "B"], {"x": 1})
    case.do("A")
    start_work(case, "B")
    case.do("B", ok=True)
    assert (case.open, offered(case)) == (["Z"], [])
    assert [closed.element for closed in case.outcome.closed] == ["B", "A"]
    assert case.do("Z").status == "completed"
    assert case.passed == ["S", "A", "B", "H", "Z"]


def test_what_runs_may_be_let_to_its_end(draw, ad_hoc, play):
    case = play(
        draw(line(ad_hoc("user A; user B; user C\nB > C", until="ok", attributes='cancelRemainingInstances="false"')))
    )
    start_work(case, "A")
    start_work(case, "B")
    case.do("A", ok=True)
    assert (case.open, offered(case)) == (["B"], [])
    assert case.do("B").open == ["C"]
    assert case.do("C").open == ["Z"]


def test_in_sequence_one_is_begun_at_a_time(draw, ad_hoc, play):
    case = play(draw(line(ad_hoc("user A; user B; user C\nA > C", until="ok", attributes='ordering="Sequential"'))))
    assert offered(case) == ["A", "B"]
    start_work(case, "A")
    assert offered(case) == []
    case.do("A")
    assert (case.open, offered(case)) == (["C"], [])
    case.do("C")
    assert offered(case) == ["A", "B"]
    with pytest.raises(NotOffered):
        case.step(begin, offer=case.outcome.offered[0].key.replace(":A", ":C"))


def test_without_a_condition_somebody_says_that_it_is_finished(draw, ad_hoc, play):
    case = play(draw(line(ad_hoc("user A; user B"))))
    assert [offer.element for offer in case.outcome.finishable] == ["H"]
    key = case.outcome.finishable[0].key
    start_work(case, "A")
    assert case.outcome.finishable == ()
    with pytest.raises(NotFinishable):
        case.step(finish, task=key)
    case.do("A")
    assert (case.open, offered(case)) == ([], ["A", "B"])
    assert end_work(case).open == ["Z"]
    with pytest.raises(NotFinishable):
        case.step(finish, task=key)


def test_without_a_condition_it_ends_when_everything_was_done_once(draw, ad_hoc, play):
    case = play(draw(line(ad_hoc("user A; user B; xor C\nA > C"))))
    start_work(case, "B")
    case.do("B")
    start_work(case, "B")
    start_work(case, "A")
    case.do("A")
    assert (case.open, offered(case)) == (["B"], ["A", "B"])
    assert case.do("B").open == ["Z"]


def test_what_a_condition_ends_nobody_else_does(draw, ad_hoc, play):
    case = play(draw(line(ad_hoc("user A", until="ok"))))
    assert case.outcome.finishable == ()
    with pytest.raises(NotFinishable):
        case.step(finish, task=case.outcome.offered[0].key.split(":")[0])


@pytest.mark.parametrize("key", ["", ":A", "99:A", "A", "x:A"])
def test_only_what_is_offered_can_be_begun(draw, ad_hoc, play, key):
    case = play(draw(line(ad_hoc("user A", until="ok"))))
    with pytest.raises(NotOffered):
        case.step(begin, offer=key)


def test_automatic_work_and_subprocesses_may_be_begun_too(draw, inner, ad_hoc, play):
    sub = inner("U", "start s; user A\ns > A")
    case = play(draw(line(ad_hoc(f"script C {{n: n + 1}}\n{sub}", until="n = 2"))), n=0)
    start_work(case, "C")
    assert (offered(case), int(case.data["n"])) == (["C", "U"], 1)
    start_work(case, "U")
    assert case.open == ["A"]
    assert start_work(case, "C").open == ["Z"]


def test_events_attached_to_it_and_inside_it_work(draw, inner, ad_hoc, play):
    caught = inner("ES", "start h message m2; user K\nh > K").replace(
        "<subP", '<subProcess triggeredByEvent="true" x="', 1
    )
    caught = caught.replace('x="rocess', "").replace("<startEvent ", '<startEvent isInterrupting="false" ', 1)
    drawn = ad_hoc(f"user A; user B\n{caught}")
    case = play(draw(f"start S; user Z; boundary X H message m1; user L\n{drawn}\nS > H > Z; X > L"))
    assert case.waiting == ["X", "h"]
    case.get("h")
    assert (case.open, case.outcome.finishable) == (["K"], ())
    case.do("K")
    start_work(case, "A")
    case.get("X")
    assert (case.open, offered(case)) == (["L"], [])


def test_what_was_done_in_it_can_be_undone(draw, ad_hoc, play):
    undo = (
        '<boundaryEvent id="c" attachedToRef="A"><compensateEventDefinition/></boundaryEvent>'
        '<association id="a" sourceRef="c" targetRef="UA"/><userTask id="UA" isForCompensation="true"/>'
    )
    case = play(
        draw(f"start S; throw T compensate; user Z\n{ad_hoc(f'user A{chr(10)}{undo}', until='ok')}\nS > H > T > Z")
    )
    start_work(case, "A")
    case.do("A")
    start_work(case, "A")
    case.do("A", ok=True)
    assert case.open == ["UA"]
    assert case.do("UA", "UA").open == ["Z"]


def test_several_of_them_are_told_apart(draw, ad_hoc, play):
    many = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    case = play(draw(line(ad_hoc("user A; user B", more=many))))
    assert (offered(case), [offer.index for offer in case.outcome.finishable]) == (["A", "B", "A", "B"], [0, 1])
    case.step(begin, offer=case.outcome.offered[2].key)
    assert case.task("A").data["loopCounter"] == 2
    case.do("A")
    assert end_work(end_work(case)).open == ["Z"]
