"""Reads feature files: every defect of the syntax is a fault with its file and line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from engine.bpmn import SourceFile
from engine.kernel.errors import Fault
from engine.scenarios.errors import FeaturesRefused
from engine.scenarios.feature import GIVEN, THEN, WHEN, Feature, Scenario, Step

LARGEST_BYTES = 1_000_000
MOST_SCENARIOS = 5_000
"""Scenarios in one file, outlines filled in: examples multiply, and nobody reads more."""

_KINDS = {"Context": GIVEN, "Action": WHEN, "Outcome": THEN}


def read_features(files: Iterable[SourceFile]) -> tuple[Feature, ...]:
    """Return the features of files; raises `FeaturesRefused` with the faults of all of them."""
    features: list[Feature] = []
    faults: list[Fault] = []
    for file in files:
        try:
            features.append(read_feature(file))
        except FeaturesRefused as refused:
            faults += refused.faults
    if faults:
        raise FeaturesRefused(faults=faults)
    return tuple(features)


def read_feature(file: SourceFile) -> Feature:
    """Return the feature in a file; raises `FeaturesRefused`."""
    if len(file.content) > LARGEST_BYTES:
        raise _refused(file, 1, "文件过大。", f"The file is larger than {LARGEST_BYTES} bytes.")
    try:
        document = Parser().parse(file.content.decode("utf-8-sig"))
        feature = document.get("feature")
        if not feature:
            raise _refused(file, 1, "文件中没有功能。", "There is no feature in the file.")
        pickles = Compiler().compile({**document, "uri": file.name})
    except UnicodeDecodeError as error:
        raise _refused(file, 1, "文件不是 UTF-8 编码。", "The file is not UTF-8.") from error
    except CompositeParserException as error:
        raise FeaturesRefused(faults=[_syntax(file, each) for each in error.errors]) from error
    except ParserError as error:
        raise FeaturesRefused(faults=[_syntax(file, error)]) from error
    except RecursionError as error:
        raise _refused(file, 1, "文件嵌套过深。", "The file is nested too deep.") from error
    if len(pickles) > MOST_SCENARIOS:
        raise _refused(file, 1, "场景过多。", f"There are more than {MOST_SCENARIOS} scenarios.")
    return _feature(file, feature, pickles)


def _feature(file: SourceFile, feature: Mapping[str, Any], pickles: Sequence[Any]) -> Feature:
    nodes = {node["id"]: node for node in _nodes(feature)}
    return Feature(
        file=file.name,
        name=feature["name"],
        description="\n".join(line.strip() for line in (feature.get("description") or "").splitlines()),
        keyword=feature["keyword"],
        line=feature["location"]["line"],
        language=feature["language"],
        tags=_tags(feature["tags"]),
        scenarios=tuple(_scenario(file, feature, pickle, nodes) for pickle in pickles if pickle["steps"]),
    )


def _scenario(
    file: SourceFile, feature: Mapping[str, Any], pickle: Mapping[str, Any], nodes: Mapping[str, Any]
) -> Scenario:
    origin = [nodes[identity] for identity in pickle["astNodeIds"]]
    return Scenario(
        file=file.name,
        feature=feature["name"],
        name=pickle["name"],
        keyword=origin[0]["keyword"],
        # Of an outline the row that filled it in comes last.
        line=origin[-1]["location"]["line"],
        tags=_tags(pickle["tags"]),
        steps=tuple(_step(step, nodes) for step in pickle["steps"]),
    )


def _step(step: Mapping[str, Any], nodes: Mapping[str, Any]) -> Step:
    written, argument = nodes[step["astNodeIds"][0]], step.get("argument") or {}
    table, docstring = argument.get("dataTable"), argument.get("docString")
    return Step(
        keyword=written["keyword"].strip(),
        kind=_KINDS.get(step.get("type", ""), GIVEN),
        text=step["text"],
        line=written["location"]["line"],
        table=tuple(tuple(cell["value"] for cell in row["cells"]) for row in table["rows"]) if table else None,
        docstring=docstring["content"] if docstring else None,
    )


def _tags(tags: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag["name"] for tag in tags))


def _nodes(node: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every part of a document that has an id."""
    if isinstance(node, list):
        for each in node:
            yield from _nodes(each)
    elif isinstance(node, dict):
        if "id" in node:
            yield node
        for each in node.values():
            yield from _nodes(each)


def _syntax(file: SourceFile, error: Any) -> Fault:
    line = int((error.location or {}).get("line") or 1)
    said = str(error).partition(": ")[2] or str(error)
    return _fault(file, line, f"语法有误：{said}", f"The syntax is wrong: {said}")


def _refused(file: SourceFile, line: int, zh: str, en: str) -> FeaturesRefused:
    return FeaturesRefused(faults=[_fault(file, line, zh, en)])


def _fault(file: SourceFile, line: int, zh: str, en: str) -> Fault:
    return Fault("feature-syntax", zh, en, {"file": file.name, "line": line})
