"""Static checks of the shipped procedures: what no reader of a single file can see."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn import Element
from engine.bpmn.vocabulary import GATEWAY_KINDS, HUMAN_KINDS
from engine.definitions.bundle import MANIFEST
from engine.organization.chart import read_chart, read_rules
from engine.organization.duties import DUTIES_ZH
from forms import Form, read_form

ROOT = Path(__file__).parents[3]
DI = {"di": "http://www.omg.org/spec/BPMN/20100524/DI"}
KEYS = sorted(manifest.parent.name for manifest in (ROOT / "processes").glob(f"*/{MANIFEST}"))
DIAGRAMS = sorted((ROOT / "processes").glob("*/*.bpmn"))
FORMS = sorted((ROOT / "forms/definitions").glob("*.form"))


def test_the_five_procedures_of_the_first_slice_are_there() -> None:
    assert set(KEYS) >= {"complaint-intake", "ordinary-penalty", "legal-review", "hearing", "coercive-measure"}


def test_demo_organisation_and_separation_rules_read_without_fault() -> None:
    chart = read_chart((ROOT / "processes/demo-organisation.toml").read_bytes(), file="demo-organisation.toml")
    rules = read_rules((ROOT / "processes/separation.toml").read_bytes(), file="separation.toml")
    assert len(chart.people) >= 30
    assert {f"SOD-0{number}" for number in range(1, 8)} <= {rule.id for rule in rules}
    assert all(rule.duties <= DUTIES_ZH.keys() for rule in rules)
    assert all(rule.roles <= chart.roles.keys() for rule in rules)


@pytest.mark.parametrize("key", KEYS)
def test_every_bundle_compiles_against_the_demo_roles(key: str, compiled) -> None:
    assert compiled(key).process.key == key


@pytest.mark.parametrize("key", KEYS)
def test_the_manifest_names_exactly_the_roles_and_forms_its_diagram_uses(key: str, compiled) -> None:
    manifest = tomllib.loads((ROOT / "processes" / key / MANIFEST).read_text())
    humans = [element.human for element in compiled(key).process.elements.values() if element.human]
    assert set(manifest["roles"]) == {human.performer for human in humans if human.performer}
    assert {Path(path).stem for path in manifest["forms"]} == {human.form for human in humans if human.form}


def test_element_ids_are_unique_over_all_diagrams(every_element) -> None:
    assert not [name for name, times in Counter(element.id for element in every_element).items() if times > 1]


def test_names_of_human_tasks_are_unique_so_that_people_can_say_which(every_element) -> None:
    names = Counter(element.name for element in every_element if element.kind in HUMAN_KINDS)
    assert not [name for name, times in names.items() if times > 1]


def test_every_step_and_event_is_named_in_both_languages(every_element) -> None:
    asked = [element for element in every_element if element.kind not in GATEWAY_KINDS]
    assert not [element.id for element in asked if not element.name or not element.name_en]


def test_gateways_that_split_ask_a_question_and_their_flows_answer(every_process) -> None:
    for process in every_process:
        for element in process.elements.values():
            if element.kind == "exclusiveGateway" and len(element.outgoing) > 1:
                assert element.name, element.id
                assert element.name_en, element.id
                assert element.default, f"{element.id} has no default: a case could be stuck there"
                assert all(process.flows[flow].name and process.flows[flow].name_en for flow in element.outgoing)


def test_every_human_task_says_who_where_with_what_and_on_which_basis(every_element) -> None:
    tasks = [element for element in every_element if element.kind in HUMAN_KINDS]
    assert tasks
    for element in tasks:
        human = element.human
        assert human
        assert human.performer, element.id
        assert human.unit, element.id
        assert human.form, element.id
        assert human.basis, element.id
        assert human.duty is None or human.duty in DUTIES_ZH, element.id


def test_every_deadline_of_a_task_is_a_limit_of_the_table(every_element) -> None:
    limits = {row["id"] for row in tomllib.loads((ROOT / "processes/limits.toml").read_text())["limit"]}
    named = {element.human.deadline for element in every_element if element.human and element.human.deadline}
    assert named
    assert named <= limits


def test_every_gate_gives_reason_and_basis_in_both_languages(every_element) -> None:
    gates = [gate for element in every_element if element.human for gate in element.human.gates]
    assert gates
    assert all(gate.reason and gate.reason_en and gate.basis for gate in gates)


def test_the_decision_is_gated_on_everything_the_law_makes_a_precondition(every_element) -> None:
    (decision,) = [element for element in every_element if element.id == "DecidePenalty"]
    assert decision.human
    text = " ".join(gate.condition.text for gate in decision.human.gates)
    for name in (
        "ServePriorNotice",
        "CloseDefenceWindow",
        "LegalReviewOpinion",
        "AcceptHearing",
        "DiscussCollectively",
    ):
        assert f"record.{name}" in text
    for name in ("statutory_min", "statutory_max", "noticed_fine", "party_age", "hearing_cited"):
        assert name in text
    assert [once.name for once in decision.human.once] == ["fine"]


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_every_element_and_flow_is_drawn(path: Path) -> None:
    root = etree.fromstring(path.read_bytes())
    drawn = set(root.xpath("//di:BPMNShape/@bpmnElement | //di:BPMNEdge/@bpmnElement", namespaces=DI))
    wanted = set(
        root.xpath("//*[local-name()='process']//*[@id][not(ancestor-or-self::*[local-name()='laneSet'])]/@id")
    )
    wanted -= set(root.xpath("//*[substring(local-name(), string-length(local-name()) - 14) = 'EventDefinition']/@id"))
    wanted |= set(root.xpath("//*[local-name()='lane' or local-name()='participant']/@id"))
    assert wanted
    assert wanted <= drawn


def test_every_form_definition_belongs_to_exactly_one_task(every_element) -> None:
    used = Counter(element.human.form for element in every_element if element.human and element.human.form)
    assert {path.stem for path in FORMS} == set(used)
    assert not [form for form, times in used.items() if times > 1]


def test_a_key_means_the_same_kind_of_value_in_every_form() -> None:
    kinds: dict[str, set[str]] = {}
    for form in shipped_forms():
        for field in form.fields:
            kinds.setdefault(field.path, set()).add(field.kind)
    assert not {path: found for path, found in kinds.items() if len(found) > 1}


def test_labels_are_unique_within_a_form_so_that_scenarios_can_name_fields() -> None:
    for form in shipped_forms():
        labels = Counter(field.label("zh") for field in form.fields if "." not in field.path)
        labels.update(rows.names.zh for rows in form.lists)
        assert not [label for label, times in labels.items() if times > 1], form.id


def test_the_identity_of_the_person_who_reports_is_protected_and_parties_data_personal() -> None:
    for form in shipped_forms():
        for field in form.fields:
            if field.key.startswith("reporter_"):
                assert field.protected == "reporter", field.path
            if field.key in {"party_id_no", "party_phone", "party_address"}:
                assert field.personal, field.path


def test_defaults_speak_of_every_human_task_and_of_nobody_else(every_element, defaults, chart) -> None:
    tasks = {element.name for element in every_element if element.kind in HUMAN_KINDS}
    assert tasks == defaults.keys()
    names = {person["name"] for person in chart["person"]}
    assert {entries["办理人"] for entries in defaults.values()} <= names


def test_defaults_enter_something_into_every_required_field(every_element, defaults) -> None:
    forms = {form.id: form for form in shipped_forms()}
    for element in every_element:
        if element.human and element.human.form:
            required = {field.label("zh") for field in required_fields(forms[element.human.form])}
            assert required <= defaults[element.name].keys() | {"法定最低罚款"}, element.name


def required_fields(form: Form) -> Iterator:
    return (field for field in form.fields if field.rules.required and "." not in field.path)


def shipped_forms() -> list[Form]:
    forms = [read_form(path.read_bytes(), file=path.name) for path in FORMS]
    assert forms
    return forms


@pytest.fixture
def every_process(compiled):
    """The process of each bundle."""
    return [compiled(key).process for key in KEYS]


@pytest.fixture
def every_element(every_process) -> list[Element]:
    """All elements of all bundles."""
    return [element for process in every_process for element in process.elements.values()]
