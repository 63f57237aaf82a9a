"""Files and functions stay small, and their names say what is in them."""

import ast
from pathlib import Path

from tests.architecture.tree import ROOT, functions, python_files, tree_of

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 30
SHORT_SHARE = 0.9
EMPTY_NAMES = {"utils", "util", "common", "helpers", "helper", "services", "service", "manager", "managers", "base"}


def test_no_python_file_is_longer_than_three_hundred_lines() -> None:
    lengths = {
        path.as_posix(): len((ROOT / path).read_text(encoding="utf-8").splitlines())
        for path in python_files("engine", "forms", "web", "tests")
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_nine_functions_in_ten_have_at_most_thirty_lines() -> None:
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in python_files("engine", "forms", "web")
        if "versions" not in path.parts
        for node in functions(path)
    ]
    assert len(lengths) > 1000
    assert sum(lines <= MOST_LINES_OF_A_FUNCTION for lines in lengths) / len(lengths) >= SHORT_SHARE


def test_no_module_has_a_name_that_says_nothing() -> None:
    paths = python_files("engine", "forms", "web", "tests")
    assert [str(path) for path in paths if EMPTY_NAMES & {path.stem, *path.parts[:-1]}] == []


def test_every_module_says_in_one_sentence_what_it_is() -> None:
    paths = [path for path in python_files("engine", "forms", "web") if (ROOT / path).stat().st_size]
    assert len(paths) > 100
    assert [str(path) for path in paths if not (ast.get_docstring(tree_of(path)) or "").split("\n\n")[0]] == []


def test_everything_is_caught_in_two_places_only() -> None:
    caught = [
        str(path)
        for path in python_files("engine", "forms", "web")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and is_blind(node.type)
    ]
    answered = [
        str(path)
        for path in python_files("engine", "forms", "web")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"register_error_handler", "errorhandler"}
        and node.args
        and is_blind(node.args[0])
    ]
    assert caught == [str(Path("engine/jobs/worker.py"))]
    assert answered == [str(Path("web/errors.py"))]


def is_blind(caught: ast.expr | None) -> bool:
    """Tell whether what is caught is everything; a tuple is as blind as its widest member."""
    if isinstance(caught, ast.Tuple):
        return any(is_blind(each) for each in caught.elts)
    return caught is None or (isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"})
