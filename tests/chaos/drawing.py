"""The procedure of the chaos: work, a timer that races it, a message, branches that meet, a signal to all others."""

FORM = b"""{"type": "default", "id": "chaos-form", "schemaVersion": 19, "properties": {"title": "x", "title.en": "x"},
"components": [{"type": "textfield", "id": "f", "key": "note", "label": "x", "properties": {"label.en": "x"}}]}"""
MANIFEST = b"""key = "chaos"
title.zh = "x"
title.en = "x"
owner = "x"
bpmn = "c/c.bpmn"
forms = ["c/c.form"]
"""
WORK = """guiju:performer="OFFICER_LEAD" guiju:unit='"SQUAD_01"' guiju:form="chaos-form\""""
FLOWS = (
    "Begin Ask", "Ask Fork", "Fork Race", "Race Meet", "Late Meet", "Meet Join", "Fork Answer", "Answer Join",
    "Join Last", "Last Tell", "Tell End",
)  # fmt: skip
BPMN = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1"
  targetNamespace="urn:chaos"><message id="m" name="chaos-answer"/><signal id="s" name="chaos-over"/>
<process id="Chaos" isExecutable="true" guiju:key="chaos"><startEvent id="Begin"/>
<userTask id="Ask" name="Ask" {WORK}/><parallelGateway id="Fork"/>
<userTask id="Race" name="Race" {WORK}/>
<boundaryEvent id="Late" attachedToRef="Race"><timerEventDefinition><timeDuration>PT2S</timeDuration>
</timerEventDefinition></boundaryEvent><exclusiveGateway id="Meet"/>
<intermediateCatchEvent id="Answer"><extensionElements><guiju:correlation key="case.number"/></extensionElements>
<messageEventDefinition messageRef="m"/></intermediateCatchEvent>
<boundaryEvent id="Heard" attachedToRef="Last" cancelActivity="false"><signalEventDefinition signalRef="s"/>
</boundaryEvent><endEvent id="Noted"/><sequenceFlow id="heard" sourceRef="Heard" targetRef="Noted"/>
<parallelGateway id="Join"/><userTask id="Last" name="Last" {WORK}/>
<intermediateThrowEvent id="Tell"><signalEventDefinition signalRef="s"/></intermediateThrowEvent><endEvent id="End"/>
{"".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in map(str.split, FLOWS))}
</process></definitions>""".encode()
BUNDLE = {"c/procedure.toml": MANIFEST, "c/c.bpmn": BPMN, "c/c.form": FORM}
