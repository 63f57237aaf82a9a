"""Correlation keys of the drawing: which case a message is for."""

from engine.bpmn import SourceFile, read_model
from engine.runtime import correlation_of

KEYS = """<message id="m1" name="order"/><message id="m2" name="reply"/>
<correlationProperty id="cp" name="number">
<correlationPropertyRetrievalExpression messageRef="m1"><messagePath>orderNumber</messagePath>
</correlationPropertyRetrievalExpression>
<correlationPropertyRetrievalExpression messageRef="m2"><formalExpression>order.number</formalExpression>
</correlationPropertyRetrievalExpression></correlationProperty>
<collaboration id="c"><participant id="p" processRef="P"/>
<correlationKey id="k"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey></collaboration>"""
THROW = """<intermediateThrowEvent id="T"><messageEventDefinition messageRef="m1"/></intermediateThrowEvent>"""
CATCH = """<intermediateCatchEvent id="C"><messageEventDefinition messageRef="m2"/></intermediateCatchEvent>"""
FLOW = """<sequenceFlow id="f" sourceRef="T" targetRef="C"/>"""
SUBSCRIBED = """<correlationSubscription id="s" correlationKeyRef="k">
<correlationPropertyBinding correlationPropertyRef="cp"><dataPath>file</dataPath>
</correlationPropertyBinding></correlationSubscription>"""


def drawn(more: str = ""):
    text = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">{KEYS}
    <process id="P">{more}{THROW}{CATCH}{FLOW}</process></definitions>"""
    return read_model([SourceFile("p.bpmn", text.encode())])


def test_a_reply_is_expected_with_the_value_the_order_carried(play):
    case = play(drawn(), orderNumber=7)
    assert [thrown.correlation for thrown in case.thrown] == [{"number": 7}]
    assert case.wait("C").correlation == {"number": 7}


def test_a_subscription_says_which_data_count(play):
    assert play(drawn(SUBSCRIBED), orderNumber=7, file=9).wait("C").correlation == {"number": 9}


def test_what_is_not_known_yet_may_be_any(play):
    assert play(drawn()).wait("C").correlation == {}


def test_a_message_from_outside_carries_what_its_path_finds():
    assert correlation_of(drawn(), "reply", {"order": {"number": 7}}) == {"number": 7}
    assert correlation_of(drawn(), "reply", {"number": 7}) == {}
    assert correlation_of(drawn(), "other", {"number": 7}) == {}
