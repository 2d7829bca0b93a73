"""What a digest says, as data: JSON in the database, the only thing that is turned into words.

It holds no name or address of a person. All text is clean already (see ``clean``); dates are facts' values.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from db.vocabulary import Basis


class Section(StrEnum):
    """Where an item stands, in the order of reading."""

    JOINT = "joint"
    NEW = "new"
    CHANGED = "changed"
    CLOSING = "closing"
    NEAR = "near"


class Issue(StrEnum):
    """What kind of message it is."""

    DIGEST = "digest"
    ALERT = "alert"
    STILL_HERE = "still_here"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Moved:
    """A fact that changed since the reader was told, old and new as people read them, or as deadlines."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A joint bid, or several members about to bid alone, that needs the reader's word."""

    asked: str
    lead: str = ""
    partners: tuple[str, ...] = ()
    share: int | None = None
    covers: tuple[str, ...] = ()
    answer_by: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One call as told. Empty text and None are things that nobody stated."""

    call_id: int
    section: Section
    title: str
    funder: str = ""
    purpose: str = ""
    places: str = ""
    min_amount: int | None = None
    max_amount: int | None = None
    basis: Basis | None = None
    deadline: str | None = None
    who: str = ""
    income: str = ""
    why: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    effort: str = ""
    together: str = ""
    url: str = ""
    read_on: str | None = None
    short_notice: bool = False
    closed: bool = False
    reminder: str = ""
    cure: str = ""
    changes: tuple[Moved, ...] = ()
    invitation: Invitation | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A deadline for the reader's calendar; ``cancelled`` when it no longer holds."""

    call_id: int
    title: str
    deadline: str
    url: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many calls are not in this message, and why."""

    over_limit: int = 0
    under_score: int = 0
    near: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.over_limit + self.under_score + self.near


@dataclass(frozen=True, slots=True)
class DigestContent:
    """One message to one reader."""

    kind: Issue
    issue: str
    member: str
    composed_on: str
    items: tuple[Item, ...] = ()
    warnings: tuple[str, ...] = ()
    left_out: LeftOut = LeftOut()
    calendar: tuple[Dated, ...] = ()
    looked_at: int = 0
    quiet_since: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "DigestContent":
        """As it was before it was stored."""
        return cls(
            **{
                **stored,
                "kind": Issue(stored["kind"]),
                "items": tuple(_item(row) for row in stored["items"]),
                "warnings": tuple(stored["warnings"]),
                "left_out": LeftOut(**stored["left_out"]),
                "calendar": tuple(Dated(**row) for row in stored["calendar"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the coordinator should know."""

    text: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Lines of one kind, and how many there are besides those shown."""

    title: str
    lines: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class CoordinatorContent:
    """One message to the coordinator."""

    issue: str
    composed_on: str
    urgent: str = ""
    warnings: tuple[str, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    kind: Issue = field(default=Issue.COORDINATOR)

    def to_json(self) -> dict[str, Any]:
        """As stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "CoordinatorContent":
        """As it was before it was stored."""
        chapters = tuple(
            Chapter(row["title"], tuple(Line(**line) for line in row["lines"]), row["more"])
            for row in stored["chapters"]
        )
        return cls(
            issue=stored["issue"],
            composed_on=stored["composed_on"],
            urgent=stored["urgent"],
            warnings=tuple(stored["warnings"]),
            chapters=chapters,
        )


def read_content(stored: Mapping[str, Any]) -> DigestContent | CoordinatorContent:
    """Either kind, from what was stored."""
    if stored["kind"] == Issue.COORDINATOR:
        return CoordinatorContent.from_json(stored)
    return DigestContent.from_json(stored)


def _item(row: Mapping[str, Any]) -> Item:
    invitation = row["invitation"]
    return Item(
        **{
            **row,
            "section": Section(row["section"]),
            "basis": Basis(row["basis"]) if row["basis"] else None,
            "why": tuple(row["why"]),
            "check": tuple(row["check"]),
            "changes": tuple(Moved(**change) for change in row["changes"]),
            "invitation": invitation
            and Invitation(
                **{
                    **invitation,
                    "partners": tuple(invitation["partners"]),
                    "covers": tuple(invitation["covers"]),
                }
            ),
        }
    )


def iso(on: date | None) -> str | None:
    """A day as content keeps it."""
    return on.isoformat() if on else None
