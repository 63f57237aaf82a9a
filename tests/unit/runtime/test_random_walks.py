"""Random structured processes, walked in random orders: whatever the order, the same things happen, and all of them."""

import random
from collections import Counter
from datetime import UTC, datetime

import pytest

from engine.runtime import Environment, Outcome, build_program, complete, inspect, start

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


class Blocks:
    """Draws nested blocks: sequences, choices, parallel and inclusive blocks, loops."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.nodes: list[str] = []
        self.flows: list[str] = []
        self.data: dict[str, object] = {}
        self.count = 0

    def name(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def block(self, depth: int) -> tuple[str, str]:
        """Add a block and return its first and last node."""
        if depth == 0:
            return self.task()
        kind = self.random.choice(["task", "sequence", "and", "or", "xor", "loop", "script"])
        return getattr(self, {"and": "all", "or": "some", "xor": "one"}.get(kind, kind))(depth - 1)

    def task(self, depth: int = 0) -> tuple[str, str]:
        name = self.name("U")
        self.nodes.append(f"user {name}")
        return name, name

    def script(self, depth: int) -> tuple[str, str]:
        name = self.name("Script")
        self.nodes.append(f"script {name} {{seen: true}}")
        return name, name

    def sequence(self, depth: int) -> tuple[str, str]:
        (first, middle), (other, last) = self.block(depth), self.block(depth)
        self.flows.append(f"{middle} > {other}")
        return first, last

    def all(self, depth: int) -> tuple[str, str]:
        return self.split("and", depth, lambda _: "")

    def some(self, depth: int) -> tuple[str, str]:
        return self.split("or", depth, lambda index: " *" if index == 0 else f" [{self.flag(0.6)}]")

    def one(self, depth: int) -> tuple[str, str]:
        return self.split("xor", depth, lambda index: " *" if index == 0 else f" [{self.flag(0.3)}]")

    def split(self, kind, depth, condition) -> tuple[str, str]:
        fork, join = self.name("G"), self.name("G")
        self.nodes += [f"{kind} {fork}", f"{kind} {join}"]
        for index in range(self.random.randint(2, 3)):
            first, last = self.block(depth)
            self.flows += [f"{fork} > {first}{condition(index)}", f"{last} > {join}"]
        return fork, join

    def loop(self, depth: int) -> tuple[str, str]:
        merge, choice, counter, count = self.name("G"), self.name("G"), self.name("Script"), self.name("n")
        first, last = self.block(depth)
        self.nodes += [f"xor {merge}", f"xor {choice}", f"script {counter} {{{count}: {count} + 1}}"]
        self.data[count] = 0
        rounds = self.random.randint(1, 3)
        back = f"{choice} > {merge} [{count} < {rounds}]"
        self.flows += [f"{merge} > {first}", f"{last} > {counter} > {choice}", back]
        after = self.name("G")
        self.nodes.append(f"xor {after}")
        self.flows.append(f"{choice} > {after} *")
        return merge, after

    def flag(self, chance: float) -> str:
        name = self.name("c")
        self.data[name] = self.random.random() < chance
        return name

    def text(self) -> str:
        first, last = self.block(4)
        return f"start S; end E; {'; '.join(self.nodes)}\nS > {first}; {last} > E; {'; '.join(self.flows)}"


def walk(program, data, chance: random.Random) -> tuple[Outcome, Counter[str]]:
    environment = Environment(NOW)
    case = start(program, process="P", data=data, environment=environment)
    passed = Counter(element for element, _ in case.passed)
    while case.status == "active":
        task = chance.choice(inspect(program, case.snapshot, environment=environment).opened)
        case = complete(program, case.snapshot, task=task.key, data={}, environment=environment)
        passed.update(element for element, _ in case.passed)
    return case, passed


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_order_the_same_happens(draw, seed):
    blocks = Blocks(seed)
    program = build_program(draw(blocks.text()))
    walks = [walk(program, blocks.data, random.Random(number)) for number in range(4)]
    assert {case.status for case, _ in walks} == {"completed"}
    assert all(passed == walks[0][1] for _, passed in walks)
    assert all(case.data == walks[0][0].data for case, _ in walks)
