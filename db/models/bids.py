"""Joint bids being assembled."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from db.models.tables import Json, Table, UtcDateTime


class Bid(Table, table=True):
    """A consortium being assembled for a call. ``version`` counts changes, so that two coordinators lose nothing."""

    __table_args__ = (
        # Two open bids of one alliance for one call would compete, even when opened in the same instant.
        Index(
            "ix_bid_open_call", "call_id", unique=True,
            sqlite_where=text("status = 'open'"), postgresql_where=text("status = 'open'"),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="call.id", index=True)
    status: str
    budget: int | None = None
    proposal: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """The proposal that it was opened from: members by number, never by name, so that erasing one is whole."""
    version: int = 1
    opened_at: datetime = Field(sa_type=UtcDateTime)
    opened_by: str
    submitted_on: date | None = None
    outcome_on: date | None = None
    amount_won: int | None = None
    feedback: str | None = None


class BidPartner(Table, table=True):
    """A member in a bid."""

    __tablename__ = "bid_partner"

    bid_id: int = Field(primary_key=True, foreign_key="bid.id", ondelete="CASCADE")
    member_id: int = Field(primary_key=True, foreign_key="member.id", ondelete="CASCADE")
    lead: bool = False
    share: int | None = None
    overhead_percent: float | None = None
    """Its overheads as a part of its direct costs; None until it has said so."""
    answer: str
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    hold_until_on: date | None = None
    covers: list[str] = Field(default_factory=list, sa_type=Json)
    note: str = ""


class BidTick(Table, table=True):
    """A person's word on a point of readiness that no data can tell."""

    __tablename__ = "bid_tick"

    bid_id: int = Field(primary_key=True, foreign_key="bid.id", ondelete="CASCADE")
    point: int = Field(primary_key=True)
    state: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    note: str = ""
