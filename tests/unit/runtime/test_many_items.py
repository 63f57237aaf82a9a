"""More parallel items than one step reads: put away while nothing happens to them, and there when they are needed."""

from dataclasses import replace

import pytest

from engine.runtime import Environment, build_program, cancel, complete, deliver, fire, inspect, migrate, start
from engine.runtime.errors import NotOpen
from tests.unit.runtime.conftest import NOW

ITEMS = 70
EACH = 'guiju:collection="list" guiju:item="one" guiju:outputCollection="out" guiju:outputElement="said"'
HERE = Environment(NOW)
INSIDE = {
    "work": f'<userTask id="M"><multiInstanceLoopCharacteristics {EACH}/></userTask>',
    "messages": f'<receiveTask id="M" messageRef="m1"><multiInstanceLoopCharacteristics {EACH}/></receiveTask>',
}


@pytest.fixture
def many(inner):
    """Return a function that draws a subprocess which is performed once for each of a list; a slash is a new line."""

    def draw_many(text):
        return inner("M", text.replace(" / ", "\n"), more=f"<multiInstanceLoopCharacteristics {EACH}/>")

    return draw_many


def numbers(count=ITEMS):
    return list(range(count))


def scattered(found):
    return [*found[::3], *found[1::3], *found[2::3]]


@pytest.mark.parametrize("kind", INSIDE)
def test_items_done_in_any_order_are_collected_in_theirs(draw, play, kind):
    case = play(draw(f"start S; user Z; end E\n{INSIDE[kind]}\nS > M > Z > E"), list=numbers())
    todo = [(complete, {"task": each.key}, "data", each.index) for each in case.standing.opened]
    todo += [(deliver, {"wait": wait.key}, "payload", index) for index, wait in enumerate(case.standing.waits)]
    assert len(todo) == ITEMS
    for operation, where, name, index in scattered(todo):
        case.step(operation, **where, **{name: {"said": index * 10}})
    assert case.open == ["Z"]
    assert case.data["out"] == [index * 10 for index in numbers()]


def test_diagrams_inside_go_on_one_by_one(draw, play, many):
    case = play(
        draw(f"start S; user Z\n{many('start s; user A; user B; end e / s > A > B > e')}\nS > M > Z"), list=numbers()
    )
    keys = [task.key for task in case.standing.opened]
    with pytest.raises(NotOpen):
        case.step(complete, task="999999", data={})
    for key in scattered(keys):
        case.step(complete, task=key, data={})
    assert case.open == ["B"] * ITEMS
    assert case.outcome.codec == 2
    for task in scattered(case.standing.opened):
        case.step(complete, task=task.key, data={"said": task.data["one"]})
    assert (case.open, case.data["out"]) == (["Z"], numbers())


def test_an_attached_event_withdraws_what_sleeps(draw, play, many):
    text = f"start S; boundary T M timer P1D; user Z\n{many('start s; user A / s > A')}\nS > M; T > Z"
    case = play(draw(text), list=numbers())
    case.do("A").fire("T")
    assert (case.open, len(case.outcome.closed)) == (["Z"], ITEMS - 1)
    assert case.outcome.codec == 1


def test_a_signal_is_heard_by_all_that_sleep(draw, play, many):
    model = draw(f"""start S; and F; user A; throw G signal s1; user Z
    {many("start s; catch H signal s1; user B / s > H > B")}
    S > F; F > A > G; F > M > Z""")
    case = play(model, list=numbers())
    assert len(case.waiting) == ITEMS
    case.do("A")
    assert case.open == ["B"] * ITEMS
    assert len(case.outcome.opened) == ITEMS


def test_a_called_procedure_in_each_item_keeps_its_own_data(draw, play):
    call = (
        f'<callActivity id="M" calledElement="Q"><extensionElements><guiju:input name="x" value="one"/>'
        f'<guiju:output name="said" value="x * 2"/></extensionElements><multiInstanceLoopCharacteristics {EACH}/>'
        "</callActivity>"
    )
    case = play(draw(f"start S; user Z\n{call}\nS > M > Z", Q="start s; user A\ns > A"), list=numbers())
    for task in scattered(case.standing.opened):
        assert set(task.data) == {"x"}
        case.step(complete, task=task.key, data={})
    assert case.data["out"] == [number * 2 for number in numbers()]


def test_items_within_items_are_found(draw, play, inner, many):
    twice = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    within = inner("N", "start t; user A\nt > A", more=twice)
    inside = many(f"start s; user U / {within} / s > U > N")
    case = play(draw(f"start S; user Z\n{inside}\nS > M > Z"), list=numbers(40))
    for _ in range(40):
        case.do("U")
    keys = [task.key for task in case.standing.opened]
    assert len(keys) == 80
    for key in scattered(keys):
        case.step(complete, task=key, data={})
    assert case.open == ["Z"]


CROWDS = {
    # Every item waits for a message or for a cycle that interrupts nothing.
    "cycles": "start s; user A; boundary T A beside timer R3/PT1H; user X; end e\ns > A > e; T > X > e",
    "messages": "start s; event G; catch M message m1; catch T timer PT1H; end e\ns > G; G > M > e; G > T > e",
}


@pytest.mark.parametrize("kind", CROWDS)
def test_what_changes_among_waits_is_told(draw, many, kind):
    inside = CROWDS[kind].replace("catch M message", "catch N message").replace("G > M", "G > N")
    program = build_program(draw(f"start S; user Z\n{many(inside)}\nS > M > Z"))
    case = start(program, process="P", data={"list": numbers()}, environment=HERE)
    assert case.wait_changes is None
    known = {wait.key: wait for wait in case.waits}
    for step in range(60):
        wait = list(known.values())[step * 7 % len(known)]
        if wait.event == "timer":
            later = replace(HERE, now=wait.due)
            case = fire(program, case.snapshot, wait=wait.key, environment=later)
        else:
            case = deliver(program, case.snapshot, wait=wait.key, payload={}, environment=HERE)
        changes = case.wait_changes
        assert not {wait.key for wait in changes.began} & known.keys()
        known.update({wait.key: wait for wait in (*changes.began, *changes.renewed)})
        for ended in changes.ended:
            del known[ended.key]
        assert known == {wait.key: wait for wait in case.waits}
        assert len(changes.began) + len(changes.renewed) + len(changes.ended) < 4


def test_a_cancelled_case_leaves_nothing(draw, many):
    program = build_program(
        draw(f"start S; user Z\n{many('start s; user A; catch N message m1 / s > A > N')}\nS > M > Z")
    )
    case = start(program, process="P", data={"list": numbers()}, environment=HERE)
    case = complete(program, case.snapshot, task=case.opened[0].key, data={}, environment=HERE)
    assert list(case.waits) == list(inspect(program, case.snapshot, environment=HERE).waits)
    case = cancel(program, case.snapshot, environment=HERE)
    assert (case.status, len(case.closed), case.codec, len(case.waits)) == ("cancelled", ITEMS - 1, 1, 0)


def test_what_sleeps_changes_version_with_the_case(draw, many):
    def version(end):
        return build_program(draw(f"start S; user {end}\n{many('start s; user A; user B / s > A > B')}\nS > M > {end}"))

    old, new = version("Z"), version("Y")
    case = start(old, process="P", data={"list": numbers()}, environment=HERE)
    case = complete(old, case.snapshot, task=case.opened[5].key, data={}, environment=HERE)
    moved = migrate(old, case.snapshot, to=new, mapping={"Z": "Y"}, environment=HERE).outcome
    before, after = (inspect(program, each.snapshot, environment=HERE) for program, each in ((old, case), (new, moved)))
    assert sorted(task.key for task in after.opened) == sorted(task.key for task in before.opened)
    assert [task.element for task in after.opened].count("A") == ITEMS - 1
    for task in scattered([*after.opened]):
        moved = complete(new, moved.snapshot, task=task.key, data={}, environment=HERE)
    for task in inspect(new, moved.snapshot, environment=HERE).opened:
        moved = complete(new, moved.snapshot, task=task.key, data={}, environment=HERE)
    assert [task.element for task in moved.opened] == ["Y"]
