"""What people can set, call or be refused by stands in the reference."""

import ast
import re
import tomllib

import click

from engine.organization.permissions import PERMISSIONS
from tests.architecture.tree import ROOT, page, python_files, tree_of
from web.cli.main import COMMANDS, LazyGroup

SETTING = re.compile(r"GUIJU_[A-Z_]+|DATABASE_URL")
COMMAND_LINE = "reference/command-line.md"


def test_every_permission_is_documented() -> None:
    assert len(PERMISSIONS) > 10
    listed = set(re.findall(r"^\| `([a-z_.]+)` \|", page("reference/permissions.md"), re.MULTILINE))
    assert listed == {str(each) for each in PERMISSIONS}


def test_every_rule_of_separation_is_documented() -> None:
    rules = tomllib.loads((ROOT / "processes/separation.toml").read_text(encoding="utf-8"))["rule"]
    assert len(rules) > 5
    text = page("reference/separation-of-duties.md")
    assert [rule["id"] for rule in rules if rule["id"] not in text] == []
    assert [rule["kind"] for rule in rules if rule["kind"] not in text] == []


def test_every_setting_is_documented() -> None:
    settings = {
        node.value
        for path in python_files("engine", "forms", "web")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SETTING.fullmatch(node.value)
    }
    assert len(settings) > 5
    text = page(COMMAND_LINE) + page("how-to/operate.md")
    assert {name for name in settings if f"`{name}" not in text} == set()


def test_every_command_on_offer_is_documented_with_its_options() -> None:
    group = LazyGroup("guiju")
    context = click.Context(group)
    offered = group.list_commands(context)
    assert len(offered) > 10
    text = page(COMMAND_LINE)
    missing = []
    for name in offered:
        command = group.get_command(context, name)
        assert command is not None
        if f"`guiju {name}" not in text:
            missing.append(name)
        options = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
        missing += [f"{name} {each.opts[0]}" for each in options if each.opts[0] not in text]
    assert missing == []


def test_every_command_has_a_line_in_both_languages() -> None:
    assert [name for name, (zh, en) in COMMANDS.items() if not (re.search(r"[\u4e00-\u9fff]", zh) and en)] == []
