"""`guiju decide`: evaluates a decision of a DMN file, printing its value as JSON and, if asked, the fired rules."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from engine.decisions import Decided, DecisionFile, DecisionModel, read_together
from engine.decisions.errors import closest
from engine.decisions.together import imports
from engine.decisions.xml import MOST_BYTES, parse_definitions
from engine.feel.jsonform import to_json
from engine.feel.values import normal
from engine.kernel.errors import GuijuError
from web.cli.feel import as_object, clock_functions, could_not_run, read_object, say_reasons
from web.cli.speech import say, say_refusal
from web.cli.thresholds import GIVEN, threshold_functions

SPECIAL = (GIVEN, "act_ended_on", "case_field")
"""Inputs that thresholds are chosen by, besides those of the decision."""


@click.command("decide")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("decision")
@click.option("--input", "input_text", default="{}", metavar="JSON", help="输入数据 · Input data by name.")
@click.option(
    "--import",
    "imported",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="所导入的模型，可多次给出 · A model that is imported; may be given again.",
)
@click.option("--explain", is_flag=True, help="同时给出命中的规则 · Add the rules that fired.")
@click.option("--json", "as_json", is_flag=True, help="输出完整 JSON 对象 · Print one JSON object.")
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    decision: str,
    input_text: str,
    imported: tuple[Path, ...],
    *,
    explain: bool,
    as_json: bool,
) -> None:
    """计算 DMN 决策 · Evaluate a decision, a service or a knowledge model of a DMN file, by id or name."""
    inputs = read_object(input_text, "--input")
    try:
        model = read_model(file, imported)
        lent = {**clock_functions(), **threshold_functions(file, inputs)}
        decided = model.decide(decision, inputs, functions=lent)
        _say_unused(model, decision, inputs)
    except GuijuError as refusal:
        say_refusal(refusal)
        ctx.exit(1)
    say_reasons(decided.reasons)
    click.echo(_answer(decided, explain=explain) if explain or as_json else to_json(decided.value))


def read_model(file: Path, imported: Sequence[Path] = ()) -> DecisionModel:
    """Read a file with the models it imports; what concerns one expression only is tolerated.

    Models are those of `imported`, else files beside it that have the namespace an import asks for.
    """
    wanted = DecisionFile(file.name, _content(file))
    given = [DecisionFile(other.name, _content(other)) for other in imported]
    root = parse_definitions(wanted.content, file=wanted.name)
    beside = (
        []
        if given or not any(imports(root))
        else [other for other in sorted(file.parent.glob("*.dmn")) if other.name != file.name]
    )
    found = {space: other for other in beside if (space := _namespace(other))}
    for space in imports(root):
        _gather(space, found, given)
    return read_together([wanted, *given], tolerant=True)[wanted.name]


def _gather(space: str, found: dict[str, Path], given: list[DecisionFile]) -> None:
    """Add the file of a namespace, and those it imports in turn; each is taken out of those that were found."""
    if space in found:
        other = found.pop(space)
        file = DecisionFile(other.name, _content(other))
        given.append(file)
        for further in imports(parse_definitions(file.content, file=file.name)):
            _gather(further, found, given)


def _namespace(file: Path) -> str | None:
    """Return the namespace of a file that lies about; `None` where it is no model, for nobody has asked for it."""
    try:
        return parse_definitions(_content(file), file=file.name).get("namespace")
    except GuijuError:
        return None


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            # One byte more than a model may have is enough to refuse it, however long the file is.
            return opened.read(MOST_BYTES + 1)
    except OSError as failure:
        could_not_run(f"无法读取{file}：{failure.strerror}", f"Cannot read {file}: {failure.strerror}")


def _say_unused(model: DecisionModel, decision: str, inputs: Mapping[str, Any]) -> None:
    """Say which inputs nobody asked for, and which name was probably meant."""
    reads = model.reads(decision)
    known = {*reads, *SPECIAL, *model.imports}
    for name in inputs:
        if name not in known:
            meant = closest(name, [each for each in reads if each not in inputs])
            zh, en = (f"，是否指“{meant}”？", f"; did you mean “{meant}”?") if meant else ("。", ".")
            say(f"“{decision}”不使用输入“{name}”{zh}", f"“{decision}” does not use the input “{name}”{en}")


def _answer(decided: Decided, *, explain: bool) -> str:
    """Return value and reasons, and the rules that fired, as one JSON object."""
    values = {"value": decided.value}
    if explain:
        values["fired"] = [
            {
                "decision": rule.decision,
                "rule": normal(rule.number),
                "id": rule.id,
                "annotation": rule.annotation,
                "inputs": dict(rule.inputs),
                "outputs": dict(rule.outputs),
            }
            for rule in decided.fired
        ]
    return as_object(values, decided.reasons)
