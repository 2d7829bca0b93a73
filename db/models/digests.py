"""What members are told, and the sending of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.models.tables import Json, Table, UtcDateTime


class Digest(Table, table=True):
    """What one member is told in one issue. ``issue`` is the ISO week, such as ``2026-W48``."""

    __table_args__ = (UniqueConstraint("member_id", "issue"),)

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


class Delivery(Table, table=True):
    """The sending of a digest. ``message_id`` is fixed before the first attempt, so a repeat is the same message."""

    id: int | None = Field(default=None, primary_key=True)
    digest_id: int = Field(foreign_key="digest.id", unique=True, ondelete="CASCADE")
    message_id: str = Field(unique=True)
    state: str = Field(index=True)
    attempts: int = 0
    claimed_by: str | None = None
    claimed_until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    try_after_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    said: str | None = None
    """The server's own words when it refused."""
