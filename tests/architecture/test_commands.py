"""A verb is a file, has one way in, and leaves a trace."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import Function, imported, python_files, tree_of

NOT_VERBS = {"__init__", "errors", "perform"}
VERBS = [
    path for path in python_files("engine") if path.parts[:2] == ("engine", "commands") and path.stem not in NOT_VERBS
]
WRITES_RECORD = {"record", "record_journal", "settle"}
OFF_RECORD = {
    "save_draft": "nothing has happened yet: what was typed is not an act",
    "fetch_errands": "to take on what is to be done is not to have done it",
    "extend_errand": "to keep it for longer neither",
    "renew_errand": "the machine tells itself to try again",
    "fail_errand": "an attempt that came to nothing; giving up is recorded as an incident",
    "save_diagram": "a drawing binds nobody until it is published, and publishing is recorded",
}
"""Commands that leave no event, and why none is owed."""
BEFORE_ANYBODY_ACTS = {
    "found_tenant": ["owner", "clock"],
    "create_admin": ["owner", "clock"],
    "sign_in": ["database", "clock", "login", "password"],
}
"""Commands without a context: they make the tenant or find the person that would act."""


def test_there_are_commands() -> None:
    assert len(VERBS) > 20


@pytest.mark.parametrize("path", VERBS, ids=lambda path: path.stem)
def test_a_command_file_has_one_public_function_of_its_name(path: Path) -> None:
    public = [node for node in tree_of(path).body if isinstance(node, Function) and not node.name.startswith("_")]
    assert [node.name for node in public] == [path.stem]
    taken = [argument.arg for argument in public[0].args.args]
    assert taken == BEFORE_ANYBODY_ACTS.get(path.stem, ["ctx"])
    assert ast.get_docstring(public[0])


@pytest.mark.parametrize("path", VERBS, ids=lambda path: path.stem)
def test_a_command_never_calls_another(path: Path) -> None:
    verbs = {f"engine.commands.{each.stem}" for each in VERBS}
    assert verbs & set(imported(path)) == set()


@pytest.mark.parametrize("path", VERBS, ids=lambda path: path.stem)
def test_a_command_writes_to_the_record_or_owes_it_nothing(path: Path) -> None:
    called = {
        node.func.id
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert bool(WRITES_RECORD & called) != (path.stem in OFF_RECORD), "recorded, or excused: one of the two"


def test_no_command_commits_or_rolls_back() -> None:
    """The edge commits once; a command that did so itself would leave half a deed behind."""
    endings = [
        f"{path}: {node.func.attr}"
        for path in python_files("engine")
        if path.parts[1] in {"commands", "settlement", "tasks", "cases", "deadlines", "messages", "audit"}
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
    ]
    assert endings == []
