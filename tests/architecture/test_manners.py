"""Tests use what is real, wait for nothing, and the tree names neither machines nor their folders."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import FOREIGN, ROOT, functions, python_files, tracked, tree_of

MOST_MOCKS_PER_TEST = 0.1
SLEEPERS = {
    "tests/browser/trial.py": "waits for a real process to serve its first page",
    "tests/integration/cli/test_household.py": "watches real processes die, which no clock of ours governs",
    "tests/integration/cli/test_run_command.py": "waits for a real process to open its port",
    "tests/integration/jobs/test_job_queue.py": "waits for a real worker thread to take a job",
    "tests/integration/postgres/test_embedded_server.py": "waits for a real database server",
}
"""Tests that wait for the machine, and why time cannot be travelled there."""
BINARY = {".woff", ".woff2", ".png", ".ico", ".gif", ".jpg", ".pdf", ".mo"}
FOLDERS = re.compile(r"(?<![\w./-])/(?:work|home|Users|root)/\w")
HISTORY = re.compile(r"\bissue [#]\d|\bsub-?[a]gent|\bcl[a]ude\b", re.IGNORECASE)
HOSTS = re.compile(r"https?://[^\s\"']+|--(?:extra-)?index-url|--find-links")


def test_mocks_are_rare() -> None:
    paths = python_files("tests")
    tests = sum(node.name.startswith("test_") for path in paths for node in functions(path))
    mocks = sum(
        isinstance(node, ast.Attribute) and node.attr in {"setattr", "patch", "Mock", "MagicMock"}
        for path in paths
        for node in ast.walk(tree_of(path))
    )
    assert tests > 500
    assert mocks / tests <= MOST_MOCKS_PER_TEST


def test_nothing_sleeps_but_what_waits_for_the_machine() -> None:
    sleepers = {path.as_posix() for path in python_files("tests") if any(map(is_sleep, ast.walk(tree_of(path))))}
    assert sleepers - SLEEPERS.keys() == set()
    assert [name for name in SLEEPERS if not (ROOT / name).is_file()] == []


def test_lock_files_name_no_host() -> None:
    locks = [path for path in tracked() if path.name.endswith((".lock", "-lock.json"))]
    assert len(locks) >= 3
    hosts = {
        f"{path}: {found}"
        for path in locks
        for line in (ROOT / path).read_text(encoding="utf-8").splitlines()
        if '"url"' not in line  # Where to give thanks for a package is not where it is fetched.
        for found in HOSTS.findall(line)
    }
    assert hosts == set()


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert [f"{path}:{line}" for path, line, text in lines() if FOLDERS.search(text)] == []


def test_no_file_tells_how_it_came_about() -> None:
    assert [f"{path}:{line}" for path, line, text in lines() if HISTORY.search(text)] == []


def lines() -> list[tuple[Path, int, str]]:
    """Return every line of our own tracked text files."""
    found = [
        (path, number, text)
        for path in tracked()
        if path.suffix not in BINARY and not path.as_posix().startswith(FOREIGN)
        for number, text in enumerate((ROOT / path).read_text(encoding="utf-8", errors="replace").splitlines(), 1)
    ]
    assert len(found) > 20_000
    return found


def is_sleep(node: ast.AST) -> bool:
    """Tell whether a node calls `time.sleep`."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "sleep"}
