"""A district whose machines can be asked, procedures that ask them, and an endpoint on this machine."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from engine.commands.perform import Edge
from engine.feel.checking import ANY, NUMBER, STRING
from engine.operations.registry import load_operations
from engine.operations.values import AttemptFailed, ErrorReported, Operation, Parameter, Request
from tests.driving.district import District
from tests.integration.messages.conftest import ask, deploy

__all__ = ["ask", "deploy"]


@dataclass
class Machine:
    """An operation in memory that answers as it is told and remembers what it was asked."""

    answers: list[Any] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)

    def call(self, request: Request) -> Mapping[str, Any]:
        self.asked.append(request)
        answer = self.answers.pop(0) if self.answers else {"result": request.inputs.get("text")}
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            answer = answer()
        return dict(answer)

    def refuses(self, *, temporary: bool = True) -> None:
        self.answers.append(AttemptFailed(zh="机器正忙", en="the machine is busy", temporary=temporary))

    def reports(self, code: str, **data: Any) -> None:
        self.answers.append(ErrorReported(code, message="查无此人", data=data))


@pytest.fixture
def machine() -> Machine:
    """The operation `machine.ask`."""
    return Machine()


@dataclass
class Office:
    """A system of another office: answers POST requests on this machine."""

    url: str = ""
    status: int = 200
    answer: bytes = b"{}"
    seen: list[tuple[Mapping[str, str], Any]] = field(default_factory=list)
    pause: Callable[[], object] = lambda: None

    def handler(self) -> type[BaseHTTPRequestHandler]:
        office = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                office.seen.append((dict(self.headers), json.loads(body)))
                office.pause()
                self.send_response(office.status)
                if office.status == 302:
                    self.send_header("Location", "http://127.0.0.1:9/")
                self.send_header("Content-Length", str(len(office.answer)))
                self.end_headers()
                self.wfile.write(office.answer)

            def log_message(self, *_: Any) -> None:
                """Stay silent."""

        return Handler


@pytest.fixture
def office() -> Iterator[Office]:
    """A system of another office, on this machine."""
    office = Office()
    with ThreadingHTTPServer(("127.0.0.1", 0), office.handler()) as server:
        office.url = f"http://127.0.0.1:{server.server_address[1]}/permits"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield office
        server.shutdown()
        thread.join()


@pytest.fixture
def operations_file(office: Office, tmp_path: Path) -> Path:
    """The operator's file: the other office as an endpoint, and a topic."""
    (tmp_path / "secret").write_text("s3cret\n", encoding="utf-8")
    (tmp_path / "token").write_text("t0ken\n", encoding="utf-8")
    file = tmp_path / "operations.toml"
    file.write_text(
        f"""
[http.permit-office]
title.zh = "查询许可"
title.en = "Look up a permit"
url = "{office.url}"
secret_file = "secret"
token_file = "token"
retries = 1
errors.404 = "NO_PERMIT"
inputs.text = "string"
outputs.permit = "string"
outputs.valid_to = "date?"

[external.goods-store]
title.zh = "入库"
inputs.text = "string"
outputs.place = "string"
codes = ["FULL"]
""",
        encoding="utf-8",
    )
    return file


@pytest.fixture
def edge(edge: Edge, machine: Machine, operations_file: Path) -> Edge:
    """The district at the engine's edge, with machines to ask."""
    own = Operation(
        "machine.ask",
        "问机器",
        "Ask the machine",
        machine.call,
        inputs={"text": Parameter(STRING, required=False), "count": Parameter(NUMBER, required=False)},
        outputs={"result": Parameter(ANY, required=False)},
        timeout=timedelta(seconds=1),
        retries=2,
        backoff=timedelta(seconds=10),
    )
    return replace(edge, operations={**load_operations(operations_file), own.name: own})


Finish = Callable[[], None]


@pytest.fixture
def work(district: District) -> Finish:
    """Work the queue off, with what follows from it."""

    def until_quiet() -> None:
        for _ in range(4):
            district.work_off()

    return until_quiet
