"""The closed list of permissions, the default table, and the page that explains both."""

from pathlib import Path
from uuid import UUID

import pytest

from engine.kernel.context import Actor, Context, Seat
from engine.organization.chart import read_chart
from engine.organization.duties import DUTIES_ZH, RuleKind
from engine.organization.errors import MissingPermission
from engine.organization.permissions import PERMISSIONS, Permission, default_permissions, require_permission

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / "docs" / "reference"
ORGANISATION = ROOT / "processes" / "demo-organisation.toml"


def test_every_permission_is_explained_on_the_reference_page() -> None:
    page = (REFERENCE / "permissions.md").read_text(encoding="utf-8")
    assert PERMISSIONS
    assert [str(each) for each in Permission if f"`{each}`" not in page] == []


def test_every_role_of_the_organisation_has_an_entry_in_the_default_table() -> None:
    chart = read_chart(ORGANISATION.read_bytes(), file=ORGANISATION.name)
    assert set(chart.roles) <= set(default_permissions())


def test_the_reference_page_shows_the_default_table_row_by_row() -> None:
    page = (REFERENCE / "permissions.md").read_text(encoding="utf-8")
    shared = frozenset.intersection(*default_permissions().values())
    for role, granted in default_permissions().items():
        own = ", ".join(f"`{each}`" for each in Permission if each in granted - shared) or "–"
        assert f"| `{role}` | {own} |" in page, role


def test_every_kind_of_rule_and_every_duty_is_on_the_reference_page() -> None:
    page = (REFERENCE / "separation-of-duties.md").read_text(encoding="utf-8")
    assert [each for each in (*RuleKind, *DUTIES_ZH) if f"`{each}`" not in page] == []


@pytest.mark.parametrize(
    ("role", "permission", "granted"),
    [
        # Supervision reads every case …
        ("SUPERVISOR", Permission.CASE_READ_ALL, True),
        # … and works on none.
        ("SUPERVISOR", Permission.TASK_WORK, False),
        # S60: the sub-district office works on no case.
        ("SUBDISTRICT_ADMIN", Permission.TASK_WORK, False),
        # Who draws the procedures does not work on cases.
        ("PROCESS_OWNER", Permission.TASK_WORK, False),
        # Only the centre that took the report sees who reported.
        ("OFFICER_LEAD", Permission.REPORTER_READ, False),
        # Publishing is the process owner's.
        ("PROCESS_OWNER", Permission.DEFINITION_PUBLISH, True),
        # What everybody may.
        ("SUBDISTRICT_ADMIN", Permission.TOKEN_OWN, True),
    ],
)
def test_the_default_table_keeps_roles_apart(role: str, permission: Permission, granted: bool) -> None:
    assert (permission in default_permissions()[role]) is granted


def test_a_missing_permission_is_refused_with_the_roles_that_lack_it() -> None:
    actor = Actor(UUID(int=1), UUID(int=2), "谢芸", "xieyun", seats=(Seat("SUBDISTRICT_ADMIN", "SUBDISTRICT_01"),))
    ctx = Context(session=None, actor=actor, clock=None)  # type: ignore[arg-type]
    with pytest.raises(MissingPermission) as refusal:
        require_permission(ctx, Permission.TASK_WORK)
    assert "task.work" in refusal.value.sentence("en")
    assert "SUBDISTRICT_ADMIN" in refusal.value.sentence("zh")
