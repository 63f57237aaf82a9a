"""`guiju decide`: evaluates a decision of a DMN file, printing its value as JSON and, if asked, the fired rules."""

from pathlib import Path

import click

from engine.decisions import Decided, DecisionFile, DecisionModel, read_together
from engine.decisions.together import imports
from engine.decisions.xml import parse_definitions
from engine.feel.jsonform import to_json
from engine.feel.values import normal
from engine.kernel.errors import GuijuError
from web.cli.feel import as_object, clock_functions, could_not_run, read_object, say_reasons
from web.cli.speech import say_refusal
from web.cli.thresholds import threshold_functions


@click.command("decide")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("decision")
@click.option("--input", "input_text", default="{}", metavar="JSON", help="输入数据 · Input data by name.")
@click.option("--explain", is_flag=True, help="同时给出命中的规则 · Add the rules that fired.")
@click.option("--json", "as_json", is_flag=True, help="输出完整 JSON 对象 · Print one JSON object.")
@click.pass_context
def command(ctx: click.Context, file: Path, decision: str, input_text: str, *, explain: bool, as_json: bool) -> None:
    """计算 DMN 决策 · Evaluate a DMN decision, by id or name."""
    inputs = read_object(input_text, "--input")
    try:
        model = read_model(file)
        lent = {**clock_functions(), **threshold_functions(file, inputs)}
        decided = model.decide(decision, inputs, functions=lent)
    except GuijuError as refusal:
        say_refusal(refusal)
        ctx.exit(1)
    say_reasons(decided.reasons)
    click.echo(_answer(decided, explain=explain) if explain or as_json else to_json(decided.value))


def read_model(file: Path) -> DecisionModel:
    """Read a file with the models it imports, which lie beside it; what concerns one expression only is tolerated."""
    try:
        content = file.read_bytes()
    except OSError as failure:
        could_not_run(f"无法读取{file}：{failure.strerror}", f"Cannot read {file}: {failure.strerror}")
    wanted = DecisionFile(file.name, content)
    if not any(imports(parse_definitions(content, file=file.name))):
        return read_together([wanted], tolerant=True)[file.name]
    siblings = [DecisionFile(other.name, other.read_bytes()) for other in sorted(file.parent.glob("*.dmn"))]
    return read_together([wanted, *(other for other in siblings if other.name != file.name)], tolerant=True)[file.name]


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
