"""What scenarios are played on, as values that another process can be handed, and the stage that is built of them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn import SourceFile
from engine.definitions.bundle import read_bundle
from engine.definitions.procedure import Procedure, called_processes, compile_procedure
from engine.kernel.errors import Fault
from engine.organization.chart import Chart
from engine.organization.duties import Rule
from engine.registers.rules import ThresholdVersion
from engine.scenarios.errors import FeaturesRefused
from engine.scenarios.memory.organisation import Organisation
from engine.scenarios.memory.world import Stage

Defaults = Mapping[str, Mapping[str, Any]]
"""What a step enters where a scenario says nothing: task name → field label → value."""


@dataclass(frozen=True)
class Staging:
    """The files of procedures, those that are called before those that call; people, rules, thresholds, defaults."""

    bundles: tuple[tuple[SourceFile, ...], ...]
    chart: Chart
    rules: tuple[Rule, ...] = ()
    permissions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    thresholds: tuple[ThresholdVersion, ...] = ()
    defaults: Defaults = field(default_factory=dict)


def build_stage(staging: Staging) -> Stage:
    """Return the stage; raises `BundleRefused` for a procedure that would not run."""
    by_key: dict[str, Procedure] = {}
    by_process: dict[str, Procedure] = {}
    roles = set(staging.chart.roles) or {seat.role for each in staging.chart.people for seat in each.seats}
    for files in staging.bundles:
        bundle = read_bundle(files)
        called = [by_process[name] for name in called_processes(bundle) if name in by_process]
        procedure = compile_procedure(bundle, called, roles=roles)
        by_key[bundle.key] = by_process[procedure.process.id] = procedure
    organisation = Organisation(staging.chart, staging.rules, staging.permissions)
    return Stage(organisation, by_key, staging.defaults)


def read_defaults(files: Sequence[SourceFile]) -> Defaults:
    """Return the defaults of TOML files, later ones over earlier ones; raises `FeaturesRefused`."""
    found: dict[str, Mapping[str, Any]] = {}
    faults = []
    for file in files:
        try:
            table = tomllib.loads(file.content.decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(_fault(file.name, f"不是有效的 TOML：{error}", f"This is not valid TOML: {error}"))
            continue
        for task, entries in table.items():
            if isinstance(entries, dict):
                found[task] = entries
            else:
                faults.append(_fault(file.name, f"“{task}”应当是一个表。", f"'{task}' should be a table."))
    if faults:
        raise FeaturesRefused(faults=faults)
    return found


def _fault(file: str, zh: str, en: str) -> Fault:
    return Fault("defaults-unreadable", zh, en, {"file": file})
