"""What ``compose`` needs to know about one member, gathered from tables by ``gather`` or made by a test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from db.views import CallView, MatchView
from db.vocabulary import Field, Reason, Reply
from funding_radar.digest.content import Section


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of a call that moved."""

    call_id: int
    field: Field
    old: Any
    new: Any
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class Before:
    """A call that this member was told of, by a message that was sent."""

    call_id: int
    section: Section
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of this member that is in force."""

    call_id: int
    reply: Reply
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Joint:
    """A joint bid that asks for this member's word, or a clash it is part of.

    ``asked`` is the question in plain words; ``answer_by_on`` the day until which its place is held.
    """

    call_id: int
    asked: str
    lead: str = ""
    partners: tuple[str, ...] = ()
    share: int | None = None
    covers: tuple[str, ...] = ()
    answer_by_on: date | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """A source that has not worked since a day."""

    publisher: str
    since_on: date


@dataclass(frozen=True, slots=True)
class Told:
    """Everything about one member at one time.

    ``matches`` are this member's alone. ``under_way`` are calls in messages that are composed and not sent yet:
    neither told nor to be told again. ``stale_percent`` is the share of facts past their day of checking.
    ``quiet_since_on`` is when the member last heard, or consented. ``places`` gives names for official codes.
    """

    calls: Mapping[int, CallView]
    matches: Sequence[MatchView] = ()
    changes: Sequence[Change] = ()
    joint: Sequence[Joint] = ()
    before: Sequence[Before] = ()
    under_way: frozenset[int] = frozenset()
    said: Sequence[Said] = ()
    alarms: Sequence[Alarm] = ()
    stale_percent: float = 0.0
    quiet_since_on: date | None = None
    places: Mapping[str, str] = field(default_factory=dict)
