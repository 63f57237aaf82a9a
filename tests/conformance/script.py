"""Reads the cases of the suite and plays them.

A file holds a group: its title, then cases. A case begins with `== TITLE`; lines with `#` say why it is as it is;
then come the diagram and, after `--`, requests with what they answer: `do A {x: 1} -> open B; data {x: 1}`. Another
`--` plays another run of the same diagram. `-- refused CODE at ELEMENT` says that the diagram is refused before
anything runs.
"""

import copy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.bpmn import SourceFile
from engine.feel import compile_expression
from engine.kernel.errors import GuijuError
from engine.runtime.player import Player, open_player
from tests.conformance.notation import draw

FOLDER = Path(__file__).parent / "cases"
NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
STATUSES = ("active", "completed", "terminated", "cancelled", "failed")


@dataclass
class Case:
    """One case of the suite: a diagram, and what happens when it is played, or why it is refused."""

    group: str
    title: str
    notes: list[str] = field(default_factory=list)
    diagram: list[str] = field(default_factory=list)
    runs: list[list[str]] = field(default_factory=list)
    refusal: tuple[str, str | None] | None = None

    @property
    def files(self) -> list[SourceFile]:
        """Return the drawn diagram; rules of decisions follow the text `dmn`."""
        text = "\n".join(self.diagram)
        return [SourceFile(name, content) for name, content in draw(text).items()]


def read_cases() -> list[Case]:
    """Return all cases, file by file."""
    return [case for path in sorted(FOLDER.glob("*.txt")) for case in _read_file(path)]


def _read_file(path: Path) -> Iterator[Case]:
    lines = path.read_text(encoding="utf-8").splitlines()
    group, case = lines[0].strip(), None
    for line in lines[1:]:
        if line.startswith("== "):
            if case is not None:
                yield case
            case = Case(group, line.removeprefix("== ").strip())
        elif case is not None and line.strip():
            _add(case, line.strip())
    assert case is not None, f"{path.name} holds no case"
    yield case


def _add(case: Case, line: str) -> None:
    refusal = re.fullmatch(r"-- refused (\S+)(?: at (\S+))?", line)
    if refusal:
        case.refusal = (refusal[1], refusal[2])
    elif line == "--":
        case.runs.append([])
    elif line.startswith("# "):
        case.notes.append(line[2:])
    elif case.runs:
        case.runs[-1].append(line)
    else:
        case.diagram.append(line)


def value(text: str) -> Any:
    """Return the value of a FEEL literal."""
    return compile_expression(text).evaluate({})


REQUEST = re.compile(r"(?P<verb>\w+)\s*(?P<words>[^{]*?)\s*(?P<data>\{.*?\})?(?:\s+for\s+(?P<correlation>\{.*\}))?")


def request(text: str) -> dict[str, Any]:
    """Return the request of a line's left side."""
    found = REQUEST.fullmatch(text.strip())
    assert found is not None, text
    verb, words = found["verb"], found["words"].split()
    data = value(found["data"]) if found["data"] else {}
    return {"do": _DO.get(verb, verb), **_FIELDS[verb](words, data, found["correlation"])}


def _task(words: list[str], data: Any, _: str | None) -> dict[str, Any]:
    asked: dict[str, Any] = {"element": words[0], "data": data}
    for word in words[1:]:
        if word.startswith("#"):
            asked["index"] = int(word[1:])
        elif word.startswith("via:"):
            asked["flow"] = word[4:]
        else:
            asked["code"] = word
    return asked


_DO = {"do": "complete", "pass": "advance", "escalate": "escalation"}
_FIELDS: dict[str, Any] = {
    "start": lambda words, data, _: {"data": data, **_start(words)},
    "do": _task,
    "begin": _task,
    "finish": lambda words, _data, _key: {"element": words[0]},
    "error": lambda words, data, _: {**_task(words, {}, None), "payload": data},
    "escalate": lambda words, data, _: {**_task(words, {}, None), "payload": data},
    "message": lambda words, data, key: {"name": words[0], "payload": data, "correlation": value(key) if key else {}},
    "signal": lambda words, data, _: {"name": words[0], "payload": data},
    "pass": lambda words, _data, _key: {"by": words[0]},
    "retry": lambda words, data, _: {"data": data, **({"element": words[0]} if words else {})},
    "skip": lambda words, data, _: {"reason": "tried", **_task(words, data, None)},
    "cancel": lambda words, _data, _key: {"element": words[0]} if words else {},
    "move": lambda words, _data, _key: {"from": words[0], "to": words[2], "reason": "tried"},
    "state": lambda _words, _data, _key: {},
}


def _start(words: list[str]) -> dict[str, Any]:
    asked = {}
    if "at" in words:
        asked["event"] = words[words.index("at") + 1]
        words = words[: words.index("at")]
    if words:
        asked["process"] = words[0]
    return asked


class Checker:
    """Holds the answers of one run against what is expected of them."""

    def __init__(self, tell: Any) -> None:
        self.tell = tell
        self.ran: Counter[str] = Counter()

    def check(self, player: Player, line: str) -> dict[str, Any]:
        """Play one line and return the answer; raises AssertionError that names the line."""
        left, _, right = line.partition(" -> ")
        try:
            answer = self.tell(player.play(request(left)), "en")
        except GuijuError as error:
            answer = {"ok": False, "error": error.code, "message": error.sentence("en")}
        self.ran.update(answer.get("passed", ()))
        expected = [part.strip() for part in right.split(";") if part.strip()]
        if not any(part.startswith("refused") for part in expected):
            assert answer["ok"], f"{line}: {answer}"
            if not any(part in STATUSES for part in expected):
                expected.insert(0, "active")
            if "completed" in expected:
                expected += ["open -", "waiting -"]
            if not any(part.startswith("incident") for part in expected):
                expected.append("incident -")
        for part in expected:
            self._part(answer, part, line)
        return answer

    def _part(self, answer: dict[str, Any], part: str, line: str) -> None:
        word, _, rest = part.partition(" ")
        found, wanted = self._compare(answer, word, rest)
        assert found == wanted, f"{line}\n  expected {part}, found {found}\n  {answer}"

    def _compare(self, answer: dict[str, Any], word: str, rest: str) -> tuple[Any, Any]:
        names = [] if rest == "-" else rest.split()
        if word in STATUSES:
            return answer["status"], word
        if word in ("open", "offered", "waiting", "incident"):
            key = "incidents" if word == "incident" else word
            return sorted(str(each["element"]) for each in answer[key]), sorted(names)
        if word in ("thrown", "kept"):
            return sorted(each["name"] for each in answer.get(word, [])), sorted(names)
        if word == "passed":
            return answer["passed"], names
        if word == "ran":
            return self.ran[names[0]], int(names[1])
        return self._facts(answer, word, rest)

    @staticmethod
    def _facts(answer: dict[str, Any], word: str, rest: str) -> tuple[Any, Any]:
        if word == "data":
            wanted = value(rest)
            return {key: answer["data"].get(key) for key in wanted}, wanted
        if word == "no":
            return rest in answer["data"], False
        if word == "refused":
            return answer.get("error"), rest
        if word == "payload":
            return [each["payload"] for each in answer["thrown"]], [value(rest)]
        element, _, wanted = rest.partition(" ")
        task = next((each for each in answer["open"] if each["element"] == element), {})
        assert word in ("lane", "note", "item"), f"unknown expectation {word}"
        if word == "item":
            return [each["data"] for each in answer["open"] if each["element"] == element][0:1], [value(wanted)]
        return ((task.get("note") or "")[: len(wanted)] if word == "note" else task.get("lane")), wanted


def play(case: Case, tell: Any, between: Any = None) -> list[dict[str, Any]]:
    """Play all runs of a case and return the answers; `between` is done to the player before every request."""
    answers = []
    for lines in case.runs:
        player, checker = open_player(copy.deepcopy(case.files), now=NOW), Checker(tell)
        for line in lines:
            if between is not None:
                between(player, case)
            answers.append(checker.check(player, line))
    return answers
