"""Packages know only what lies below them."""

import configparser
from pathlib import Path

from importlinter.application.use_cases import create_report, read_user_options
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import registry

from tests.architecture.tree import ROOT, imported, python_files

CONTRACTS = ROOT / ".importlinter"


def test_every_layer_knows_only_those_below() -> None:
    configure()
    registry.register(ForbiddenContract, name="forbidden")
    registry.register(LayersContract, name="layers")
    report = create_report(read_user_options(config_filename=str(CONTRACTS)), cache_dir=None)
    kept = {contract.name: check.kept for contract, check in report.get_contracts_and_checks()}
    named = configparser.ConfigParser()
    named.read(CONTRACTS, encoding="utf-8")
    assert len(kept) == len(named.sections()) - 1 > 5
    assert [name for name, is_kept in kept.items() if not is_kept] == []


def test_every_package_of_the_engine_has_a_layer() -> None:
    layers = CONTRACTS.read_text(encoding="utf-8").partition("layers =\n    work")[2]
    packages = {path.parts[1] for path in python_files("engine") if len(path.parts) > 2} - {"migrations", "work"}
    assert len(packages) > 10
    words = set(layers.replace("|", " ").replace("(", " ").replace(")", " ").split())
    assert packages - words == set()


def test_the_runtime_alone_knows_the_workflow_library() -> None:
    importers = {path for path in python_files("engine", "forms", "web") if knows(path, "SpiffWorkflow")}
    assert len(importers) > 3
    assert {path.parent.parts[:2] for path in importers} == {("engine", "runtime")}


def test_the_job_port_alone_knows_the_queue_library() -> None:
    importers = {path for path in python_files("engine", "forms", "web") if knows(path, "procrastinate")}
    assert importers
    assert {path.parent.parts[:2] for path in importers} - {("engine", "jobs"), ("engine", "migrations")} == set()


def test_nothing_below_the_edge_reads_the_environment_or_the_wall_clock() -> None:
    """The clock is passed; the embedded server and its children live in the machine's time and environment."""
    edge = {Path("engine/kernel/clock.py"), Path("engine/kernel/launcher.py"), Path("engine/kernel/children.py")}
    reached = [
        f"{path}: {word}"
        for path in python_files("engine", "forms")
        if path not in edge and "postgres" not in path.parts
        for word in ("os.environ", "datetime.now(", "date.today(", "time.time(", "utcnow(")
        if word in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert reached == []


def knows(path: Path, library: str) -> bool:
    """Tell whether a file imports a library."""
    return any(name.split(".")[0] == library for name in imported(path))
