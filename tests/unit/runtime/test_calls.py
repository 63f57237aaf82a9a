"""Calls: global tasks are done where they are called, and calls that lead back to their beginning are refused."""

import pytest

from engine.bpmn import SourceFile, read_model
from engine.kernel.errors import Invalid
from engine.runtime import build_program

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1">'


def with_global(task, passing=""):
    """Return a model of process P that calls the global task G."""
    call = f'<callActivity id="C" calledElement="G"><extensionElements>{passing}</extensionElements></callActivity>'
    flows = '<sequenceFlow id="f" sourceRef="S" targetRef="C"/><sequenceFlow id="g" sourceRef="C" targetRef="Z"/>'
    process = f'<process id="P"><startEvent id="S"/>{call}<userTask id="Z"/>{flows}</process>'
    return read_model([SourceFile("p.bpmn", f"{HEAD}{process}{task}</definitions>".encode())])


@pytest.mark.parametrize("kind", ["globalUserTask", "globalManualTask", "globalTask"])
def test_a_global_task_of_people_waits_where_it_is_called(play, kind):
    passing = '<guiju:input name="x" value="y"/><guiju:output name="seen" value="found"/>'
    case = play(with_global(f'<{kind} id="G" name="Look" guiju:performer="R"/>', passing), y=1)
    assert (case.open, case.task("G").data, case.task("G").process) == (["G"], {"x": 1}, "G")
    case.do("G", found=2)
    assert (case.open, case.data) == (["Z"], {"y": 1, "seen": 2})


def test_a_global_script_runs_where_it_is_called(play):
    task = '<globalScriptTask id="G" scriptLanguage="feel"><script>{z: x + 1}</script></globalScriptTask>'
    case = play(with_global(task, '<guiju:input name="x" value="1"/><guiju:output name="z" value="z"/>'))
    assert (case.open, int(case.data["z"])) == (["Z"], 2)


def test_a_global_script_in_another_language_is_refused():
    with pytest.raises(Invalid) as caught:
        with_global('<globalScriptTask id="G" scriptLanguage="groovy"><script>x</script></globalScriptTask>')
    assert [fault.code for fault in caught.value.faults] == ["not-feel"]


def test_a_global_decision_waits_unless_it_is_known(play):
    assert play(with_global('<globalBusinessRuleTask id="G" guiju:decision="D"/>')).open == ["G"]


def test_a_global_task_needs_an_id():
    with pytest.raises(Invalid) as caught:
        with_global('<globalUserTask id="G"/><globalUserTask/>')
    assert [fault.code for fault in caught.value.faults] == ["missing-id"]


CYCLES = [
    # A process that calls itself.
    ("start S; call C P", {}, ["C"]),
    # Two that call each other, and one that calls them without being part of the cycle.
    ("start S; call C Q", {"Q": "start q; call D R", "R": "start r; call E Q"}, ["D", "E"]),
    # A call inside a subprocess.
    ("<subProcess id='U'><callActivity id='C' calledElement='P'/></subProcess>", {}, ["C"]),
]


@pytest.mark.parametrize(("text", "others", "elements"), CYCLES)
def test_calls_that_lead_back_are_refused_where_they_stand(draw, text, others, elements):
    with pytest.raises(Invalid) as caught:
        build_program(draw(text, **others))
    assert [(fault.code, fault.where["element"]) for fault in caught.value.faults] == [
        ("call-cycle", element) for element in elements
    ]


def test_one_process_may_be_called_from_many_places(draw, play):
    case = play(
        draw("start S; call C Q; call D R\nS > C > D", Q="start q; user A\nq > A", R="start r; call E Q\nr > E")
    )
    assert case.do("A", "A").status == "completed"
