"""The page of a procedure's scenarios: played without JavaScript on what is in force or being drawn."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from engine.bpmn import SourceFile
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.save_diagram import save_diagram
from engine.definitions.errors import BundleRefused
from engine.definitions.folders import read_folder
from engine.kernel.database import transaction
from tests.driving.casework import ROOT
from tests.driving.district import District
from tests.integration.web.conftest import Browser

Browsers = Callable[[str], Browser]
PAGE = "/procedures/hearing/scenarios"


def hearing_files(change: Callable[[str, bytes], bytes]) -> list[SourceFile]:
    """Return the files of a shipped bundle, changed."""
    (files,) = read_folder(ROOT / "processes/hearing")
    return [SourceFile(file.name, change(file.name, file.content)) for file in files]


def test_scenarios_are_listed_and_played_on_the_live_version(browsers: Browsers) -> None:
    browser = browsers("田野").open("/procedures/hearing/versions")
    [link] = browser.find(f"a[href='{PAGE}']")
    browser.open(link.get("href"))
    assert "听证通知应当在七个工作日前送达" in browser.words
    browser.send(PAGE, {})
    assert browser.status == 200
    words = browser.words
    assert "played" in words or "在现行版本上执行" in words or "Played" in words
    assert len(browser.find("td .gj-chip--green")) == 2
    assert len(browser.find("[data-flow].covered")) > 5
    assert browser.find("[data-element].covered")
    assert not browser.find("main script")


def test_the_draft_is_what_is_played_while_there_is_one(district: District, browsers: Browsers) -> None:
    drawing = (ROOT / "processes/hearing/hearing.bpmn").read_bytes()
    broken = drawing.replace("七个工作日前通知当事人".encode(), "另有规定".encode())
    assert broken != drawing
    district.do("tianye", save_diagram, key="hearing", revision=0, bpmn=broken)
    browser = browsers("田野").open(PAGE).send(PAGE, {})
    assert len(browser.find("td .gj-chip--red")) + len(browser.find("td .gj-chip--green")) == 2


def test_a_draft_that_cannot_run_says_why(district: District, browsers: Browsers) -> None:
    district.do("tianye", save_diagram, key="hearing", revision=0, bpmn=_unconnected())
    browser = browsers("田野").open(PAGE).send(PAGE, {})
    assert browser.status == 422
    assert browser.find("[role=alert] li")


def test_only_those_who_draw_may_play(browsers: Browsers) -> None:
    assert browsers("周敏").open(PAGE).status == 403
    assert browsers("田野").open("/procedures/none/scenarios").status == 404


def test_scenarios_with_unknown_steps_are_not_deployed(district: District) -> None:
    def change(name: str, content: bytes) -> bytes:
        return content + "\n  场景: 新\n    当 某人做某事\n".encode() if name.endswith(".feature") else content

    def break_defaults(name: str, content: bytes) -> bytes:
        return b"= broken" if name.endswith("defaults.toml") else content

    for how, code in ((change, "step-unknown"), (break_defaults, "defaults-unreadable")):
        with pytest.raises(BundleRefused) as refused:
            district.do("tianye", deploy_procedure, files=hearing_files(how), note="试")
        assert {fault.code for fault in refused.value.faults} == {code}
        assert all(fault.where["file"] for fault in refused.value.faults)
    with transaction(district.edge.database, district.tenant_id) as session:
        assert session.scalar(text("select count(*) from definition_version where key = 'hearing'")) == 1


def _unconnected() -> bytes:
    drawing = (ROOT / "processes/hearing/hearing.bpmn").read_bytes()
    return drawing.replace(b'guiju:form="', b'guiju:form="no-', 1)
