"""Bundles are found in a folder however its path is written."""

from pathlib import Path

import pytest

from engine.definitions.folders import read_folder

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "path",
    [
        # Absolute, as `guiju run` asks.
        ROOT / "processes",
        # Relative, as people type it.
        Path("processes"),
        # The manifest itself.
        Path("processes/complaint-intake/procedure.toml"),
    ],
)
def test_files_are_named_relative_to_the_repository(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names = {file.name for files in read_folder(path) for file in files}
    assert "processes/complaint-intake/procedure.toml" in names
    assert all((ROOT / name).is_file() for name in names)
