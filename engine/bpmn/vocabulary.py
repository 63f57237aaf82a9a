"""The names of BPMN 2.0 and of our extension, as constants and tables."""

from functools import cache
from typing import Final


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
GUIJU: Final = "urn:guiju:bpmn:1"

HUMAN_KINDS: Final = frozenset({"userTask", "manualTask", "task"})
TASK_KINDS: Final = HUMAN_KINDS | frozenset(
    {"scriptTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask"},
)
SCOPE_KINDS: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITY_KINDS: Final = TASK_KINDS | SCOPE_KINDS | {"callActivity"}
GATEWAY_KINDS: Final = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"},
)
EVENT_KINDS: Final = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "implicitThrowEvent",
    },
)
NODE_KINDS: Final = ACTIVITY_KINDS | GATEWAY_KINDS | EVENT_KINDS

GLOBAL_KINDS: Final = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
"""Global tasks, and the task that each is where it is called."""

TRIGGER_KINDS: Final = {
    "messageEventDefinition": "message",
    "timerEventDefinition": "timer",
    "signalEventDefinition": "signal",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "terminateEventDefinition": "terminate",
    "conditionalEventDefinition": "conditional",
    "linkEventDefinition": "link",
    "compensateEventDefinition": "compensation",
    "cancelEventDefinition": "cancel",
}
"""Event definitions and the one word we call their trigger by."""

REFERABLE: Final = {"message": "messageRef", "signal": "signalRef", "error": "errorRef", "escalation": "escalationRef"}
"""Triggers that name a root element, and the attribute that does."""

TIMER_FORMS: Final = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}

GUIJU_ATTRIBUTES: Final = words(
    """assignee basis binding caseTitle collection deadline deadlineFrom decision duty facts form gate item key ladder
    numberPrefix operation outputCollection outputElement owner performer result sign tags titleEn unit""",
)
GUIJU_ELEMENTS: Final = words("correlation exclude gate input notify once output title")

BPMN_ELEMENTS: Final = (
    NODE_KINDS
    | frozenset(TRIGGER_KINDS)
    | frozenset(TIMER_FORMS)
    | words("""artifact assignment association auditing callChoreography callConversation categoryValue
    category categoryValueRef childLaneSet choreography choreographyActivity choreographyTask
    collaboration completionCondition complexBehaviorDefinition condition conditionExpression conversation
    conversationAssociation conversationLink conversationNode correlationKey correlationKeyRef
    correlationProperty correlationPropertyBinding correlationPropertyRef
    correlationPropertyRetrievalExpression correlationSubscription dataAssociation dataInput
    dataInputAssociation dataInputRefs dataObject dataObjectReference dataOutput dataOutputAssociation
    dataOutputRefs dataPath dataState dataStore dataStoreReference definitions documentation endPoint
    endPointRef errorRef error escalation event eventDefinition eventDefinitionRef expression extension
    extensionElements flowElement flowNode flowNodeRef formalExpression from globalBusinessRuleTask
    globalChoreographyTask globalConversation globalManualTask globalScriptTask globalTask globalUserTask
    group humanPerformer import inMessageRef incoming innerConversationNodeRef inputDataItem inputSet
    inputSetRefs interface interfaceRef ioBinding ioSpecification itemDefinition lane laneSet
    loopCardinality loopCharacteristics loopCondition loopDataInputRef loopDataOutputRef message
    messageFlow messageFlowAssociation messageFlowRef messagePath monitoring
    multiInstanceLoopCharacteristics noneBehaviorEventRef oneBehaviorEventRef operation operationRef
    optionalInputRefs optionalOutputRefs outMessageRef outgoing outputDataItem outputSet outputSetRefs
    participant participantAssociation participantMultiplicity participantRef partitionElement
    partnerEntity partnerEntityRef partnerRole partnerRoleRef performer potentialOwner process property
    relationship rendering resource resourceAssignmentExpression resourceParameter
    resourceParameterBinding resourceRef resourceRole rootElement script sequenceFlow signal source
    sourceRef standardLoopCharacteristics subChoreography subConversation supportedInterfaceRef supports
    target targetRef text textAnnotation to transformation value whileExecutingInputRefs
    whileExecutingOutputRefs activationCondition innerParticipantRef outerParticipantRef""")
)
"""Every element name of the BPMN 2.0.2 schema (Semantic.xsd and BPMN20.xsd)."""


@cache
def bpmn(name: str) -> str:
    """Return the qualified tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


@cache
def guiju(name: str) -> str:
    """Return the qualified name of one of our extension attributes or elements."""
    return f"{{{GUIJU}}}{name}"
