"""One program is shared by all threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from engine.runtime import Environment, build_program, complete, start


def test_many_cases_run_at_once_on_one_program(draw):
    program = build_program(
        draw(
            """start S; xor M; and F; user A; call C Q; and J; xor X; end E
            S > M > F; F > A > J; F > C > J; J > X; X > M [n < 3]; X > E *""",
            Q="start s; script x {n: 1}; user B\ns > x > B",
        )
    )
    environment = Environment(datetime(2026, 11, 24, tzinfo=UTC))

    def run(number: int) -> list[str]:
        case = start(program, process="P", data={"n": 0, "number": number}, environment=environment)
        passed = [element for element, _ in case.passed]
        open_tasks = list(case.opened)
        while open_tasks:
            task = open_tasks.pop(number % len(open_tasks))
            data = {"n": case.data["n"] + 1} if task.element == "A" else {}
            case = complete(program, case.snapshot, task=task.key, data=data, environment=environment)
            open_tasks += case.opened
            passed += [element for element, _ in case.passed]
        assert (case.status, case.data["number"]) == ("completed", number)
        return sorted(passed)

    with ThreadPoolExecutor(8) as threads:
        walks = list(threads.map(run, range(64)))
    assert all(walk == walks[0] for walk in walks)
