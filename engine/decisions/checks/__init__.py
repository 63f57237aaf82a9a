"""Static checks of decision tables before they go live: each finding has an example and a place."""

from collections.abc import Collection, Iterator

from engine.decisions.checks.conditions import dead_rules
from engine.decisions.checks.expressions import wrong_expressions
from engine.decisions.checks.gaps import gaps
from engine.decisions.checks.grid import Grid
from engine.decisions.checks.grids import read_grids
from engine.decisions.checks.overlaps import duplicates, overlaps
from engine.decisions.checks.priorities import unordered_results
from engine.decisions.checks.requirements import unused_requirements
from engine.decisions.checks.shadows import shadowed_rules
from engine.decisions.model import DecisionModel
from engine.decisions.xml import parse_definitions
from engine.kernel.errors import Fault

__all__ = ["check_decisions"]

CHECKS = (dead_rules, overlaps, duplicates, shadowed_rules, gaps)
"""The checks of one table."""


def check_decisions(content: bytes, *, model: DecisionModel, functions: Collection[str] = ()) -> tuple[Fault, ...]:
    """Return what is wrong or doubtful in a file that has been read as `model`; `functions` are lent by the host.

    Overlaps of a unique table, contradictions of an `ANY` table and expressions that cannot be right are errors;
    gaps, rules that never fire, duplicates, results without an order and unused requirements are warnings.
    """
    root = parse_definitions(content, file=model.file)
    found = [
        *wrong_expressions(root, model, functions),
        *unused_requirements(root, model),
        *unordered_results(root, model),
    ]
    for grid in read_grids(root, model):
        found += _of_table(grid)
    return tuple(found)


def _of_table(grid: Grid) -> Iterator[Fault]:
    for check in CHECKS:
        yield from check(grid)
