"""A page with the diagram editor or viewer alone, served with the strict policy: no database, no sign-in."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from jinja2 import Environment, FileSystemLoader

ROOT = Path(__file__).resolve().parents[2]
AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'{nonce}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAME = """<!doctype html><html lang="{{ 'zh-CN' if language() == 'zh' else 'en' }}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Guiju</title>
<meta name="csrf-token" content="token-of-the-page"><meta name="csp-nonce" nonce="n0nce">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/bundle/app.css">
<link rel="stylesheet" href="/static/bundle/{{ entry }}.css">
<script type="module" src="/static/bundle/app.js"></script>
<script type="module" src="/static/bundle/{{ entry }}.js"></script></head>
<body><main class="gj-main gj-main--wide"><!-- --></main></body></html>"""
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".woff": "font/woff"}


@dataclass
class Received:
    """One request that changed something, as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Workbench:
    """What the page shows and how its server answers; tests set the answers and read what was received."""

    diagram: bytes
    answers: dict[str, tuple[int, dict[str, Any]]]
    options: dict[str, Any] = field(default_factory=dict)
    marks: list[dict[str, Any]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    url: str = ""

    def page(self, entry: str, language: str) -> str:
        """Render the page of an entry of the bundle."""
        environment = Environment(loader=FileSystemLoader(ROOT / "web/templates"), autoescape=True)
        environment.globals.update(language=lambda: language, _=lambda text, **_values: text)
        body = {"designer": "designer/designer.html", "diagram": "diagram/diagram.html"}[entry]
        heading = '<h1 class="gj-hidden">{{ designer.title }}</h1>' if entry == "diagram" else ""
        template = FRAME.replace("<!-- -->", heading + '{% include "' + body + '" %}')
        designer = {
            "title": "规程",
            "state": "草稿",
            "revision": 7,
            "file_name": "procedure",
            "options": self.options,
            **{f"{name}_url": f"/{name}" for name in ("xml", "save", "check", "publish")},
        }
        return environment.from_string(template).render(
            entry=entry, designer=designer, xml_url="/xml", marks=self.marks, steps=self.steps, diagram_label="流程图"
        )


def _handler(bench: Workbench) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            if path == "/xml":
                self.answer(200, bench.diagram, "application/xml")
            elif path.startswith("/static/bundle/"):
                file = ROOT / "web" / path.removeprefix("/")
                self.answer(200, file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream"))
            else:
                entry = path.strip("/")
                self.answer(200, bench.page(entry, query or "zh").encode(), "text/html; charset=utf-8", entry)

        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            bench.received.append(Received(self.command, self.path, dict(self.headers), body))
            status, answer = bench.answers[self.path]
            self.answer(status, json.dumps(answer).encode(), "application/json")

        def do_POST(self) -> None:
            self.do_PUT()

        def answer(self, status: int, body: bytes, kind: str, entry: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            wider = " 'nonce-n0nce'; style-src-attr 'unsafe-inline'" if entry == "designer" else ""
            self.send_header("Content-Security-Policy", STRICT.format(nonce=wider))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing: the tests tell what they saw."""

    return Handler


@contextmanager
def running(bench: Workbench) -> Iterator[Workbench]:
    """Serve the workbench on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(bench))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    bench.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield bench
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
