"""Procedures that wait for messages and signals, throw them and start on them, and people who do nothing else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.bpmn import SourceFile
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.perform import perform
from engine.kernel.actor import system_actor
from engine.kernel.context import Context
from engine.kernel.database import transaction
from engine.kernel.ids import new_id
from engine.messages.sending import send
from tests.driving.district import District

FORM = """{{"type": "default", "id": "{key}-form", "schemaVersion": 19, "properties": {{"title": "x", "title.en": "x"}},
"components": [{{"type": "textfield", "id": "f_note", "key": "note", "label": "x",
  "properties": {{"label.en": "x"}}}}]}}"""
MANIFEST = """key = "{key}"
title.zh = "x"
title.en = "x"
owner = "x"
bpmn = "w/w.bpmn"
forms = ["w/w.form"]
"""
DIAGRAM = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1"
  targetNamespace="urn:test">
  <message id="m" name="answer"/><signal id="s" name="alarm"/><message id="b" name="begin"/>{roots}
  <process id="P_{key}" isExecutable="true" guiju:key="{key}">{body}</process>
</definitions>"""
TASK = """<userTask id="{id}" name="{name}" guiju:performer="OFFICER_LEAD" guiju:unit='"SQUAD_01"'
  guiju:form="{key}-form"/>"""

Deploy = Callable[..., None]


def task(identity: str, name: str) -> str:
    """Return a user task of the lead officers; the form's id is filled in when it is deployed."""
    return TASK.replace("{id}", identity).replace("{name}", name)


def line(*elements: str) -> str:
    """Return elements and the flows that lead from each to the next."""
    names = [element.partition('id="')[2].partition('"')[0] for element in elements]
    flows = [
        f'<sequenceFlow id="flow{number}" sourceRef="{one}" targetRef="{other}"/>'
        for number, (one, other) in enumerate(pairwise(names))
    ]
    return "".join([*elements, *flows])


@pytest.fixture
def deploy(district: District) -> Deploy:
    """Deploy a procedure whose process holds the given elements."""

    def deploy_one(key: str, body: str, roots: str = "") -> None:
        files = [
            SourceFile("w/procedure.toml", MANIFEST.format(key=key).encode()),
            SourceFile("w/w.bpmn", DIAGRAM.format(key=key, body=body.replace("{key}", key), roots=roots).encode()),
            SourceFile("w/w.form", FORM.format(key=key).encode()),
        ]
        actor = system_actor(district.tenant_id)
        perform(district.edge, actor, deploy_procedure, request_key=str(new_id()), files=files, note="x")

    return deploy_one


@pytest.fixture
def post(district: District) -> Callable[..., UUID]:
    """Send a message or a signal as the machine would for a case."""

    def post_one(name: str, *, kind: str = "message", **given: Any) -> UUID:
        with transaction(district.edge.database, district.tenant_id) as session:
            ctx = Context(session, system_actor(district.tenant_id), district.edge.clock)
            filled = {"payload": {}, "correlation": {}, **given}
            return send(ctx, kind=kind, name=name, **filled)

    return post_one


@pytest.fixture
def ask(district: District) -> Callable[..., list[Any]]:
    """Ask the database of the district."""

    def ask_it(statement: str, **given: Any) -> list[Any]:
        with transaction(district.edge.database, district.tenant_id) as session:
            return list(session.execute(text(statement), given))

    return ask_it


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do several things in threads that start together, and return what each returned."""
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        gate.wait(10)
        return deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))
