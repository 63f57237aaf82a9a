"""Data objects, inputs, outputs and associations: what passes the border of an activity, an event and a call."""

OBJECTS = """<dataObject id="d1" isCollection="true"/><dataObjectReference id="r1" dataObjectRef="d1" name="list"/>
<dataObject id="d2" name="sum"/>
<dataObjectReference id="r2" dataObjectRef="d2"><dataState name="final"/></dataObjectReference>
""".replace("\n", "")

PROPERTY = '<property id="pr" name="n"/>'


def take(source: str, target: str, more: str = "") -> str:
    source = f"<sourceRef>{source}</sourceRef>" if source else ""
    return f"<dataInputAssociation>{source}<targetRef>{target}</targetRef>{more}</dataInputAssociation>"


def give(source: str, target: str, more: str = "") -> str:
    source = f"<sourceRef>{source}</sourceRef>" if source else ""
    return f"<dataOutputAssociation>{source}<targetRef>{target}</targetRef>{more}</dataOutputAssociation>"


def specified(inputs: str = "", outputs: str = "", *, optional: str = "") -> str:
    parts = [f'<dataInput id="i_{name}" name="{name}"/>' for name in inputs.split() + optional.split()]
    parts += [f'<dataOutput id="o_{name}" name="{name}"/>' for name in outputs.split()]
    asked = "".join(f"<dataInputRefs>i_{name}</dataInputRefs>" for name in inputs.split() + optional.split())
    asked += "".join(f"<optionalInputRefs>i_{name}</optionalInputRefs>" for name in optional.split())
    given = "".join(f"<dataOutputRefs>o_{name}</dataOutputRefs>" for name in outputs.split())
    return (
        f"<ioSpecification>{''.join(parts)}<inputSet>{asked}</inputSet><outputSet>{given}</outputSet></ioSpecification>"
    )


def script(identifier: str, inside: str, text: str) -> str:
    return f'<scriptTask id="{identifier}">{inside}<script>{text}</script></scriptTask>'


def test_data_objects_go_by_their_names_and_references_by_theirs(draw, play):
    inside = specified("x", "y") + take("r1", "i_x") + give("o_y", "r2")
    model = draw(f"{OBJECTS}\nstart S\n{script('A', inside, '{y: sum(x)}')}\nS > A")
    case = play(model, list=[1, 2])
    assert case.data == {"list": [1, 2], "sum": 3}
    assert [(item.name, item.is_collection, item.state) for item in model.processes["P"].items] == [
        ("list", True, None),
        ("list", False, None),
        ("sum", False, None),
        ("sum", False, "final"),
    ]


def test_an_activity_waits_until_what_it_needs_is_there(draw, play):
    inside = specified("x") + take("r1", "i_x")
    model = draw(
        f"""{OBJECTS}
        start S; and G; user U; end E
        <userTask id="A">{inside}</userTask>
        boundary B A message m1; user H
        S > G; G > A > E; G > U > E; B > H"""
    )
    case = play(model)
    assert case.open == ["U"]
    assert case.do("U", list=[1]).open == ["A"]
    assert case.task("A").data["x"] == [1]
    assert case.get("B").open == ["H"]
    assert case.do("H").status == "completed"


def test_what_is_optional_is_not_waited_for(draw, play):
    inside = specified(optional="x") + take("r1", "i_x")
    assert play(draw(f'{OBJECTS}\nstart S\n<userTask id="A">{inside}</userTask>\nS > A')).open == ["A"]


def test_what_is_written_to_an_input_stays_inside(draw, play):
    inside = specified("x") + take("r2", "i_x")
    case = play(draw(f"{OBJECTS}\nstart S\n{script('A', inside, '{z: x, x: x + 1}')}\nS > A"), sum=1)
    assert case.data == {"sum": 1, "z": 1}


def test_a_property_lives_as_long_as_its_activity(draw, play, inner):
    body = f"start s\n{script('A', '', '{n: 1, kept: 2}')}\nuser U\ns > A > U"
    model = draw(f"start S; end E\n{inner('P1', body, more=PROPERTY)}\nS > P1 > E")
    case = play(model, n=9)
    assert case.task("U").data == {"n": 1, "kept": 2}
    assert case.do("U").data == {"n": 9, "kept": 2}


def test_the_parts_of_a_message_are_handed_to_the_data_they_are_for(draw, play):
    event = '<messageEventDefinition messageRef="m1"/>'
    part = f'<dataOutput id="o" name="order"/>{give("o", "r2", "<transformation>order.total</transformation>")}'
    model = draw(f'{OBJECTS}\nstart S\n<intermediateCatchEvent id="C">{part}{event}</intermediateCatchEvent>\nS > C')
    assert play(model).get("C", order={"total": 5}, more=1).data == {"sum": 5}
    assert play(model).get("C", total=7).data == {"sum": 7}


def test_a_message_takes_its_data_along(draw, play):
    event = '<messageEventDefinition messageRef="m1"/>'
    part = f'<dataInput id="i" name="order"/>{take("r2", "i")}'
    model = draw(f'{OBJECTS}\nstart S\n<intermediateThrowEvent id="T">{part}{event}</intermediateThrowEvent>\nS > T')
    assert [thrown.payload for thrown in play(model, sum=5).thrown] == [{"order": 5}]


def test_an_operation_gets_its_inputs_and_gives_its_outputs(draw, play):
    inside = specified("x", "y") + take("r2", "i_x") + give("o_y", "r1")
    model = draw(f'{OBJECTS}\nstart S\n<serviceTask id="A" guiju:operation="op">{inside}</serviceTask>\nS > A')
    case = play(model, sum=5)
    assert case.task("A").payload == {"x": 5}
    assert case.do("A", y=[6], z=1).data == {"sum": 5, "list": [6]}


def test_a_called_process_gets_its_inputs_by_name_or_in_order(draw, play):
    called = f"{specified('a', 'b')}\nstart s\n{script('U', '', '{b: a * 2, t: 1}')}\ns > U"
    assert play(draw("start S; call C Q\nS > C", Q=called), a=4).data == {"a": 4, "b": 8}
    inside = specified("x", "y") + take("r2", "i_x") + give("o_y", "r1")
    model = draw(f'{OBJECTS}\nstart S\n<callActivity id="C" calledElement="Q">{inside}</callActivity>\nS > C', Q=called)
    assert play(model, sum=4).data == {"sum": 4, "list": 8}


def test_data_of_an_interrupted_activity_are_forgotten(draw, play):
    inside = specified("x", "y") + take("r2", "i_x")
    model = draw(
        f'{OBJECTS}\nstart S\n<userTask id="A">{inside}</userTask>\nboundary B A message m1; user H\nS > A; B > H'
    )
    case = play(model, sum=1)
    size = len(case.outcome.state)
    assert case.get("B").do("H", z=1).data == {"sum": 1, "z": 1}
    assert len(case.outcome.state) <= size


def test_many_instances_share_what_the_activity_takes_and_gives(draw, play):
    many = """<multiInstanceLoopCharacteristics><loopDataInputRef>i_x</loopDataInputRef><loopDataOutputRef>o_y
    </loopDataOutputRef><inputDataItem id="it" name="it"/><outputDataItem id="out" name="out"/>
    </multiInstanceLoopCharacteristics>""".replace("\n", "")
    inside = specified("x", "y") + take("r1", "i_x") + give("o_y", "r2") + many
    model = draw(f'{OBJECTS}\nstart S\n<userTask id="A">{inside}</userTask>\nS > A')
    case = play(model, list=[1, 2]).do_item("A", 1, out=20).do_item("A", 0, out=10)
    assert case.data == {"list": [1, 2], "sum": [10, 20]}


def test_a_loop_keeps_its_data_from_round_to_round(draw, play):
    loop = "<standardLoopCharacteristics><loopCondition>n &lt; 3</loopCondition></standardLoopCharacteristics>"
    inside = '<property id="pr" name="n"/>' + loop
    model = draw(f"start S\n{script('A', inside, '{n: if n = null then 1 else n + 1, last: n}')}\nS > A")
    assert play(model).data == {"last": 3}
