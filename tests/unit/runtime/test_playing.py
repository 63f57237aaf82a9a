"""Playing diagrams by requests, and the JSON lines of `guiju play`."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from engine.kernel.clock import TravelClock
from engine.kernel.errors import NotFound
from engine.runtime import build_program
from engine.runtime.errors import ElementNotOpen, NothingWaits, NotStarted, NotUnderstood
from engine.runtime.player import Player
from web.cli.answers import answer
from web.cli.play import command

NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


@pytest.fixture
def player(draw):
    """Return a function that opens a player on a drawn diagram."""
    return lambda text, **others: Player(build_program(draw(text, **others)), TravelClock(NOW))


def test_a_case_is_started_completed_and_seen(player):
    played = player("start S; user A; end E\nS > A > E")
    case = played.play({"do": "start", "data": {"x": 1}})
    assert ([task.element for task in case.opened], case.passed[0].element) == (["A"], "S")
    case = played.play({"do": "complete", "element": "A", "data": {"y": 2}})
    assert (case.status, case.data) == ("completed", {"x": 1, "y": 2})
    assert [passed.element for passed in case.passed] == ["A", "E"]
    assert (played.play({"do": "state"}).status, played.standing().passed) == ("completed", ())


def test_a_task_may_be_named_by_its_handle(player):
    played = player("start S; and F; user A; end E\nS > F; F > A; F > A; A > E")
    second = played.play({"do": "start"}).opened[1]
    assert [task.key for task in played.play({"do": "complete", "task": second.key}).opened] != [second.key]
    with pytest.raises(ElementNotOpen):
        played.play({"do": "complete", "task": second.key})


def test_the_clock_fires_every_timer_on_the_way_in_order(player):
    played = player("start S; catch T timer PT1H; catch U timer PT2H; user A\nS > T > U > A")
    played.play({"do": "start"})
    assert [wait.element for wait in played.play({"do": "advance", "by": "PT2H59M"}).waits] == ["U"]
    assert [task.element for task in played.play({"do": "advance", "by": "PT1M"}).opened] == ["A"]
    played.play({"do": "advance", "to": "2026-02-01"})
    assert played.clock.now() == datetime(2026, 1, 31, 16, 0, tzinfo=UTC)


def test_a_message_goes_to_the_first_that_waits_for_it_and_correlates(player):
    catch = """<receiveTask id="{}" messageRef="m1"><extensionElements><guiju:correlation key="{}"/></extensionElements>
        </receiveTask>""".replace("\n", "")
    played = player(f"start S; and F; user A; user B\n{catch.format('X', 'x')}\n{catch.format('Y', 'y')}\n"
                    "S > F; F > X > A; F > Y > B")  # fmt: skip
    played.play({"do": "start", "data": {"x": "one", "y": "two"}})
    case = played.play({"do": "message", "name": "m1", "correlation": {"key": "two"}, "payload": {"z": 1}})
    assert ([task.element for task in case.opened], case.data["z"]) == (["B"], 1)
    assert played.play({"do": "message", "name": "m1", "correlation": {"key": "two"}}).kept
    with pytest.raises(NothingWaits):
        played.play({"do": "message", "name": "m2"})


def test_a_message_begins_the_process_that_starts_with_it(player):
    played = player("start S message m1; user A\nS > A")
    case = played.play({"do": "message", "name": "m1", "payload": {"x": 1}})
    assert ([task.element for task in case.opened], case.data) == (["A"], {"x": 1})
    assert [task.element for task in played.play({"do": "message", "name": "m1"}).opened] == ["A", "A"]


def test_a_process_that_only_events_start_waits_for_them(player):
    played = player("start S message m1; start T timer PT1H; user A; user B\nS > A; T > B")
    case = played.play({"do": "start", "data": {"x": 1}})
    assert (case.status, [wait.element for wait in case.waits], case.data) == ("active", ["S", "T"], {"x": 1})
    assert played.play({"do": "state"}).waits == case.waits
    case = played.play({"do": "message", "name": "m1", "payload": {"y": 2}})
    assert ([task.element for task in case.opened], case.data) == (["A"], {"x": 1, "y": 2})
    played.play({"do": "start"})
    assert [task.element for task in played.play({"do": "advance", "by": "PT1H"}).opened] == ["A", "B"]


def test_a_signal_reaches_everything_that_waits_for_it(player):
    played = player("start S; and F; catch C signal s1; catch D signal s1; user A; user B\nS > F; F > C > A; F > D > B")
    played.play({"do": "start"})
    assert [task.element for task in played.play({"do": "signal", "name": "s1"}).opened] == ["A", "B"]
    assert [task.element for task in played.play({"do": "signal", "name": "s1"}).opened] == ["A", "B"]


def test_a_thrown_signal_reaches_what_waits_at_that_moment(player):
    played = player("""start S; and F; catch C signal s1; user A; user B; throw T signal s1; catch D signal s1; user Z
    S > F; F > C > A; F > B > T > D > Z""")
    played.play({"do": "start"})
    case = played.play({"do": "complete", "element": "B"})
    assert ([task.element for task in case.opened], [wait.element for wait in case.waits]) == (["A"], ["D"])
    assert [thrown.name for thrown in case.thrown] == ["s1"]


def test_a_thrown_message_reaches_another_branch_of_the_run(player):
    played = player("start S; and F; receive R m1; user A; send N m1; end E\nS > F; F > R > A; F > N > E")
    assert [task.element for task in played.play({"do": "start"}).opened] == ["A"]


def test_an_error_is_raised_at_a_task(player):
    played = player("start S; user A; boundary B A error E1; user H\nS > A; B > H")
    played.play({"do": "start"})
    assert [task.element for task in played.play({"do": "error", "element": "A", "code": "E1"}).opened] == ["H"]


def test_a_case_is_cancelled(player):
    played = player("start S; user A\nS > A")
    played.play({"do": "start"})
    assert played.play({"do": "cancel"}).status == "cancelled"


def test_a_step_that_fails_is_an_incident_and_the_case_is_where_it_was(player):
    played = player("start S; user A; catch T timer PT1H; xor G; user B\nS > A > T > G; G > B [x > 1]")
    played.play({"do": "start"})
    before = played.play({"do": "complete", "element": "A"})
    case = played.play({"do": "advance", "by": "PT2H"})
    assert (case.waits, case.data, case.passed) == (before.waits, before.data, ())
    assert [(incident.element, incident.error.code) for incident in case.incidents] == [("G", "execution-failed")]
    # What failed is not tried again until somebody says so.
    assert len(played.play({"do": "advance", "by": "PT2H"}).incidents) == 1
    assert len(played.play({"do": "retry", "element": "G", "data": {"x": 1}}).incidents) == 1
    case = played.play({"do": "retry", "data": {"x": 2}})
    assert ([task.element for task in case.opened], case.data, case.incidents) == (["B"], {"x": 2}, ())


REFUSED = [
    # Before anything was started.
    ([{"do": "state"}], NotStarted),
    ([{"do": "complete", "element": "A"}], NotStarted),
    # What is not in the vocabulary, or not in its shape.
    ([{"do": "fly"}], NotUnderstood),
    ([{"do": "start", "data": 5}], NotUnderstood),
    ([{"do": "start"}, {"do": "advance", "by": "soon"}], NotUnderstood),
    ([{"do": "start", "process": "Nobody"}], NotFound),
]


@pytest.mark.parametrize(("requests", "kind"), REFUSED)
def test_what_cannot_be_done_is_refused_by_name(player, requests, kind):
    played = player("start S; user A\nS > A")
    for request in requests[:-1]:
        played.play(request)
    with pytest.raises(kind):
        played.play(requests[-1])


def test_the_process_nobody_calls_is_started(player):
    played = player("start S; call C Q\nS > C", Q="start s; user B\ns > B")
    assert [task.element for task in played.play({"do": "start"}).opened] == ["B"]
    assert played.play({"do": "start", "process": "Q"}).opened[1].scope is None


DIAGRAM = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1">
<process id="P"><laneSet><lane id="L" name="中队"><flowNodeRef>A</flowNodeRef></lane></laneSet>
<startEvent id="S"/><userTask id="A" name="立案"/><serviceTask id="V"/><intermediateCatchEvent id="T">
<timerEventDefinition><timeDuration>PT5H</timeDuration></timerEventDefinition></intermediateCatchEvent>
<scriptTask id="X"><script>{half: amount / 4, day: today, long: duration("P1DT2H"), whole: 2 * 3}</script></scriptTask>
<sequenceFlow id="a" sourceRef="S" targetRef="A"/><sequenceFlow id="b" sourceRef="A" targetRef="V"/>
<sequenceFlow id="c" sourceRef="V" targetRef="T"/><sequenceFlow id="d" sourceRef="T" targetRef="X"/>
</process></definitions>"""


@pytest.fixture
def guiju_play(tmp_path, monkeypatch):
    """Return a function that feeds requests to `guiju play` and returns its answers and exit code."""
    monkeypatch.setenv("GUIJU_LANGUAGE", "zh")

    def run(*lines: object, diagram: str = DIAGRAM):
        path = tmp_path / "p.bpmn"
        path.write_text(diagram, encoding="utf-8")
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        result = CliRunner().invoke(command, [str(path)], input=text)
        return [json.loads(line) for line in result.stdout.splitlines()], result.exit_code

    return run


def test_answers_are_json_lines_with_the_ids_of_the_drawing(guiju_play):
    answers, code = guiju_play(
        {"do": "start", "data": {"amount": 1}},
        {"do": "complete", "element": "A"},
        {"do": "complete", "element": "V"},
        {"do": "advance", "by": "PT5H"},
    )
    assert code == 0
    first = answers[0]
    assert first["open"][0] | {"task": "?"} == {
        "task": "?",
        "element": "A",
        "name": "立案",
        "kind": "userTask",
        "lane": "中队",
        "process": "P",
    }
    assert (first["ok"], first["status"], first["passed"], first["incidents"]) == (True, "active", ["S"], [])
    assert "人工任务" in answers[1]["open"][0]["note"]
    assert answers[2]["waiting"][0]["due"] == "2026-01-05T06:00:00+00:00"
    assert answers[3]["data"] == {"amount": 1, "half": 0.25, "day": "2026-01-05", "long": "P1DT2H", "whole": 6}
    assert answers[3]["status"] == "completed"


def test_refusals_are_answers_too(guiju_play):
    answers, code = guiju_play({"do": "complete", "element": "A"}, "not json", "[]", "")
    assert code == 0
    assert [answer["error"]["code"] for answer in answers] == ["not-started", "not-json", "not-json"]


def test_a_diagram_that_cannot_run_is_refused_with_every_fault(guiju_play):
    answers, code = guiju_play({"do": "start"}, diagram=DIAGRAM.replace("serviceTask", "implicitThrowEvent"))
    assert code == 1
    assert (answers[0]["ok"], answers[0]["error"]["element"]) == (False, "V")
    assert (answers[0]["faults"][0]["line"], len(answers)) == (3, 1)


def test_a_file_without_a_diagram_is_refused(tmp_path):
    path = tmp_path / "only.form"
    path.write_text("{}", encoding="utf-8")
    result = CliRunner().invoke(command, [str(path)], input="")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, "no-diagram")


def test_a_request_nested_too_deep_is_refused_and_the_run_goes_on(guiju_play):
    deep = '{"do":"start","data":' + '{"a":' * 900 + "1" + "}" * 901
    answers, _ = guiju_play(deep, {"do": "start", "data": {"amount": 1}})
    assert [answer["ok"] for answer in answers] == [False, True]


def test_a_refusal_at_the_door_says_every_reason(guiju_play):
    answers, code = guiju_play({"do": "start"}, diagram=DIAGRAM.replace("PT5H", "soon(").replace("{half", "half"))
    assert (code, answers[0]["error"]["code"]) == (1, "feel-syntax")
    assert len(answers[0]["faults"]) == 2
    assert all(fault["message"] in answers[0]["error"]["message"] for fault in answers[0]["faults"])


def test_fields_that_a_verb_does_not_know_are_named(guiju_play):
    answers, _ = guiju_play({"do": "start", "dat": {"amount": 1}})
    assert answers[0]["ignored"] == ["dat"]


def test_a_task_that_waits_for_data_says_which(player):
    asks = (
        '<userTask id="A"><ioSpecification><dataInput id="i" name="x"/><inputSet><dataInputRefs>i</dataInputRefs>'
        "</inputSet><outputSet/></ioSpecification><dataInputAssociation><sourceRef>a</sourceRef>"
        "<targetRef>i</targetRef></dataInputAssociation></userTask>"
    )
    played = player(f"start S; user K\n{asks}\nS > A")
    (waiting,) = played.play({"do": "start"}).lacking
    assert (waiting.lack.element, waiting.lack.names) == ("A", ("a",))
    with pytest.raises(ElementNotOpen) as refused:
        played.play({"do": "complete", "element": "A"})
    assert "等待数据：a" in refused.value.sentence("zh")
    assert "waits for data: a" in refused.value.sentence("en")
    told = answer(played.standing(), "zh")
    assert {"element": "A", "event": "data", "name": "a", "names": ["a"]} in told["waiting"]
    case = played.play({"do": "complete", "element": "K", "data": {"a": 4}})
    assert ([task.element for task in case.opened], case.lacking) == (["A"], ())
