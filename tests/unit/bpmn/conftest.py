"""Builds small diagrams around what a test is about."""

from collections.abc import Callable

import pytest

from engine.bpmn import Model, SourceFile, read_model

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:other="urn:other-vendor" id="d" targetNamespace="t">\n'
)


@pytest.fixture
def document() -> Callable[[str], bytes]:
    """Return a function that wraps root elements into a file; its first root element stands on line 3."""

    def wrap(roots: str) -> bytes:
        return f"{HEAD}{roots}\n</definitions>".encode()

    return wrap


@pytest.fixture
def read(document: Callable[[str], bytes]) -> Callable[..., Model]:
    """Return a function that reads the content of one process, or whole root elements given as `roots`."""

    def read_text(body: str = "", *, roots: str = "", attributes: str = "") -> Model:
        process = f'<process id="P" {attributes}>{body}</process>' if body else ""
        return read_model([SourceFile("p.bpmn", document(roots + process))])

    return read_text
