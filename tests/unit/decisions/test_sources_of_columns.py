"""Which input data a column of a table may show: its own names, and whatever stands behind them."""

from engine.decisions import read_decisions
from engine.decisions.sources import sources_of

MODEL = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
<inputData id="a" name="amount"/><inputData id="n" name="party name"/><inputData id="b" name="born"/>
<businessKnowledgeModel id="k" name="grade"><encapsulatedLogic><formalParameter name="x"/><decisionTable>
  <input label="x"><inputExpression><text>x</text></inputExpression></input><output/>
  <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>
</encapsulatedLogic></businessKnowledgeModel>
<decision id="g" name="is adult"><informationRequirement><requiredInput href="#b"/></informationRequirement>
  <literalExpression><text>born &lt; @"2000-01-01"</text></literalExpression></decision>
<decision id="d" name="D"><informationRequirement><requiredInput href="#a"/></informationRequirement>
  <informationRequirement><requiredInput href="#n"/></informationRequirement>
  <informationRequirement><requiredDecision href="#g"/></informationRequirement><decisionTable>
  <input label="how much"><inputExpression><text>amount * 2</text></inputExpression></input>
  <input label="who"><inputExpression><text>upper case(party name)</text></inputExpression></input>
  <input label="who"><inputExpression><text>is adult</text></inputExpression></input><output name="r"/>
  <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry>
    <inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable></decision>
<decision id="e" name="E"><informationRequirement><requiredInput href="#n"/></informationRequirement>
  <knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>
  <literalExpression><text>grade(party name)</text></literalExpression></decision>
</definitions>"""


def test_a_column_shows_the_inputs_behind_the_names_in_it() -> None:
    model = read_decisions(MODEL, file="m.dmn")
    (rule,) = model.decide("d", {"amount": 1, "party name": "a", "born": "1990-01-01"}).fired
    assert rule.inputs == {"how much": 2, "who (2)": "A", "who (3)": None}
    assert sources_of(model, rule, asked="d") == {
        "how much": {"amount"},
        "who (2)": {"party name"},
        # What a required decision gave rests on all its inputs.
        "who (3)": {"born"},
    }


def test_a_parameter_may_be_any_input_of_the_decision_asked_for() -> None:
    model = read_decisions(MODEL, file="m.dmn")
    (rule,) = model.decide("E", {"party name": "a"}).fired
    assert sources_of(model, rule, asked="e") == {"x": {"party name"}}
