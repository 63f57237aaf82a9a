"""The function `threshold` for whoever asks outside a case: the day is today unless it is said."""

from collections.abc import Callable
from datetime import date
from typing import Any

from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.registers.directory import versions_of
from engine.registers.errors import refusal_of
from engine.registers.rules import choose


def threshold_of(ctx: Context) -> Callable[..., Any]:
    """Return `threshold(name, party, day, domain)` over the versions of the tenant.

    The function raises `ThresholdMissing` or `ThresholdAmbiguous`, as in a case: the whole evaluation is refused.
    """

    def threshold(name: Any, party: Any = None, day: Any = None, domain: Any = None) -> Any:
        on = day if isinstance(day, date) else legal_day(ctx.clock.now())
        choice = choose(versions_of(ctx, str(name)), day=on, domain=domain, party=party)
        if choice.version is None:
            raise refusal_of(choice, name=str(name), day=on, domain=domain, party=party)
        return choice.version.amount

    return threshold
