"""What members are told, the sending of it, and the mail that comes back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from db.models.tables import Json, Table, UtcDateTime


class Digest(Table, table=True):
    """What one reader is told in one issue.

    ``issue`` is the ISO week, such as ``2026-W48``, and ``2026-W48-alert`` for the one alert of that week.
    """

    __table_args__ = (
        UniqueConstraint("member_id", "issue"),
        # A NULL differs from every other, so the coordinator's issues need an index of their own.
        Index(
            "uq_digest_coordinator",
            "issue",
            unique=True,
            sqlite_where=text("member_id IS NULL"),
            postgresql_where=text("member_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    member_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="CASCADE"
    )
    """Empty for the coordinator's own digest."""
    issue: str
    content: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    composed_at: datetime = Field(sa_type=UtcDateTime)


class DigestItem(Table, table=True):
    """A call as told in a digest."""

    __tablename__ = "digest_item"

    digest_id: int = Field(primary_key=True, foreign_key="digest.id", ondelete="CASCADE")
    call_id: int = Field(primary_key=True, foreign_key="call.id", ondelete="CASCADE", index=True)
    section: str
    position: int
    deadline_on: date | None = None
    """The day it closes, as told; empty for a rolling or unstated deadline."""
    dropped_because: str | None = None
    """Why it was taken out just before sending, such as a call that had closed: then it was never told."""


class Delivery(Table, table=True):
    """The sending of a digest. ``message_id`` is fixed before the first attempt, so a repeat is the same message."""

    # The outbox is asked for the first of a state, however many were sent before.
    __table_args__ = (Index("ix_delivery_state_id", "state", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    digest_id: int = Field(foreign_key="digest.id", unique=True, ondelete="CASCADE")
    message_id: str = Field(unique=True)
    state: str
    attempts: int = 0
    claimed_by: str | None = None
    claimed_until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    try_after_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempted_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    """The last time that it was handed over, whatever came of it: what the provider's limit counts."""
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    said: str | None = None
    """The server's own words when it refused, or ours when we did."""


class Owed(Table, table=True):
    """A call that a member should hear of: noted when it first fits, never taken back, so that no loss can hide."""

    call_id: int = Field(primary_key=True, foreign_key="call.id", ondelete="CASCADE")
    member_id: int = Field(
        primary_key=True, foreign_key="member.id", ondelete="CASCADE", index=True
    )
    since_at: datetime = Field(sa_type=UtcDateTime)
    score: float
    """The best that the match ever was."""


class Letter(Table, table=True):
    """A mail that came back and was read: kept so that it counts once, and without a word of it."""

    key: str = Field(primary_key=True)
    """A hash of its Message-ID, or of the whole where it has none."""
    read_at: datetime = Field(sa_type=UtcDateTime)
    what: str = Field(index=True)
    """answer, stop, bounce, out_of_office, forged or for_a_person."""
    member_id: int | None = Field(
        default=None, foreign_key="member.id", index=True, ondelete="CASCADE"
    )
    done: bool = True
    """False while it waits for a person."""


class Secret(Table, table=True):
    """A random key made once, such as the one that signs reply codes."""

    name: str = Field(primary_key=True)
    value: str
    made_at: datetime = Field(sa_type=UtcDateTime)
