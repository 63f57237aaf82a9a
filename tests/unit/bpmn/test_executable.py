"""What a deployment asks of a diagram beyond being well-formed."""

import pytest

from engine.bpmn import check_executable

CASES = [
    # Nobody to do it, nothing to fill in.
    ('<userTask id="A"/>', ["no-performer", "no-form"]),
    # Everything there.
    ('<userTask id="A" guiju:performer="OFFICER" guiju:form="report"/>', []),
    # A role and a form that do not exist.
    ('<userTask id="A" guiju:performer="KING" guiju:form="scroll"/>', ["unknown-role", "unknown-form"]),
    # A manual task needs no form.
    ('<manualTask id="A" guiju:performer="OFFICER"/>', []),
    # Automatic work without a registered operation.
    ('<serviceTask id="A"/>', ["no-operation"]),
    ('<serviceTask id="A" guiju:operation="fly"/>', ["unknown-operation"]),
    ('<serviceTask id="A" guiju:operation="notify"/>', []),
    # An operation where none can be called: work of people, a message that is sent already, a table that decides.
    ('<manualTask id="A" guiju:performer="OFFICER" guiju:operation="notify"/>', ["operation-misplaced"]),
    ('<businessRuleTask id="A" guiju:decision="fine" guiju:operation="notify"/>', ["operation-misplaced"]),
    ('<businessRuleTask id="A" guiju:operation="notify"/>', []),
    # Sending needs an operation or a message.
    ('<sendTask id="A"/>', ["no-operation"]),
    # A decision that does not exist.
    ('<businessRuleTask id="A"/>', ["no-decision"]),
    ('<businessRuleTask id="A" guiju:decision="dice"/>', ["unknown-decision"]),
    ('<businessRuleTask id="A" guiju:decision="fine"/>', []),
]


@pytest.mark.parametrize(("body", "codes"), CASES)
def test_a_deployment_refuses_what_nobody_could_do(read, body, codes):
    found = check_executable(
        read(body),
        forms=frozenset({"report"}),
        roles=frozenset({"OFFICER"}),
        operations=frozenset({"notify"}),
        decisions=frozenset({"fine"}),
    )
    assert [fault.code for fault in found] == codes
    assert all(fault.where["element"] == "A" for fault in found)
