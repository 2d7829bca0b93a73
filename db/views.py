"""Plain, frozen records that the steps read: a call with its facts, a member with its profile.

Nothing here knows the database, so the same records come from tables, from files and from tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from db.vocabulary import (
    Answer,
    Basis,
    Field,
    Group,
    Kind,
    LegalForm,
    Rhythm,
    Size,
    Status,
    Theme,
    Verdict,
)

UK = ZoneInfo("Europe/London")
ROLLING = "rolling"


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a call closes: a day, a minute of a day in UK time, or never fixed (rolling)."""

    on: date | None = None
    at: datetime | None = None
    rolling: bool = False

    @classmethod
    def parse(cls, value: str) -> "Deadline":
        """From a fact's value: an ISO day, an ISO minute in UK time, or ``"rolling"``.

        >>> Deadline.parse("2026-12-04T12:00").on
        datetime.date(2026, 12, 4)
        """
        if value == ROLLING:
            return cls(rolling=True)
        if "T" in value:
            at = datetime.fromisoformat(value)
            at = at.replace(tzinfo=UK) if at.tzinfo is None else at.astimezone(UK)
            return cls(on=at.date(), at=at)
        return cls(on=date.fromisoformat(value))

    def passed(self, now: datetime) -> bool:
        """Whether it is over: after its minute, or after the end of its day in the UK."""
        if self.on is None:
            return False
        end = self.at or datetime.combine(self.on, time.max, UK)
        return now > end

    def __str__(self) -> str:
        if self.rolling:
            return ROLLING
        if self.at:
            return self.at.strftime("%Y-%m-%dT%H:%M")
        return self.on.isoformat() if self.on else ""


@dataclass(frozen=True, slots=True)
class FactView:
    """One thing read about a call, with the words that say it.

    ``value`` is JSON: an ISO day or minute or ``"rolling"`` for dates, whole pounds for money,
    a list of codes for areas, forms, themes and groups, a word of the vocabulary, a number or a text.
    """

    field: Field
    value: Any
    quote: str
    basis: Basis | None = None
    url: str = ""
    inferred: bool = False
    contradicted: bool = False
    reader: str = ""
    read_on: date | None = None
    check_by_on: date | None = None
    corrected_by: str | None = None
    document: str = ""
    page: int | None = None

    def stale(self, today: date) -> bool:
        """Whether it should have been checked again by now: shown, but unknown to the gates."""
        return self.check_by_on is not None and self.check_by_on < today


@dataclass(frozen=True, slots=True)
class CallView:
    """A call as the steps see it."""

    id: int
    title: str
    text: str = ""
    funder: str = ""
    kind: Kind = Kind.OPEN_CALL
    status: Status = Status.OPEN
    url: str = ""
    facts: Mapping[Field, FactView] = field(default_factory=dict)
    first_seen_on: date | None = None
    sources: tuple[str, ...] = ()

    def value(self, name: Field) -> Any:
        """The value of a fact, or None when nothing says it."""
        fact = self.facts.get(name)
        return None if fact is None else fact.value

    def firm(self, name: Field, today: date) -> Any:
        """The value that a gate may rely on: None when absent, contradicted or stale."""
        fact = self.facts.get(name)
        if fact is None or fact.contradicted or fact.stale(today):
            return None
        return fact.value

    @property
    def deadline(self) -> Deadline | None:
        """When it closes, or None when nothing says so."""
        value = self.value(Field.DEADLINE)
        return Deadline.parse(value) if value else None

    @property
    def areas(self) -> tuple[str, ...]:
        """Official codes of the places it serves; empty when unknown."""
        return tuple(self.value(Field.AREAS) or ())

    @property
    def themes(self) -> frozenset[Theme]:
        """What it is for; empty when unknown."""
        return frozenset(Theme(t) for t in self.value(Field.THEMES) or ())

    @property
    def groups(self) -> frozenset[Group]:
        """Whom it is for; empty when unknown."""
        return frozenset(Group(g) for g in self.value(Field.GROUPS) or ())


@dataclass(frozen=True, slots=True)
class GrantView:
    """A grant that a member holds now."""

    funder: str
    amount: int | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class AwardView:
    """A grant that a funder once made: to whom, for what, how much and when, as far as it published that."""

    id: str
    funder: str
    recipient: str
    charity_number: str = ""
    company_number: str = ""
    title: str = ""
    amount: int | None = None
    awarded_on: date | None = None
    themes: frozenset[Theme] = frozenset()


@dataclass(frozen=True, slots=True)
class MemberView:
    """An organisation of the alliance as the steps see it: no names or addresses of people.

    Money is whole pounds a year; None is unknown. ``places`` are official codes of the places it works in.
    """

    id: int
    name: str
    description: str = ""
    charity_number: str = ""
    company_number: str = ""
    legal_form: LegalForm | None = None
    postcode: str = ""
    places: tuple[str, ...] = ()
    themes: frozenset[Theme] = frozenset()
    groups: frozenset[Group] = frozenset()
    income: int | None = None
    income_year: int | None = None
    staff: float | None = None
    volunteers: int | None = None
    accounts_years: int | None = None
    trustees: int | None = None
    unrelated_trustees: int | None = None
    policies: frozenset[str] | None = None
    insurance: str | None = None
    dspt: bool | None = None
    experts_by_experience: int | None = None
    bid_days: int | None = None
    can_lead: bool | None = None
    led_by: frozenset[Group] | None = None
    """Self-described, and only where consent to use it is recorded."""
    min_award: int | None = None
    max_award: int | None = None
    past_partners: tuple[str, ...] = ()
    grants_held: tuple[GrantView, ...] = ()
    rhythm: Rhythm = Rhythm.WEEKLY

    @property
    def size(self) -> Size | None:
        """Size by income: the bands of domain.md's defaults; None when the income is unknown."""
        if self.income is None:
            return None
        if self.income < 500_000:
            return Size.SMALL
        return Size.LARGE if self.income > 3_000_000 else Size.MEDIUM


class FindingView(NamedTuple):
    """The answer of one gate or rule about a member and a call. A tuple: tens of thousands are made at a time."""

    rule: str
    answer: Answer
    points: float
    sentence: str
    quote: str = ""
    cure: str = ""
    gate: bool = False


class MatchView(NamedTuple):
    """A member and a call: what all findings come to."""

    call_id: int
    member_id: int
    verdict: Verdict
    score: float
    findings: tuple[FindingView, ...] = ()
