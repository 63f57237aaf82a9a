"""What the separation of duties speaks about: rules, people, certificates, duties taken on, and barriers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from engine.kernel.errors import Fault

ANY_FIELD = frozenset({"*", "综合"})
"""What a certificate says that covers every field of enforcement."""

RECUSED = "recused"
"""The key under which a case's duties name the people who have withdrawn from it (行政处罚法 43)."""

DUTIES_ZH: Mapping[str, str] = {
    "investigate": "调查",
    "review": "法制审核",
    "decide": "决定",
    "host": "听证主持",
    "collect": "收缴罚款",
    "serve": "送达",
    "approve": "审批",
}
"""The duties that tasks may carry, with the word people use for each."""

Duties = Mapping[str, frozenset[UUID]]
"""Who has taken on which duty in any round of a case."""


class RuleKind(StrEnum):
    """What a rule can demand; the code of each kind is here, whom it concerns is data."""

    TWO_OFFICERS = "two_officers"  # Those named together for a duty are at least two different people.
    CERTIFIED = "certified"  # The certificate is valid on the day and covers the field of the case.
    BARRED_ROLE = "barred_role"  # Whoever holds one of the roles anywhere never takes on the duty.
    RECUSED = "recused"  # Whoever has withdrawn from the case takes on no duty in it any more.
    DIFFERENT_PERSONS = "different_persons"  # The duties named lie with different people, in all rounds.
    QUALIFIED = "qualified"  # A first-time reviewer holds the national legal qualification.


@dataclass(frozen=True)
class Rule:
    """One rule: no duties means every task, no roles means everybody (a barred role must be named)."""

    id: str
    kind: RuleKind
    duties: frozenset[str]
    roles: frozenset[str]
    basis: str
    zh: str
    en: str


@dataclass(frozen=True)
class CertificateFacts:
    """An enforcement certificate as the rules see it; both days are inclusive, `revoked_on` is not valid any more."""

    number: str
    fields: frozenset[str]
    valid_from: date
    valid_to: date
    revoked_on: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the certificate holds on a legal day."""
        if self.revoked_on is not None and day >= self.revoked_on:
            return False
        return self.valid_from <= day <= self.valid_to

    def covers(self, field: str | None) -> bool:
        """Tell whether the certificate covers a field of enforcement; `None` asks for no field in particular."""
        return field is None or field in self.fields or not ANY_FIELD.isdisjoint(self.fields)


@dataclass(frozen=True)
class PersonFacts:
    """What the rules need to know of a person."""

    id: UUID
    login: str
    name: str
    roles: frozenset[str] = frozenset()
    certificates: tuple[CertificateFacts, ...] = ()
    legal_qualification: bool = False
    first_time_reviewer: bool = False


@dataclass(frozen=True)
class Barrier:
    """Why a person may not: the rule with its basis, and sentences that state expectation and fact."""

    rule: str
    sentence_zh: str
    sentence_en: str
    basis: str

    def sentence(self, language: str) -> str:
        """Return the sentence in `zh` or, for any other language, English."""
        return self.sentence_zh if language.startswith("zh") else self.sentence_en

    def fault(self, **where: str | int) -> Fault:
        """Return the barrier as a located fault, with the rule's id among the places."""
        return Fault("barred", self.sentence_zh, self.sentence_en, {**where, "rule": self.rule})


@dataclass(frozen=True)
class Exclusions:
    """People barred from a task and, at the same place, the ids of the rules that bar each, joined by a space."""

    people: tuple[UUID, ...]
    rules: tuple[str, ...]


def read_duties(document: Mapping[str, object]) -> Duties:
    """Return the duties of a case from its stored JSON: duty → list of person ids as text."""
    return {duty: frozenset(UUID(str(person)) for person in _listed(people)) for duty, people in document.items()}


def _listed(people: object) -> Iterable[object]:
    return people if isinstance(people, list | tuple | set | frozenset) else ()
