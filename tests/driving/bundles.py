"""Bundles for tests that redraw a shipped procedure until its own rules no longer speak of it."""

import re
from collections.abc import Sequence

from engine.bpmn import SourceFile

_FEATURES = re.compile(rb"features = \[[^]]*\]")


def unruled(files: Sequence[SourceFile]) -> list[SourceFile]:
    """Return a bundle without its features, whose rules name steps that another drawing may not have."""
    return [
        SourceFile(file.name, _FEATURES.sub(b"features = []", file.content)) if file.name.endswith(".toml") else file
        for file in files
    ]
