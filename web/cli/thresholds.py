"""Thresholds for the command line: those of the inputs, else those of the nearest file beside the tables."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from engine.kernel.clock import SystemClock, legal_day
from engine.registers.content import read_thresholds
from engine.registers.errors import ThresholdMissing, ThresholdsRefused
from engine.registers.lending import lent_by

FILE = "thresholds.toml"
"""What the file is called that lies beside the procedures."""

GIVEN = "thresholds"
"""The entry of the inputs that holds thresholds by name, instead of those of a file."""


def threshold_functions(file: Path, inputs: Mapping[str, Any]) -> Mapping[str, Callable[..., Any]]:
    """Return `threshold(name, party)` for a table in a file; empty where there are no thresholds to be found.

    `inputs.thresholds`, a context of amounts by name, goes first. Else the nearest `thresholds.toml` counts, in the
    file's folder or above, on the day `inputs.act_ended_on` (today without it), in the field `inputs.case_field`.
    Raises `ThresholdsRefused`; the function raises `ThresholdMissing` and `ThresholdAmbiguous`.
    """
    given, day = inputs.get(GIVEN), _day(inputs.get("act_ended_on"))
    if isinstance(given, Mapping):
        return {"threshold": lambda name, *_: _given(given, name, day)}
    return filed_thresholds(file, today=lambda: day, field=inputs.get("case_field"))


def filed_thresholds(
    file: Path, *, today: Callable[[], date], field: str | None = None
) -> Mapping[str, Callable[..., Any]]:
    """Return `threshold(name, party)` over the nearest `thresholds.toml` to a file; empty where there is none.

    Raises `ThresholdsRefused`.
    """
    nearest = next(_candidates(file), None)
    if nearest is None:
        return {}
    entries, faults = read_thresholds(nearest.read_bytes(), file=str(nearest))
    if faults:
        raise ThresholdsRefused(file=str(nearest), faults=faults)
    return {"threshold": lent_by(entries, today=today, field=field)}


def _given(amounts: Mapping[str, Any], name: Any, day: date) -> Any:
    if amounts.get(name) is None:
        raise ThresholdMissing(name=str(name), day=day, domain="-", party="-")
    return amounts[name]


def _candidates(file: Path) -> Iterator[Path]:
    return (folder / FILE for folder in file.absolute().parents if (folder / FILE).is_file())


def _day(given: Any) -> date:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        return legal_day(SystemClock().now())
