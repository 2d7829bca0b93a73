"""What the matcher found, and what members said of it."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from db.models.tables import Json, Table, UtcDateTime


class Match(Table, table=True):
    """A member and a call: what all findings come to."""

    call_id: int = Field(primary_key=True, foreign_key="call.id", ondelete="CASCADE")
    member_id: int = Field(
        primary_key=True, foreign_key="member.id", ondelete="CASCADE", index=True
    )
    verdict: str
    score: float
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """The findings as people read them, in order. Read and written whole, so they are one value: a row for
    each would be ten times the rows."""
    inputs_hash: str
    """Of everything that the matcher read: equal to today's means nothing to do."""
    matched_at: datetime = Field(sa_type=UtcDateTime)


class MemberAnswer(Table, table=True):
    """What a member said back about a call. The one in force has ``ended_at`` empty."""

    __tablename__ = "member_answer"

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="call.id", index=True, ondelete="CASCADE")
    member_id: int = Field(foreign_key="member.id", index=True, ondelete="CASCADE")
    reply: str
    reason: str | None = None
    said_at: datetime = Field(sa_type=UtcDateTime)
    by: str = ""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
