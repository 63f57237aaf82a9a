"""Random structured drawings: sequences, choices, blocks, loops, races, subprocesses and events attached to them."""

from typing import Any

from hypothesis import strategies as st

from tests.unit.runtime.tokengame import HOLDING, Drawing, Flow, Node

KINDS = (
    *("user", "user", "script"),
    *("sequence", "sequence", "sequence", "and", "and", "or", "or", "xor", "loop", "loop"),
    *("race", "sub", "border", "catch", "surplus", "stop", "fail"),
)
"""Kinds of blocks; what is named twice is drawn twice as often."""


class Builder:
    """Adds blocks to a drawing; every block has one way in and one way out."""

    def __init__(self, choose: Any) -> None:
        self.choose = choose
        self.drawing = Drawing()
        self.scope = ""

    def node(self, kind: str, **more: Any) -> str:
        name = f"{kind}{len(self.drawing.nodes)}"
        self.drawing.nodes[name] = Node(name, kind, self.scope, **more)
        return name

    def flow(self, source: str, target: str, *, flag: str = "", default: bool = False) -> None:
        self.drawing.flows.append(Flow(source, target, flag, default))

    def flag(self) -> str:
        self.drawing.facts.append(f"fact{len(self.drawing.facts)}")
        return self.drawing.facts[-1]

    def whole(self, depth: int) -> None:
        """Draw a scope: a start, a block, an end."""
        start, end = self.node("start"), self.node("end")
        first, last = self.block(depth)
        self.flow(start, first)
        self.flow(last, end)
        if depth and self.choose([False, False, True]):
            self._handler(depth - 1)

    def _handler(self, depth: int) -> None:
        outer, beside = self.scope, self.choose([True, False])
        self.scope = self.node("handler", beside=beside)
        if beside:
            start, task = self.node("start"), self.node("user")
            self.flow(start, task)
        else:
            self.whole(depth)
        self.scope = outer

    def block(self, depth: int) -> tuple[str, str]:
        """Draw a block and return where it is entered and left."""
        kind = self.choose(KINDS if depth else KINDS[:3])
        if kind in ("user", "script", "catch"):
            name = self.node(kind)
            return name, name
        drawn: tuple[str, str] = getattr(self, f"_{kind}")(depth - 1)
        return drawn

    def _sequence(self, depth: int) -> tuple[str, str]:
        (first, middle), (other, last) = self.block(depth), self.block(depth)
        self.flow(middle, other)
        return first, last

    def _and(self, depth: int) -> tuple[str, str]:
        return self._split("and", depth)

    def _or(self, depth: int) -> tuple[str, str]:
        return self._split("or", depth)

    def _xor(self, depth: int) -> tuple[str, str]:
        return self._split("xor", depth)

    def _split(self, kind: str, depth: int) -> tuple[str, str]:
        fork, join = self.node(kind), self.node(kind)
        for number in range(self.choose([2, 3])):
            first, last = self.block(depth)
            flag = self.flag() if number and kind != "and" else ""
            self.flow(fork, first, flag=flag, default=not number and kind != "and")
            self.flow(last, join)
        return fork, join

    def _stop(self, depth: int) -> tuple[str, str]:
        return self._way_out("stop", depth)

    def _fail(self, depth: int) -> tuple[str, str]:
        return self._way_out("fail", depth)

    def _way_out(self, kind: str, depth: int) -> tuple[str, str]:
        # An end in the middle, taken or not. Somebody stands before it, so that it does not depend on what else moves.
        first, middle = self.block(depth)
        task = self.node("user")
        self.flow(middle, task)
        middle = task
        choice, end, after = self.node("xor"), self.node(kind), self.node("xor")
        self.flow(middle, choice)
        self.flow(choice, end, flag=self.flag())
        self.flow(choice, after, default=True)
        return first, after

    def _surplus(self, depth: int) -> tuple[str, str]:
        # Two tokens come on one flow into a join and one on the other: the second waits for the next round, if any.
        fork, merge, join = self.node("and"), self.node("xor"), self.node("and")
        for target in (merge, merge, join):
            task = self.node("user")
            self.flow(fork, task)
            self.flow(task, target)
        self.flow(merge, join)
        return fork, join

    def _loop(self, depth: int) -> tuple[str, str]:
        # Somebody stands in every way back, so that no loop runs by itself for ever.
        merge, choice, back = self.node("xor"), self.node("xor"), self.node("user")
        first, last = self.block(depth)
        after = self.node("xor")
        self.flow(merge, first)
        self.flow(last, choice)
        self.flow(choice, back, flag=self.flag())
        self.flow(back, merge)
        self.flow(choice, after, default=True)
        return merge, after

    def _race(self, depth: int) -> tuple[str, str]:
        gateway, merge = self.node("event"), self.node("xor")
        for _ in range(2):
            event = self.node("catch")
            first, last = self.block(depth)
            self.flow(gateway, event)
            self.flow(event, first)
            self.flow(last, merge)
        return gateway, merge

    def _sub(self, depth: int) -> tuple[str, str]:
        outer, name = self.scope, self.node("sub")
        self.scope = name
        self.whole(depth)
        self.scope = outer
        return name, name

    def _border(self, depth: int) -> tuple[str, str]:
        host, _ = self._sub(depth) if self.choose([True, False]) else (self.node("user"), "")
        if self.drawing.nodes[host].kind == "sub" and self.choose([True, False]):
            catcher, merge = self.node("catcher", host=host), self.node("xor")
            self.flow(catcher, merge)
            self.flow(host, merge)
            return host, merge
        if self.choose([True, False]):
            event, task, end = self.node("boundary", host=host, beside=True), self.node("user"), self.node("end")
            self.flow(event, task)
            self.flow(task, end)
            return host, host
        event, merge = self.node("boundary", host=host), self.node("xor")
        first, last = self.block(depth)
        self.flow(event, first)
        self.flow(last, merge)
        self.flow(host, merge)
        return host, merge


@st.composite
def drawings(draw: Any, depth: int = 5) -> Drawing:
    """Return a strategy for drawings with blocks nested as deep as `depth`."""
    builder = Builder(lambda options: draw(st.sampled_from(options)))
    builder.whole(draw(st.integers(2, depth)))
    return builder.drawing


def text_of(drawing: Drawing, scope: str = "") -> str:
    """Return the drawing in the notation that cases are written in."""
    lines = [_node_text(drawing, node) for node in drawing.nodes.values() if node.scope == scope]
    for flow in drawing.flows:
        if drawing.nodes[flow.source].scope == scope:
            condition = f" [{flow.flag}]" if flow.flag else " *" if flow.default else ""
            lines.append(f"{flow.source} > {flow.target}{condition}")
    if not scope:
        events = [node.name for node in drawing.nodes.values() if node.kind in ("catch", "boundary", "start")]
        lines += [f'root <message id="m_{name}" name="m_{name}"/>' for name in events]
    return "\n".join(lines)


def _node_text(drawing: Drawing, node: Node) -> str:
    beside = " | beside" if node.beside else ""
    if node.kind in HOLDING:
        return f"{node.kind} {node.name} {{\n{text_of(drawing, node.name)}\n}}"
    if node.kind == "start" and node.scope and drawing.nodes[node.scope].kind == "handler":
        return f"start {node.name} message m_{node.name}{' | beside' if drawing.nodes[node.scope].beside else ''}"
    return {
        "boundary": f"boundary {node.name} on {node.host} message m_{node.name}{beside}",
        "catcher": f"boundary {node.name} on {node.host} error E1",
        "catch": f"catch {node.name} message m_{node.name}",
        "script": f"script {node.name} {{seen: true}}",
        "stop": f"end {node.name} terminate",
        "fail": f"end {node.name} error E1",
    }.get(node.kind, f"{node.kind} {node.name}")
