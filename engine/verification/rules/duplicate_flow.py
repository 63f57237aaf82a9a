"""Two sequence flows between the same two elements: each makes a token of its own, which is rarely meant."""

from collections.abc import Iterator

from engine.bpmn import Process
from engine.verification.findings import Finding


def duplicate_flow(process: Process) -> Iterator[Finding]:
    """Yield each flow that repeats an earlier one."""
    first: dict[tuple[str, str], str] = {}
    for flow in process.flows.values():
        earlier = first.setdefault((flow.source, flow.target), flow.id)
        if earlier != flow.id:
            yield Finding(
                "duplicate-flow",
                "warning",
                f"顺序流 {flow.id} 与 {earlier} 连接同样的两个元素。",
                f"The sequence flow {flow.id} connects the same two elements as {earlier}.",
                element=flow.id,
                file=flow.file,
                line=flow.line,
            )
