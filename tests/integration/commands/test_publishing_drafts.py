"""A draft that was drawn on an older version is not published over a newer one unless somebody says so."""

import pytest
from sqlalchemy import text

from engine.bpmn import SourceFile
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.perform import perform
from engine.commands.publish_diagram import publish_diagram
from engine.commands.save_diagram import save_diagram
from engine.definitions.catalogue import read_draft
from engine.definitions.errors import DraftOutdated
from engine.definitions.folders import read_folder
from engine.kernel.actor import system_actor
from engine.kernel.database import transaction
from engine.kernel.ids import new_id
from tests.driving.casework import ROOT
from tests.driving.district import District

KEY = "hearing"
DRAWING = "processes/hearing/hearing.bpmn"


def files_with(**names: str) -> list[SourceFile]:
    [files] = read_folder(ROOT / "processes/hearing")
    found = []
    for file in files:
        content = file.content.decode()
        if file.name == DRAWING:
            for old, new in names.items():
                assert old in content
                content = content.replace(f'name="{old}"', f'name="{new}"')
        found.append(SourceFile(file.name, content.encode()))
    return found


@pytest.fixture
def drawer(district: District) -> str:
    """The login of somebody who draws and publishes."""
    statement = text(
        "select p.login from person p join seat s on s.tenant_id = p.tenant_id and s.person_id = p.id"
        " where s.role = 'PROCESS_OWNER' order by p.login"
    )
    with transaction(district.edge.database, district.tenant_id) as session:
        return str(session.scalar(statement))


def test_an_older_draft_replaces_a_newer_version_only_if_that_is_said(district: District, drawer: str) -> None:
    drawn = next(file.content for file in files_with(当事人要求听证="当事人提出听证") if file.name == DRAWING)
    district.do(drawer, save_diagram, key=KEY, revision=0, bpmn=drawn)
    machine = system_actor(district.tenant_id)
    newer = files_with(**{"组织听证？": "是否组织听证？"})
    perform(district.edge, machine, deploy_procedure, request_key=str(new_id()), files=newer, note="部署")
    with district.looking(drawer) as ctx:
        draft = read_draft(ctx, KEY)
    assert (draft.base_number, draft.live_number) == (1, 2)
    for replacing in (None, 1, 3):
        with pytest.raises(DraftOutdated) as refused:
            district.do(drawer, publish_diagram, key=KEY, revision=1, note="改名", replacing=replacing)
    assert "现行已是第 2 版" in refused.value.sentence("zh")
    assert "version 2 is live" in refused.value.sentence("en")
    assert district.do(drawer, publish_diagram, key=KEY, revision=1, note="改名", replacing=2).number == "3"


def test_a_draft_of_the_live_version_needs_no_such_word(district: District, drawer: str) -> None:
    drawn = next(file.content for file in files_with(当事人要求听证="当事人提出听证") if file.name == DRAWING)
    district.do(drawer, save_diagram, key=KEY, revision=0, bpmn=drawn)
    assert district.do(drawer, publish_diagram, key=KEY, revision=1, note="改名").number == "2"
