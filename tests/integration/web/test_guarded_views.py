"""Every view names what it needs, and every form that changes something carries its keys."""

import re
from pathlib import Path

from flask import Flask

import web
from engine.organization.permissions import PERMISSIONS
from web.guard import PUBLIC, SIGNED_IN, permission_of

TEMPLATES = Path(web.__path__[0]) / "templates"
PUBLIC_PAGES = {"login.show_home", "login.show_login", "login.sign_in", "login.choose", "health.show_health"}


def test_every_view_is_guarded_by_a_known_permission(app: Flask) -> None:
    rules = list(app.url_map.iter_rules())
    assert len(rules) > 40
    for rule in rules:
        needed = permission_of(app.view_functions[rule.endpoint])
        assert needed in PERMISSIONS | {PUBLIC, SIGNED_IN}, f"{rule.endpoint} is not guarded"


def test_pages_open_to_strangers_are_few_and_named(app: Flask) -> None:
    pages = {name for name, view in app.view_functions.items() if permission_of(view) == PUBLIC}
    assert {name for name in pages if not name.startswith("api")} - PUBLIC_PAGES == set()


def test_every_form_that_changes_something_carries_its_keys() -> None:
    forms = [
        (file.relative_to(TEMPLATES).as_posix(), form)
        for file in TEMPLATES.rglob("*.html")
        if "form" not in file.relative_to(TEMPLATES).parts[:-1]
        for form in re.findall(r'<form[^>]*method="post".*?</form>', file.read_text(encoding="utf-8"), re.DOTALL)
    ]
    assert len(forms) > 15
    for name, form in forms:
        assert "form_keys()" in form, name
