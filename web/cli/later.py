"""Parts of the product that a command needs only when it gets to them, found by name."""

import importlib
from typing import Any


def part(module: str, name: str) -> Any:
    """Return a name of a module that is imported now, not when the command line is."""
    return getattr(importlib.import_module(module), name)
