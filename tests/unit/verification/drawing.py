"""Draws diagrams from one line of text, and random ones that are often defective."""

import random
import re
from itertools import pairwise

from engine.bpmn import Model, SourceFile, examine_model

KINDS = {
    "s": "startEvent",
    "e": "endEvent",
    "x": "exclusiveGateway",
    "p": "parallelGateway",
    "o": "inclusiveGateway",
    "g": "eventBasedGateway",
    "c": "intermediateCatchEvent",
    "r": "receiveTask",
    "t": "task",
}


def draw(text: str, more: str = "") -> Model:
    """Return the model of flows such as `s0 t1 e2; t1 e3`: the first letter of an id says its kind.

    Ids that begin with another letter are drawn in `more`, which is XML inside the process.
    """
    return model_of(document(process("P", text, more)))


def model_of(content: str) -> Model:
    """Return the model of a document that may be faulty in what only matters when it is run."""
    return examine_model([SourceFile("drawn.bpmn", content.encode())]).model


def document(*parts: str) -> str:
    """Return a document of processes and whatever else stands beside them."""
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">'
        f"{''.join(parts)}</definitions>"
    )


def process(identifier: str, text: str, more: str = "") -> str:
    """Return a process in the notation."""
    return f'<process id="{identifier}" isExecutable="true">{elements(text)}{more}</process>'


def elements(text: str) -> str:
    """Return flow nodes and sequence flows in the notation."""
    flows = [pair for chain in text.split(";") for pair in pairwise(chain.split())]
    names = [name for name in dict.fromkeys(re.findall(r"[a-z]\d+", text)) if name[0] in KINDS]
    nodes = "".join(f'<{KINDS[name[0]]} id="{name}"/>' for name in names)
    return nodes + "".join(
        f'<sequenceFlow id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'
        for source, target in flows
    )


def scribbled_text(dice: random.Random, *, kinds: str = "xpo") -> str:
    """Return the notation of a random diagram: blocks inside blocks, then a few strokes that may spoil them."""
    scribbler = Scribbler(dice, kinds)
    last = "s0"
    for _ in range(dice.randint(1, 2)):
        last = scribbler.block(last, dice.randint(1, 3))
    scribbler.flows.append((last, scribbler.fresh("e")))
    for _ in range(dice.choice([0, 0, 1, 1, 2, 3])):
        scribbler.spoil()
    return ";".join(f"{source} {target}" for source, target in scribbler.flows)


class Scribbler:
    """Adds flows to a diagram at random."""

    def __init__(self, dice: random.Random, kinds: str) -> None:
        self.dice, self.kinds = dice, kinds
        self.flows: list[tuple[str, str]] = []
        self._last = 0

    def fresh(self, letter: str) -> str:
        """Return a new id."""
        self._last += 1
        return f"{letter}{self._last}"

    def block(self, before: str, depth: int) -> str:
        """Draw a task, a loop or a split after an element; return the element it ends with."""
        shape = self.dice.choice(["task", "task", "split", "split", "loop"] if depth else ["task"])
        return {"task": self._task, "loop": self._loop, "split": self._split}[shape](before, depth)

    def _task(self, before: str, _depth: int) -> str:
        task = self.fresh("t")
        self.flows.append((before, task))
        return task

    def _loop(self, before: str, depth: int) -> str:
        begin, end = self.fresh("x"), self.fresh("x")
        self.flows.append((before, begin))
        self.flows.append((self.block(begin, depth - 1), end))
        self.flows.append((end, begin))
        return end

    def _split(self, before: str, depth: int) -> str:
        letter = self.dice.choice(self.kinds)
        split, join = self.fresh(letter), self.fresh(letter)
        self.flows.append((before, split))
        for _ in range(self.dice.randint(2, 3)):
            last = self.block(split, depth - 1) if self.dice.random() < 0.85 else split
            if (last, join) not in self.flows:
                self.flows.append((last, join))
        return self.block(join, depth - 1) if self.dice.random() < 0.5 else join

    def spoil(self) -> None:
        """Redirect, add or end a flow, or make a gateway another kind."""
        self.dice.choice([self._redirect, self._change, self._add, self._end])()
        # Two flows between the same two elements are another fault than those looked for here.
        self.flows[:] = [(source, target) for source, target in dict.fromkeys(self.flows) if source[0] != "e"]

    def _names(self, letters: str) -> list[str]:
        return [name for name in dict.fromkeys(name for flow in self.flows for name in flow) if name[0] in letters]

    def _redirect(self) -> None:
        place = self.dice.randrange(len(self.flows))
        source, _ = self.flows[place]
        other = self.dice.choice(self._names("xpote"))
        if other != source:
            self.flows[place] = (source, other)

    def _change(self) -> None:
        gateways = self._names("xpo")
        if gateways:
            old, new = self.dice.choice(gateways), self.fresh(self.dice.choice("xpo"))
            self.flows[:] = [(new if a == old else a, new if b == old else b) for a, b in self.flows]

    def _add(self) -> None:
        source, target = self.dice.choice(self._names("xpot")), self.dice.choice(self._names("xpote"))
        if source != target:
            self.flows.append((source, target))

    def _end(self) -> None:
        gateways = self._names("xpo")
        if gateways:
            self.flows.append((self.dice.choice(gateways), self.fresh("e")))
