"""Procedures over REST: listed, drawn, deployed as an archive or file by file."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[3]
PROCEDURE = Path(__file__).parent / "procedure"


def changed() -> dict[str, bytes]:
    """The procedure of the tests with another title."""
    files = {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in sorted(PROCEDURE.iterdir())}
    manifest = "tests/integration/api/procedure/procedure.toml"
    return {**files, manifest: files[manifest].replace("登记与核对".encode(), "登记、核对".encode())}


def archive(files: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return packed.getvalue()


def as_body(files: dict[str, bytes]) -> dict[str, Any]:
    return {"data": archive(files), "content_type": "application/zip"}


def as_field(files: dict[str, bytes]) -> dict[str, Any]:
    return {"data": {"bundle": (BytesIO(archive(files)), "a.zip")}, "content_type": "multipart/form-data"}


def one_by_one(files: dict[str, bytes]) -> dict[str, Any]:
    parts = [(BytesIO(content), name) for name, content in files.items()]
    return {"data": {"files": parts}, "content_type": "multipart/form-data"}


@pytest.mark.parametrize("sent", [as_body, as_field, one_by_one])
def test_a_bundle_is_deployed_whichever_way_it_is_sent(
    programs, sent: Callable[[dict[str, bytes]], dict[str, Any]]
) -> None:
    process_owner = programs.of("tianye")
    answer = process_owner.post("/definitions?note=first", **sent(changed()))
    assert answer.status_code == 201, answer.text
    [note] = process_owner.get("/definitions").get_json()["items"]
    assert (note["key"], note["title_zh"], note["number"], note["note"]) == ("note", "登记、核对", 2, "first")
    diagram = process_owner.get(f"/versions/{note['version_id']}/diagram")
    assert diagram.data == changed()["tests/integration/api/procedure/note.bpmn"]


def test_a_faulty_bundle_is_refused_with_file_line_and_element(programs) -> None:
    files = changed()
    name = "tests/integration/api/procedure/note.bpmn"
    files[name] = files[name].replace(b'guiju:performer="DISPATCHER"', b'guiju:performer="KING"')
    answer = programs.of("tianye").post("/definitions", **as_body(files))
    problem = answer.get_json()
    assert answer.status_code == 422
    assert [(fault["file"], fault["element"]) for fault in problem["faults"]] == [(name, "Check")]
    assert problem["faults"][0]["line"] > 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        # Nothing sent.
        ({"data": {}, "content_type": "multipart/form-data"}, "bundle-missing"),
        # Something that is no archive.
        ({"data": b"PK nonsense", "content_type": "application/zip"}, "archive-broken"),
    ],
)
def test_what_is_no_bundle_is_refused(programs, options: dict[str, Any], code: str) -> None:
    answer = programs.of("tianye").post("/definitions", **options)
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)


def test_the_same_bundle_again_changes_nothing(programs) -> None:
    process_owner, key = programs.of("tianye"), str(uuid4())
    first = process_owner.post("/definitions", key=key, **as_body(changed()))
    repeated = process_owner.post("/definitions", key=key, **as_body(changed()))
    assert first.get_json() == repeated.get_json()
    anew = process_owner.post("/definitions", **as_body(changed()))
    assert anew.status_code in (409, 422)


def test_only_whoever_may_publish_deploys(programs) -> None:
    answer = programs.of("wangqiang").post("/definitions", **as_body(changed()))
    assert (answer.status_code, answer.get_json()["code"]) == (403, "missing-permission")


def test_people_see_what_they_may_start(programs) -> None:
    assert [row["key"] for row in programs.of("zhoumin").get("/definitions/startable").get_json()["items"]] == ["note"]
    assert programs.of("wuqian").get("/definitions/startable").get_json()["items"] == []
