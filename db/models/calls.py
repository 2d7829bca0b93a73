"""Sources, what they published, and the calls and facts made of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.models.tables import Json, Table, UtcDateTime


class Source(Table, table=True):
    """A site or API that publishes funding, as last seen in the catalogue and configuration."""

    name: str = Field(primary_key=True)
    publisher: str
    licence: str
    home_page: str
    shape: str
    places: list[str] = Field(default_factory=list, sa_type=Json)
    expects_at_least: int = 0
    paused_because: str | None = None
    paused_by_hand: bool | None = None
    """What a coordinator decided; None follows the catalogue and the configuration."""
    alarm: str | None = None
    alarm_since_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failures_in_a_row: int = 0
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """What the source needs to go on from where it stopped, such as the end of its last window."""


class Page(Table, table=True):
    """A page as last fetched, so that it is asked for again only if it changed."""

    source: str = Field(primary_key=True, foreign_key="source.name", ondelete="CASCADE")
    url: str = Field(primary_key=True)
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str = ""
    """Of the body and of how it was read; a new reader or a new selector asks for the page again."""
    refs: list[str] = Field(default_factory=list, sa_type=Json)
    """The references of the sightings that stood on it, seen again when it has not changed."""
    follows: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """The pages that it led to, so that an unchanged page still leads there."""
    fetched_at: datetime = Field(sa_type=UtcDateTime)


class Sighting(Table, table=True):
    """What one source published about one thing."""

    __table_args__ = (UniqueConstraint("source", "source_ref"),)

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(foreign_key="source.name", index=True)
    source_ref: str
    url: str
    title: str
    text: str
    publisher: str = ""
    published_on: date | None = None
    stated: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    content_hash: str
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    gone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    kind: str | None = None
    """What the readers took it for; None until it is read."""
    read_hash: str | None = None
    """Content and reader version of the last reading: equal to today's means nothing to do."""


class Call(Table, table=True):
    """One funding opportunity, fed by one or more sightings."""

    id: int | None = Field(default=None, primary_key=True)
    title: str
    funder: str = ""
    kind: str
    status: str = Field(index=True)
    url: str = ""
    text: str = ""
    series: str | None = Field(default=None, index=True)
    """Links the rounds of one fund."""
    set_aside_because: str | None = None
    review_because: str | None = None
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CallSighting(Table, table=True):
    """Which call a sighting feeds: one for each strand that can be bid for alone, ``""`` when it is the only one."""

    __tablename__ = "call_sighting"

    sighting_id: int = Field(primary_key=True, foreign_key="sighting.id", ondelete="CASCADE")
    strand: str = Field(primary_key=True, default="")
    call_id: int = Field(foreign_key="call.id", index=True, ondelete="CASCADE")


class Fact(Table, table=True):
    """One thing read about a call, with the words that say it. The one in force has ``ended_at`` empty."""

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="call.id", index=True, ondelete="CASCADE")
    sighting_id: int | None = Field(default=None, foreign_key="sighting.id", index=True)
    field: str
    value: Any = Field(default=None, sa_type=Json, nullable=True)
    """None only where a person says that it is unknown, whatever was read."""
    quote: str = ""
    basis: str | None = None
    url: str = ""
    document: str = ""
    page: int | None = None
    inferred: bool = False
    contradicted: bool = False
    reader: str = ""
    read_on: date
    check_by_on: date | None = None
    corrected_by: str | None = None
    corrected_because: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Change(Table, table=True):
    """A fact of a call that moved."""

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="call.id", index=True, ondelete="CASCADE")
    field: str
    old: Any = Field(default=None, sa_type=Json, nullable=True)
    new: Any = Field(default=None, sa_type=Json, nullable=True)
    noticed_at: datetime = Field(sa_type=UtcDateTime, index=True)


class Judgement(Table, table=True):
    """A person's word that two sightings are, or are not, one call: kept over later crawls."""

    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: int | None = Field(default=None, primary_key=True)
    first_id: int = Field(foreign_key="sighting.id", ondelete="CASCADE")
    second_id: int = Field(foreign_key="sighting.id", ondelete="CASCADE")
    same: bool
    decided_by: str
    decided_at: datetime = Field(sa_type=UtcDateTime)
