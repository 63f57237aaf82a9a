"""The function `threshold` for whoever asks outside a case: the day is today unless it is said."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.registers.directory import versions_of
from engine.registers.errors import refusal_of
from engine.registers.rules import ThresholdVersion, choose


@dataclass
class Asking:
    """`threshold(name, party, day, domain)` over the versions of the tenant; remembers which it answered with."""

    ctx: Context
    cited: list[ThresholdVersion] = field(default_factory=list)

    def __call__(self, name: Any, party: Any = None, day: Any = None, domain: Any = None) -> Any:
        """Return the amount in force on a day.

        Raises `ThresholdMissing` or `ThresholdAmbiguous`, as in a case: the whole evaluation is refused.
        """
        on = day if isinstance(day, date) else legal_day(self.ctx.clock.now())
        choice = choose(versions_of(self.ctx, str(name)), day=on, domain=domain, party=party)
        if choice.version is None:
            raise refusal_of(choice, name=str(name), day=on, domain=domain, party=party)
        if choice.version not in self.cited:
            self.cited.append(choice.version)
        return choice.version.amount
