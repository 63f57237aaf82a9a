"""What is wrong with a form definition: located faults, all collected and raised once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FormFault:
    """One located defect of a definition.

    It has the attributes of `engine.kernel.errors.Fault`, which this layer may not import. `where` holds any of
    file, line, column, element (the path inside the JSON) and field (the key).
    """

    code: str
    zh: str
    en: str
    where: Mapping[str, str | int] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """Return the sentence in `zh` or, for any other language, English."""
        return self.zh if language.startswith("zh") else self.en


class FormError(Exception):
    """A form definition was refused: see each fault."""

    def __init__(self, faults: Sequence[FormFault]) -> None:
        self.faults: tuple[FormFault, ...] = tuple(faults)
        super().__init__("; ".join(f"{fault.where.get('element', '')}: {fault.en}" for fault in self.faults))
