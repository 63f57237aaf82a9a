"""The source tree as the tests of its architecture read it, anchored on this file."""

import ast
import importlib
import pkgutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import engine
import forms
import web

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("engine", "forms", "web")
FOLDERS = (*PACKAGES, "tests", "docs", "features", "processes", ".ci")
FOREIGN = ("web/frontend/", "web/static/", "tests/browser/axe.min.js")
"""Built or written elsewhere: what we keep to does not hold there."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that git keeps and that is still there, relative to the root.

    Where the tree was unpacked without its history, everything below the folders that we know counts.
    """
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        names = [name for name in listed.split("\0") if name]
    else:
        names = [each.relative_to(ROOT).as_posix() for folder in FOLDERS for each in (ROOT / folder).rglob("*")]
        names += [each.name for each in ROOT.iterdir()]
    found = tuple(
        Path(name)
        for name in names
        if (ROOT / name).is_file() and not {"__pycache__", "node_modules"} & set(Path(name).parts)
    )
    assert len(found) > 300
    return found


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Return our tracked Python files below some folders, relative to the root."""
    found = tuple(
        path
        for path in tracked()
        if path.suffix == ".py" and path.parts[0] in folders and not path.as_posix().startswith(FOREIGN)
    )
    assert len(found) > 20, folders
    return found


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[Function]:
    """Yield every function and method of a file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, Function):
            yield node


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted name of every module that a file imports, wherever in it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def modules() -> Iterator[ModuleType]:
    """Import and yield every module of the product, but for the scripts that alter the schema."""
    for package in (engine, forms, web):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith(("engine.migrations", "web.frontend", "engine.content")):
                yield importlib.import_module(found.name)


def page(name: str) -> str:
    """Return a page of the documentation."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")
