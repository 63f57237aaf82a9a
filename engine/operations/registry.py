"""Puts together what may be called: the platform's operations, those of installed packages, and the operator's file."""

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from engine.kernel.errors import Fault
from engine.operations.errors import OperationsUnfit
from engine.operations.settings_file import SettingsFile
from engine.operations.shipped import SHIPPED
from engine.operations.values import Operation, Operations

GROUP = "guiju.operations"
"""The group of entry points; each names an `Operation` or a sequence of them."""


FILE = "operations.toml"
"""The operator's file, in the data folder unless a setting names another."""


def operations_file(data: Path, named: str | None) -> Path | None:
    """Return the operator's file: the one a setting names, else that of the data folder if there is one."""
    if named:
        return Path(named).absolute()
    usual = data / FILE
    return usual if usual.is_file() else None


def load_operations(file: Path | None, *, packages: Iterable[EntryPoint] | None = None) -> Operations:
    """Return the operations of an installation by name; without a file, those of the platform and of packages.

    Raises `OperationsUnfit` with everything that is wrong: operations are configured by whoever runs the machine, who
    should learn of it at the start.
    """
    faults: list[Fault] = []
    found: dict[str, Operation] = dict(SHIPPED)
    for entry in entry_points(group=GROUP) if packages is None else packages:
        for operation in _loaded(entry, faults):
            if operation.name in found:
                zh, en = f"操作 {operation.name} 重复登记。", f"The operation {operation.name} is registered twice."
                faults.append(Fault("operation-twice", zh, en, {"field": entry.name}))
            found[operation.name] = operation
    if file is not None:
        read = SettingsFile(file)
        found |= read.read()
        faults += read.faults
    if faults:
        raise OperationsUnfit(faults=faults)
    return found


def _loaded(entry: EntryPoint, faults: list[Fault]) -> list[Operation]:
    try:
        value = entry.load()
    except (ImportError, AttributeError) as error:
        zh, en = f"无法载入 {entry.value}：{error}", f"{entry.value} cannot be loaded: {error}"
        faults.append(Fault("operation-unloadable", zh, en, {"field": entry.name}))
        return []
    operations = [value] if isinstance(value, Operation) else list(value)
    return [operation for operation in operations if isinstance(operation, Operation)]
