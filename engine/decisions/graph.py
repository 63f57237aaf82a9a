"""Reads the decision requirement graph: nodes first, then what they require and how they decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.decisions.boxed import READERS, read_boxed, read_function, read_inner, typed
from engine.decisions.functions import Definition
from engine.decisions.items import ANYTHING, Item
from engine.decisions.nodes import DecisionNode, InputNode, KnowledgeNode, Node, Requirement, ServiceNode, required
from engine.decisions.reading import Reading
from engine.decisions.tables import Table
from engine.decisions.xml import Element, child, children, local_name

if TYPE_CHECKING:
    from engine.decisions.model import DecisionModel

KINDS = ("inputData", "decision", "businessKnowledgeModel", "decisionService")
REQUIREMENTS = ("informationRequirement", "knowledgeRequirement")
REFERENCES = ("requiredDecision", "requiredInput", "requiredKnowledge")

_INPUT = ((InputNode,), "输入数据", "input data")
_DECISION = ((DecisionNode,), "决策", "a decision")
_EXPECTED: Mapping[str, tuple[tuple[type, ...], str, str]] = {
    "requiredInput": _INPUT,
    "inputData": _INPUT,
    "requiredDecision": _DECISION,
    "inputDecision": _DECISION,
    "outputDecision": _DECISION,
    "encapsulatedDecision": _DECISION,
    "requiredKnowledge": ((KnowledgeNode, ServiceNode), "业务知识模型或决策服务", "a knowledge model or service"),
}
"""What each kind of reference may lead to (DMN 1.5, 6.2.2), in words."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The nodes of a file by id, with the elements they are read from, and the imported models by namespace."""

    nodes: dict[str, Node]
    elements: Mapping[str, Element]
    imported: "Mapping[str, tuple[str, DecisionModel]]"
    namespace: str


def read_graph(root: Element, reading: Reading, imported: "Mapping[str, tuple[str, DecisionModel]]") -> dict[str, Node]:
    """Return the nodes by id, connected and compiled; notes faults."""
    elements = _elements(root, reading)
    reading.labels.update({key: element.get("name") or key for key, element in elements.items()})
    nodes = {key: _node(element, reading) for key, element in elements.items()}
    graph = Graph(nodes, elements, imported, root.get("namespace") or "")
    for key, element in elements.items():
        reading.element = key
        _connect(nodes[key], element, graph, reading)
    for key, element in elements.items():
        reading.element = key
        _compile(nodes[key], element, reading)
    reading.element = ""
    _refuse_cycles(graph, reading)
    return nodes


def _elements(root: Element, reading: Reading) -> dict[str, Element]:
    found: dict[str, Element] = {}
    named: dict[str, Element] = {}
    for element in children(root, *KINDS):
        key, name = element.get("id") or element.get("name") or "", " ".join((element.get("name") or "").split())
        if not key or not name:
            zh, en = "决策要素应有名称和唯一的标识。", "An element of a model needs a name and an id of its own."
            reading.fault("identity", zh, en, element, element=key)
            continue
        if key in found:
            _taken("标识", "id", key, element=element, first=found[key], reading=reading)
            continue
        found[key] = element
        # Two inputs of one name take the same value from outside; what is asked for by name must be one thing.
        if local_name(element) == "inputData":
            continue
        if name in named:
            _taken("名称", "name", name, element=element, first=named[name], reading=reading)
        named.setdefault(name, element)
    return found


def _taken(zh: str, en: str, value: str, *, element: Element, first: Element, reading: Reading) -> None:
    key, line = element.get("id") or value, first.sourceline
    told_zh = f"{zh}“{value}”已由第{line}行的要素使用，应各不相同。"
    told_en = f"The {en} “{value}” is taken by the element in line {line}; each needs its own."
    reading.fault("identity", told_zh, told_en, element, element=key)


def _name(element: Element) -> str:
    """Return the name of an element's variable, which is its own name in a valid file."""
    variable = child(element, "variable")
    name = (variable.get("name") if variable is not None else "") or element.get("name") or ""
    return " ".join(name.split())


def _item(element: Element, reading: Reading) -> Item:
    variable = child(element, "variable")
    return ANYTHING if variable is None else reading.item(variable.get("typeRef"), variable)


def _node(element: Element, reading: Reading) -> Node:
    key, name = element.get("id") or element.get("name") or "", _name(element)
    reading.element = key
    match local_name(element):
        case "inputData":
            return InputNode(key, name, _item(element, reading))
        case "decision":
            return DecisionNode(key, name, _item(element, reading))
        case "businessKnowledgeModel":
            return KnowledgeNode(key, name)
        case _:
            return ServiceNode(key, name, _item(element, reading))


def _connect(node: Node, element: Element, graph: Graph, reading: Reading) -> None:
    """Resolve what a node requires."""
    if isinstance(node, ServiceNode):
        _connect_service(node, element, graph, reading)
    elif isinstance(node, (DecisionNode, KnowledgeNode)):
        for reference in _references(element):
            found = _resolved(reference, graph, reading)
            if found is not None:
                node.requirements.append(found)


def _references(element: Element) -> Iterator[Element]:
    for requirement in children(element, *REQUIREMENTS):
        yield from children(requirement, *REFERENCES)


def _resolved(reference: Element, graph: Graph, reading: Reading) -> Requirement | None:
    href = reference.get("href") or ""
    namespace, _, key = href.rpartition("#")
    prefix, nodes = ("", graph.nodes) if namespace in {"", graph.namespace} else _imported(namespace, graph)
    node = nodes.get(key)
    kinds, kind_zh, kind_en = _EXPECTED[local_name(reference)]
    if node is None:
        zh, en = f"所引用的“{href}”不存在", f"the reference “{href}” leads nowhere"
    elif not isinstance(node, kinds):
        zh, en = f"所引用的“{href}”不是{kind_zh}", f"the reference “{href}” is not {kind_en}"
    else:
        return Requirement(prefix, node)
    zh, en = f"“{reading.label()}”：{zh}，此处应为{kind_zh}。", f"“{reading.label()}”: {en}; expected {kind_en}."
    reading.fault("reference", zh, en, reference)
    return None


def _imported(namespace: str, graph: Graph) -> tuple[str, Mapping[str, Node]]:
    prefix, model = graph.imported.get(namespace, ("", None))
    return prefix, model.nodes if model is not None else {}


def _connect_service(node: ServiceNode, element: Element, graph: Graph, reading: Reading) -> None:
    for part in (*children(element, "inputData"), *children(element, "inputDecision")):
        found = _resolved(part, graph, reading)
        if found is not None and isinstance(found.node, (InputNode, DecisionNode)):
            node.inputs.append(found.node)
    # What a service holds inside is reached from its outputs; its references are resolved to be sure of them.
    for part in children(element, "encapsulatedDecision"):
        _resolved(part, graph, reading)
    for part in children(element, "outputDecision"):
        found = _resolved(part, graph, reading)
        if found is not None and isinstance(found.node, DecisionNode):
            node.outputs.append(found.node)


def _compile(node: Node, element: Element, reading: Reading) -> None:
    """Compile how a node decides."""
    if isinstance(node, DecisionNode):
        code = read_inner(element, reading)
        if isinstance(code, Table):
            node.is_table = True
            node.columns = tuple(output.name for output in code.outputs if output.name)
        if code is not None:
            node.code = typed(code, node.item) if node.item is not ANYTHING else code
    elif isinstance(node, KnowledgeNode):
        logic = child(element, "encapsulatedLogic")
        if logic is None:
            inner = next(children(element, *READERS), None)
            node.code = read_boxed(inner, reading) if inner is not None else node.code
        else:
            node.code = read_function(logic, reading, node.name)
            node.parameters = node.code.parameters if isinstance(node.code, Definition) else ()


def _refuse_cycles(graph: Graph, reading: Reading) -> None:
    """Note nodes that require themselves, directly or through others."""
    done: set[Node] = set()
    for key, node in graph.nodes.items():
        path: list[Node] = []
        waiting: list[tuple[Node, bool]] = [(node, False)]
        while waiting:
            current, leaving = waiting.pop()
            if leaving:
                path.pop()
                done.add(current)
            elif current in path:
                way = " → ".join(each.name for each in [*path[path.index(current) :], current])
                zh, en = f"“{current.name}”依赖于自身：{way}。", f"“{current.name}” requires itself: {way}."
                at = next((each for each, other in graph.nodes.items() if other is current), key)
                reading.fault("cycle", zh, en, graph.elements[at], element=at)
                done.update(path)
                break
            elif current not in done:
                path.append(current)
                waiting.append((current, True))
                waiting.extend((needed, False) for needed in required(current))
