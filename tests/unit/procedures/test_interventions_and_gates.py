"""Whatever is tried with a shipped penalty case, nobody gets past what the law makes a precondition."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from engine import runtime
from engine.cases.gates import Ground, passed_by_moving, passed_by_standing, passed_by_withdrawing
from engine.cases.record import Act, note_acts

Walk = Any
Begin = Callable[..., Walk]
REVIEW = "《行政处罚法》第五十八条第一款"


def ground_of(walk: Walk) -> Ground:
    return Ground(walk.procedure, walk.data, walk.record)


@pytest.fixture
def recorded(walk: Begin, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """A walk that also records what the engine passes by itself, as settlement does."""

    def begin(*arguments: Any, **more: Any) -> Walk:
        begun = walk(*arguments, **more)
        settle = begun.settle

        def settle_and_note(outcome: Any) -> None:
            acts = [Act(each.element, begun.seq, begun.today) for each in outcome.passed]
            known = begun.record
            fresh = [act for act in acts if known.get(act.element, {}).get("seq") != begun.seq]
            begun.record = note_acts(known, fresh)
            settle(outcome)

        monkeypatch.setattr(begun, "settle", settle_and_note)
        return begun

    return begin


def path_to(walk: Walk, name: str) -> tuple[str, ...]:
    """Return the way down to the open task of a name."""
    standing = runtime.positions(walk.procedure.program, walk.state.snapshot, environment=walk.environment)
    elements = walk.procedure.elements
    return next(each.path for each in standing if each.kind == "open" and elements[each.element].name == name)


def bases(faults: Any) -> set[str]:
    assert all(fault.zh and fault.en and fault.where["element"] for fault in faults)
    return {str(fault.where["rule"]) for fault in faults}


AROUND_THE_REVIEW = [
    # From the investigation straight to the decision: nobody has found out whether a review is needed, and a gate
    # that reads nothing there would stand open.
    ("调查取证", "DecidePenalty"),
    ("调查终结报告", "DecidePenalty"),
    # Behind the decision.
    ("调查取证", "ServeDecision"),
    ("调查终结报告", "PublishDecision"),
    # Behind the question whether a review is needed.
    ("调查终结报告", "PreparePriorNotice"),
]


@pytest.mark.parametrize(("start", "to"), AROUND_THE_REVIEW)
def test_no_move_goes_around_the_legal_review(recorded: Begin, start: str, to: str) -> None:
    case = recorded().to(start)
    assert REVIEW in bases(passed_by_moving(ground_of(case), path_to(case, start), to))


def test_no_move_leaves_the_review_towards_the_decision(recorded: Begin) -> None:
    case = recorded().to("法制审核")
    path = path_to(case, "法制审核")
    assert len(path) == 2
    for to in ("PreparePriorNotice", "DecidePenalty", "ServeDecision"):
        assert REVIEW in bases(passed_by_moving(ground_of(case), path, to))


def test_moves_back_are_open(recorded: Begin) -> None:
    case = recorded().to("作出处罚决定")
    ground, path = ground_of(case), path_to(case, "作出处罚决定")
    for to in ("CollectEvidence", "InvestigationReport", "PreparePriorNotice", "ServePriorNotice"):
        assert passed_by_moving(ground, path, to) == (), to


def test_nobody_moves_past_the_decision(recorded: Begin) -> None:
    case = recorded().to("作出处罚决定")
    faults = passed_by_moving(ground_of(case), path_to(case, "作出处罚决定"), "ServeDecision")
    assert REVIEW in bases(faults)
    assert len(bases(faults)) == 11


def test_behind_a_decision_that_was_made_the_case_moves_freely(recorded: Begin) -> None:
    case = recorded().to("作出处罚决定").do("作出处罚决定")
    path = path_to(case, "送达处罚决定书")
    for to in ("DecisionServed", "CollectEvidence", "DecidePenalty"):
        assert passed_by_moving(ground_of(case), path, to) == (), to


def test_a_new_round_needs_everything_anew(recorded: Begin) -> None:
    case = recorded().to("作出处罚决定").do("作出处罚决定")
    path = path_to(case, "送达处罚决定书")
    moved = runtime.move(
        case.procedure.program,
        case.state.snapshot,
        token=case.opened[0].key,
        to="InvestigationReport",
        environment=case.environment,
    )
    case.settle(moved)
    assert case.names == ["调查终结报告"]
    # Nothing has been done again yet: what was decided stands, and the case may return to where it came from.
    assert passed_by_moving(ground_of(case), path_to(case, "调查终结报告"), path[-1]) == ()
    case.do("调查终结报告")
    for to in ("ServeDecision", "DecidePenalty"):
        start = case.names[0]
        assert REVIEW in bases(passed_by_moving(ground_of(case), path_to(case, start), to))


@pytest.mark.parametrize(
    "name",
    [
        "调查终结报告",  # What the review and the notice are about.
        "法制审核",  # The review itself.
        "送达事先告知书",  # The prior notice.
        "登记陈述申辩期满",  # The defence.
        "作出处罚决定",  # The decision.
    ],
)
def test_no_step_a_gate_rests_on_is_skipped(recorded: Begin, name: str) -> None:
    case = recorded().to(name)
    assert passed_by_withdrawing(ground_of(case), path_to(case, name), go_on=True)


def test_a_step_no_gate_rests_on_may_be_skipped(recorded: Begin) -> None:
    case = recorded().to("作出处罚决定").do("作出处罚决定").do("送达处罚决定书")
    path = path_to(case, "公示处罚决定")
    assert passed_by_withdrawing(ground_of(case), path, go_on=True) == ()


def test_withdrawing_a_review_alone_goes_around_it_too(recorded: Begin) -> None:
    case = recorded().to("法制审核")
    assert REVIEW in bases(passed_by_withdrawing(ground_of(case), path_to(case, "法制审核"), go_on=False))


@pytest.mark.parametrize("to", ["ServeDecision", "PublishDecision", "DecidePenalty"])
def test_a_case_that_was_closed_early_is_not_reopened_behind_the_review(recorded: Begin, to: str) -> None:
    case = recorded().to("调查取证")
    assert REVIEW in bases(passed_by_standing(ground_of(case), (to,)))


def test_a_case_that_was_closed_early_is_reopened_where_it_was(recorded: Begin) -> None:
    case = recorded().to("调查取证")
    assert passed_by_standing(ground_of(case), ("CollectEvidence",)) == ()


def test_every_refusal_names_its_article_in_two_languages(recorded: Begin) -> None:
    case = recorded().to("作出处罚决定")
    faults = passed_by_moving(ground_of(case), path_to(case, "作出处罚决定"), "ServeDecision")
    review = next(fault for fault in faults if fault.where["rule"] == REVIEW)
    assert REVIEW in review.zh
    assert "未经法制审核" in review.zh
    assert "legal review" in review.en
    assert isinstance(review.where, Mapping)
