"""What lies beside the procedures of a folder: organisation, rules, thresholds and defaults, read into a staging."""

from collections.abc import Sequence
from pathlib import Path

from engine.bpmn import SourceFile
from engine.definitions.folders import read_folder
from engine.organization.chart import read_chart, read_rules
from engine.organization.permissions import default_permissions
from engine.registers.content import read_thresholds
from engine.registers.errors import ThresholdsRefused
from engine.scenarios.memory.thresholds import versions_of
from engine.scenarios.staging import Staging, read_defaults

CHART, RULES, THRESHOLDS = "demo-organisation.toml", "separation.toml", "thresholds.toml"


def staging_of(procedures: Path, *, beside: Path, chart: Path | None = None, defaults: Sequence[Path] = ()) -> Staging:
    """Return what the scenarios of the procedures at or below a path are played on.

    The organisation, the rules on duties and the thresholds are taken from the folder of the procedures, where it has
    them, else from `beside`. Raises `BundleRefused`, `ChartInvalid`, `ThresholdsRefused`, `FeaturesRefused`.
    """
    folder = procedures if procedures.is_dir() else procedures.parent
    people, rules = chart or _found(CHART, folder, beside), _found(RULES, folder, beside)
    figures = _found(THRESHOLDS, folder, beside)
    entries, faults = read_thresholds(figures.read_bytes(), file=figures.name)
    if faults:
        raise ThresholdsRefused(file=figures.name, faults=faults)
    return Staging(
        bundles=tuple(tuple(files) for files in read_folder(procedures)),
        chart=read_chart(people.read_bytes(), file=people.name),
        rules=read_rules(rules.read_bytes(), file=rules.name),
        permissions={role: frozenset(map(str, held)) for role, held in default_permissions().items()},
        thresholds=versions_of(entries),
        defaults=read_defaults([SourceFile(str(path), path.read_bytes()) for path in defaults]),
    )


def _found(name: str, folder: Path, beside: Path) -> Path:
    return next((each / name for each in (folder, *folder.parents[:2]) if (each / name).is_file()), beside / name)
