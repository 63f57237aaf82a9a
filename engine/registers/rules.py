"""Which version of a threshold applies to an act. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

EVERY = ""
"""What stands in a dimension that a version does not narrow down."""


class Status(StrEnum):
    """How certain a version is."""

    UNVERIFIED = "UNVERIFIED"  # 待核实: nobody has confirmed it against the text of a norm; marked wherever it is used.
    VERIFIED = "VERIFIED"  # 已核实: confirmed by a legal officer, with the source.
    WITHDRAWN = "WITHDRAWN"  # 已撤回: entered in error; it is never chosen again, cases that used it keep their record.


class Confidence(StrEnum):
    """How the figure is known."""

    HIGH = "H"  # The text of the norm was read.
    MEMORY = "M"  # Known from memory or from secondary literature.
    LOW = "L"  # A candidate or an analogy from elsewhere.
    DESIGN = "D"  # A default of the platform; no norm is claimed.


@dataclass(frozen=True)
class ThresholdVersion:
    """A threshold from a day on; empty `domain`, `jurisdiction` or `party` means every one.

    `jurisdiction` is a code of administrative division (51 the province, 5101 the city, 510107 the district).
    `valid_to` is the last day, None where nothing ends it but a later version.
    """

    id: UUID
    name: str
    domain: str
    jurisdiction: str
    party: str
    valid_from: date
    valid_to: date | None
    amount: Decimal
    unit: str
    status: str
    basis: str
    source: str
    confidence: str
    added_at: datetime
    added_by: UUID
    settled_at: datetime | None
    settled_by: UUID | None
    note: str

    @property
    def is_unverified(self) -> bool:
        """Tell whether screens must mark what rests on it (待核实)."""
        return self.status == Status.UNVERIFIED

    @property
    def line(self) -> tuple[str, str, str, str]:
        """Return what all versions of one threshold have in common."""
        return self.name, self.domain, self.jurisdiction, self.party

    def covers(self, day: date) -> bool:
        """Tell whether a day lies within the version's time; a withdrawn version has none."""
        ended = self.valid_to is not None and self.valid_to < day
        return self.status != Status.WITHDRAWN and self.valid_from <= day and not ended

    def fits(self, *, domain: str | None, party: str | None) -> bool:
        """Tell whether the version speaks of a field of enforcement and a kind of party."""
        return self.domain in (EVERY, domain) and self.party in (EVERY, party)

    def is_narrower_than(self, other: "ThresholdVersion") -> bool:
        """Tell whether the version is at least as narrow as another in every dimension; both fit the same case."""
        narrow_domain = other.domain in (EVERY, self.domain)
        narrow_party = other.party in (EVERY, self.party)
        return narrow_domain and narrow_party and self.jurisdiction.startswith(other.jurisdiction)


@dataclass(frozen=True)
class Choice:
    """The version that applies, or None: then `rivals` are those between which nothing decides, if there are any."""

    version: ThresholdVersion | None
    rivals: tuple[ThresholdVersion, ...] = ()


def choose(
    versions: Iterable[ThresholdVersion], *, day: date, domain: str | None = None, party: str | None = None
) -> Choice:
    """Return which of a threshold's versions applies to an act of a day.

    Of each line the version that began last; of the lines the one that is narrower than all others. Where no line
    is, nothing is chosen: a figure taken by chance would be worse than none.
    """
    latest: dict[tuple[str, str, str, str], ThresholdVersion] = {}
    for version in versions:
        if version.covers(day) and version.fits(domain=domain, party=party):
            known = latest.get(version.line)
            if known is None or known.valid_from < version.valid_from:
                latest[version.line] = version
    candidates = list(latest.values())
    for version in candidates:
        if all(version.is_narrower_than(other) for other in candidates):
            return Choice(version)
    return Choice(None, tuple(sorted(candidates, key=lambda version: version.line)))


@dataclass(frozen=True)
class Use:
    """An element of a diagram has rested on a version."""

    version: ThresholdVersion
    element: str


def told(version: ThresholdVersion) -> dict[str, object]:
    """Return what the record keeps of a version that something rested on, as it was then."""
    return {
        "threshold": version.id,
        "name": version.name,
        "domain": version.domain,
        "jurisdiction": version.jurisdiction,
        "party": version.party,
        "valid_from": version.valid_from,
        "amount": version.amount,
        "unit": version.unit,
        "status": version.status,
        "basis": version.basis,
    }
