"""Programs that drive cases over REST, repeat what got no answer, and send many things twice on purpose."""

import json
import random
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any
from uuid import uuid4

PAUSE_SECONDS = 0.15
TRIES = 400


@dataclass
class Ledger:
    """What was promised: cases, tasks and messages whose command was answered with a receipt."""

    cases: dict[str, str] = field(default_factory=dict)
    completed: dict[str, list[str]] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True)
class Client:
    """A program that acts for a person; `stopped` ends its patience."""

    address: str
    token: str
    ledger: Ledger
    stopped: Event

    def get(self, path: str) -> dict[str, Any]:
        """Read; repeats until there is an answer."""
        return self._until_answered("GET", path, None, str(uuid4()))[1]

    def post(self, path: str, body: dict[str, Any], *, chaos: random.Random) -> tuple[int, dict[str, Any]]:
        """Run a command under one key until there is an answer, now and then in two threads at once."""
        key = str(uuid4())
        if chaos.random() >= 0.3:
            return self._until_answered("POST", path, body, key)
        with ThreadPoolExecutor(2) as threads:
            both = list(threads.map(lambda _: self._until_answered("POST", path, body, key), range(2)))
        good = [answer for answer in both if answer[0] < 300]
        if len({json.dumps(answer[1], sort_keys=True) for answer in good}) > 1:
            self._fail(f"{path}: two answers under one key: {good}")
        return (good or both)[0]

    def _until_answered(self, method: str, path: str, body: Any, key: str) -> tuple[int, dict[str, Any]]:
        for _ in range(TRIES):
            try:
                status, answer = self._once(method, path, body, key)
            except (OSError, urllib.error.URLError, ValueError):
                status, answer = 503, {}
            # Without its database the application fails; what fails for ever ends in a time-out.
            if status < 500 and status != 429:
                return status, answer
            if self.stopped.wait(PAUSE_SECONDS):
                break
        raise TimeoutError(path)

    def _once(self, method: str, path: str, body: Any, key: str) -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(
            f"{self.address}/api/v1{path}", method=method, data=None if body is None else json.dumps(body).encode()
        )
        for name, value in (
            ("Authorization", f"Bearer {self.token}"),
            ("Content-Type", "application/json"),
            ("Idempotency-Key", key),
        ):
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.loads(refusal.read() or b"{}")

    def _fail(self, what: str) -> None:
        with self.ledger.lock:
            self.ledger.failures.append(what)


def drive(officer: Client, sender: Client, chaos: random.Random) -> None:
    """Take one case from its start to its end."""
    ledger = officer.ledger
    status, receipt = officer.post("/cases", {"key": "chaos"}, chaos=chaos)
    assert status == 201, receipt
    case_id, number = receipt["case_id"], receipt["number"]
    with ledger.lock:
        ledger.cases[case_id] = number
    if chaos.random() < 0.5:
        _answer(sender, case_id, number, chaos)
    _complete(officer, case_id, "Ask", chaos)
    if chaos.random() < 0.7:
        # About when the timer falls due: one of the two wins.
        officer.stopped.wait(chaos.choice((0.0, 1.7, 2.0, 2.3)))
        _complete(officer, case_id, "Race", chaos)
    _answer(sender, case_id, number, chaos)
    _complete(officer, case_id, "Last", chaos)
    with ledger.lock:
        ledger.ended.add(case_id)


def _answer(sender: Client, case_id: str, number: str, chaos: random.Random) -> None:
    wish = {"name": "chaos-answer", "correlation": {"number": number}, "payload": {}, "id": f"answer {number}"}
    status, receipt = sender.post("/messages", wish, chaos=chaos)
    assert status == 202, receipt
    with sender.ledger.lock:
        known = sender.ledger.messages.setdefault(case_id, receipt["detail"]["message"])
    if known != receipt["detail"]["message"]:
        sender._fail(f"message {wish['id']} was taken twice")


def _complete(officer: Client, case_id: str, name: str, chaos: random.Random) -> None:
    for _ in range(TRIES):
        steps = officer.get(f"/cases/{case_id}")["steps"]
        known = [step for step in steps if step["element"] == name]
        if known and known[0]["status"] != "open":
            return
        if known:
            break
        officer.stopped.wait(PAUSE_SECONDS)
    else:
        raise TimeoutError(f"{name} of {case_id} does not open")
    task_id = known[0]["id"]
    officer.post(f"/tasks/{task_id}/claim", {}, chaos=chaos)
    status, answer = officer.post(f"/tasks/{task_id}/complete", {"data": {"note": name}}, chaos=chaos)
    if status == 200:
        with officer.ledger.lock:
            officer.ledger.completed.setdefault(case_id, []).append(task_id)
    elif status != 409:
        raise AssertionError(f"{name}: {status} {answer}")
