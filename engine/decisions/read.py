"""Reads a DMN file into a model that can decide."""

from collections.abc import Iterable, Mapping

from engine.decisions.definitions import read_items
from engine.decisions.graph import read_graph
from engine.decisions.model import DecisionInfo, DecisionModel
from engine.decisions.nodes import DecisionNode, inputs_of
from engine.decisions.reading import Reading, is_tolerable
from engine.decisions.xml import MODEL_NAMESPACES, Element, children, local_name, parse_definitions
from engine.kernel.errors import Invalid

_MOST_NODES = 1_000


def read_decisions(
    content: bytes, *, file: str, imports: Iterable[DecisionModel] = (), tolerant: bool = False
) -> DecisionModel:
    """Read and compile DMN 1.2 to 1.5 XML; `imports` are the models the file may import, by namespace.

    Raises Invalid with every located fault. `tolerant` keeps faults that concern a single expression or a type in the
    model's `faults` instead; what could not be read then decides to null. For trying out, never for what goes live.
    """
    root = parse_definitions(content, file=file)
    reading = Reading(file, names=_names(root))
    imported = _imported(root, reading, imports)
    read_items(root, reading)
    nodes = read_graph(root, reading, imported)
    if len(nodes) > _MOST_NODES:
        reading.fault("too-many", "决策要素过多。", f"More than {_MOST_NODES} elements.", root)
    refused = [fault for fault in reading.faults if not (tolerant and is_tolerable(fault))]
    if refused:
        raise Invalid(faults=refused)
    return DecisionModel(
        name=root.get("name") or "",
        namespace=root.get("namespace") or "",
        file=file,
        nodes=nodes,
        items=reading.items,
        decisions=tuple(
            DecisionInfo(node.id, node.name, inputs_of(node))
            for node in nodes.values()
            if isinstance(node, DecisionNode)
        ),
        faults=tuple(reading.faults),
        imports=tuple(prefix for prefix, _ in imported.values() if prefix),
    )


def _names(root: Element) -> frozenset[str]:
    """Collect every name the file gives to anything, so that names with operators and keywords are known."""
    names = (" ".join((element.get("name") or "").split()) for element in root.iter() if local_name(element))
    iterators = (element.get("iteratorVariable") or "" for element in root.iter())
    return frozenset(name for name in (*names, *iterators) if name)


def _imported(
    root: Element, reading: Reading, models: Iterable[DecisionModel]
) -> Mapping[str, tuple[str, DecisionModel]]:
    """Match the file's imports of other models with those given; their types are known under the import's name."""
    given = {model.namespace: model for model in models}
    found: dict[str, tuple[str, DecisionModel]] = {}
    for element in children(root, "import"):
        namespace, prefix = element.get("namespace") or "", " ".join((element.get("name") or "").split())
        if (element.get("importType") or "") not in MODEL_NAMESPACES:
            continue
        if namespace not in given:
            zh, en = f"找不到所导入的模型“{namespace}”。", f"The imported model “{namespace}” is missing."
            reading.fault("import", zh, en, element)
            continue
        found[namespace] = (prefix, given[namespace])
        for name, item in given[namespace].items.items():
            reading.items[f"{prefix}.{name}" if prefix else name] = item
    return found
