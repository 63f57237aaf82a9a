"""What a well-formed diagram is read into."""

from engine.bpmn import SourceFile, read_model

LINE = """
<startEvent id="Start"/><userTask id="Work" name="立案审批"/><endEvent id="End"/>
<sequenceFlow id="f1" sourceRef="Start" targetRef="Work"/>
<sequenceFlow id="f2" sourceRef="Work" targetRef="End"/>
"""


def test_elements_keep_the_ids_names_and_lines_of_the_drawing(read):
    process = read(LINE).processes["P"]
    assert [(element.id, element.kind) for element in process.elements.values()] == [
        ("Start", "startEvent"),
        ("Work", "userTask"),
        ("End", "endEvent"),
    ]
    work = process.elements["Work"]
    assert (work.name, work.file, work.line) == ("立案审批", "p.bpmn", 4)
    assert (work.incoming, work.outgoing) == (("f1",), ("f2",))


def test_flows_know_their_ends_and_condition(read):
    body = LINE.replace(
        'targetRef="End"/>',
        'targetRef="End"><conditionExpression>= amount &gt; 5</conditionExpression></sequenceFlow>',
    )
    flow = read(body).processes["P"].flows["f2"]
    assert (flow.source, flow.target) == ("Work", "End")
    assert flow.condition.expression.evaluate({"amount": 6}) is True


def test_a_human_task_tells_who_with_which_form_and_under_which_gate(read):
    human = (
        read(
            """<userTask id="Decide" guiju:performer="HEAD" guiju:unit="case.unit" guiju:form="decision"
            guiju:deadline="C10"
            guiju:duty="decide" guiju:basis="行政处罚法第五十七条" guiju:tags="major, hearing">
            <extensionElements>
              <guiju:title en="Decide"/>
              <guiju:exclude performerOf="Investigate"/>
              <guiju:gate condition="record.LegalReview != null" basis="第五十八条"
                reason="须经法制审核" reasonEn="Needs review"/>
              <guiju:once name="fine" key="act" when="fine &gt; 0" basis="第二十九条"/>
            </extensionElements></userTask>"""
        )
        .processes["P"]
        .elements["Decide"]
        .human
    )
    assert (human.performer, human.form, human.deadline, human.duty) == ("HEAD", "decision", "C10", "decide")
    assert human.unit.expression.evaluate({"case": {"unit": "SQUAD_03"}}) == "SQUAD_03"
    assert (human.excludes, human.tags) == (("Investigate",), ("major", "hearing"))
    gate = human.gates[0]
    assert (gate.basis, gate.reason, gate.reason_en) == ("第五十八条", "须经法制审核", "Needs review")
    assert (human.once[0].name, human.once[0].key.text, human.once[0].when.text) == ("fine", "act", "fine > 0")


def test_an_english_title_may_stand_on_any_element(read):
    roots = """<process id="P" guiju:titleEn="Penalty" guiju:key="penalty" guiju:facts="party, plate">
      <laneSet><lane id="L" name="中队"><extensionElements><guiju:title en="Squad"/></extensionElements></lane>
      </laneSet>
      <task id="A"><extensionElements><guiju:title en="Look"/></extensionElements></task></process>"""
    process = read(roots=roots).processes["P"]
    assert (process.name_en, process.key, process.facts) == ("Penalty", "penalty", ("party", "plate"))
    assert process.lanes[0].name_en == "Squad"
    assert process.elements["A"].name_en == "Look"


def test_the_innermost_lane_counts_and_a_subprocess_hands_its_lane_down(read):
    body = """<laneSet><lane id="out" name="局"><flowNodeRef>A</flowNodeRef><flowNodeRef>S</flowNodeRef>
      <childLaneSet><lane id="in" name="中队"><flowNodeRef>A</flowNodeRef></lane></childLaneSet></lane></laneSet>
      <task id="A"/><subProcess id="S"><task id="B"/></subProcess>"""
    elements = read(body).processes["P"].elements
    assert {name: elements[name].lane for name in "ASB"} == {"A": "中队", "S": "局", "B": "局"}
    assert elements["B"].scope_id == "S"


def test_timers_are_iso_literals_or_feel(read):
    timers = {
        "PT5M": ("PT5M", None),  # a duration
        "R3/PT10H": ("R3/PT10H", None),  # a cycle
        "2026-05-01T08:00:00+08:00": ("2026-05-01T08:00:00+08:00", None),  # an instant
        "P1Y2M": ("P1Y2M", None),  # calendar parts
        "due_date": (None, "due_date"),  # a name is FEEL
    }
    for text, expected in timers.items():
        body = f"""<intermediateCatchEvent id="T"><timerEventDefinition><timeDuration>{text}</timeDuration>
          </timerEventDefinition></intermediateCatchEvent>"""
        trigger = read(body).processes["P"].elements["T"].trigger
        assert (trigger.literal, trigger.formula and trigger.formula.text) == expected


def test_messages_are_known_by_name_and_errors_by_code(read):
    roots = """<message id="m" name="clue-transferred"/><error id="e" name="拒绝" errorCode="REFUSED"/>
      <process id="P"><startEvent id="S"><messageEventDefinition messageRef="t:m"/></startEvent>
      <endEvent id="E"><errorEventDefinition errorRef="e"/></endEvent></process>"""
    elements = read(roots=roots).processes["P"].elements
    assert (elements["S"].trigger.kind, elements["S"].trigger.name) == ("message", "clue-transferred")
    assert elements["E"].trigger.name == "REFUSED"


def test_a_shared_event_definition_is_read_where_it_is_referred_to(read):
    roots = """<signal id="s" name="storm"/><signalEventDefinition id="shared" signalRef="s"/>
      <process id="P"><startEvent id="S"><eventDefinitionRef>shared</eventDefinitionRef></startEvent></process>"""
    assert read(roots=roots).processes["P"].elements["S"].trigger.name == "storm"


def test_a_call_names_the_process_and_what_passes_the_border(read):
    body = """<callActivity id="C" calledElement="x:LegalReview" guiju:binding="deployment"><extensionElements>
      <guiju:input name="draft" value="decision.text"/><guiju:output name="opinion" value="opinion"/>
      </extensionElements></callActivity>"""
    call = read(body).processes["P"].elements["C"]
    assert (call.called, call.binding) == ("LegalReview", "deployment")
    assert [(item.name, item.formula.text) for item in call.inputs] == [("draft", "decision.text")]
    assert [item.name for item in call.outputs] == ["opinion"]


def test_multi_instance_activities_take_a_collection_or_a_number(read):
    body = """<userTask id="A"><multiInstanceLoopCharacteristics guiju:collection="members" guiju:item="member"
        guiju:outputCollection="votes" guiju:outputElement="vote">
        <completionCondition>count(votes) &gt; 2</completionCondition></multiInstanceLoopCharacteristics></userTask>
      <userTask id="B"><multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality>
        </multiInstanceLoopCharacteristics></userTask>
      <userTask id="C"><ioSpecification><dataInput id="i" name="members"/></ioSpecification>
        <multiInstanceLoopCharacteristics><loopDataInputRef>i</loopDataInputRef><inputDataItem id="x" name="one"/>
        </multiInstanceLoopCharacteristics></userTask>"""
    elements = read(body).processes["P"].elements
    first, second, third = (elements[name].loop for name in "ABC")
    assert (first.kind, first.collection.text, first.item, first.output_collection) == (
        "parallel",
        "members",
        "member",
        "votes",
    )
    assert (second.kind, second.cardinality.text) == ("sequential", "3")
    assert (third.collection.text, third.item) == ("members", "one")


def test_the_standard_form_of_outputs_is_read(read):
    body = """<userTask id="A"><ioSpecification><dataOutput id="o" name="votes"/></ioSpecification>
      <multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality><loopDataOutputRef>o</loopDataOutputRef>
      <outputDataItem id="x" name="vote"/></multiInstanceLoopCharacteristics></userTask>"""
    loop = read(body).processes["P"].elements["A"].loop
    assert (loop.output_collection, loop.output_element.text) == ("votes", "vote")


def test_a_gate_may_be_written_short(read):
    body = '<userTask id="A" guiju:gate="record.B != null" guiju:basis="第五条"/>'
    gate = read(body).processes["P"].elements["A"].human.gates[0]
    assert (gate.condition.text, gate.basis) == ("record.B != null", "第五条")


def test_what_other_vendors_added_is_ignored(read):
    body = """<userTask id="A" other:assignee="${x}"><extensionElements><other:thing a="1"/>
      </extensionElements></userTask>"""
    assert read(body).processes["P"].elements["A"].human.assignee is None


def test_several_files_make_one_model(document):
    files = [
        SourceFile("a.bpmn", document('<process id="A"><task id="same"/></process>')),
        SourceFile("b.bpmn", document('<process id="B"><task id="same"/></process>')),
    ]
    assert sorted(read_model(files).processes) == ["A", "B"]


def test_within_lists_what_a_scope_holds_directly(read):
    process = read('<task id="A"/><subProcess id="S"><task id="B"/></subProcess>').processes["P"]
    assert [element.id for element in process.within("P")] == ["A", "S"]
    assert [element.id for element in process.within("S")] == ["B"]
