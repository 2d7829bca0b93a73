"""What the program did: runs of steps, refusals, decisions, jobs."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from db.models.tables import Json, Table, UtcDateTime


class Run(Table, table=True):
    """One execution of a step: what it found, changed, refused, and how it ended."""

    id: int | None = Field(default=None, primary_key=True)
    step: str = Field(index=True)
    source: str | None = Field(default=None, index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str
    pages: int = 0
    unchanged_pages: int = 0
    bytes: int = 0
    seconds: float = 0.0
    """By the clock on the wall, whatever day the run plays."""
    found: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    refused: int = 0
    message: str | None = None
    coverage: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    """How many items had each field: compared with the source's own past."""


class Refusal(Table, table=True):
    """Something a run would not take, and why."""

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="run.id", index=True, ondelete="CASCADE")
    url: str
    reason: str


class Decision(Table, table=True):
    """An entry of the log: what was decided, by whom or which weights, on what grounds."""

    id: int | None = Field(default=None, primary_key=True)
    decided_at: datetime = Field(sa_type=UtcDateTime, index=True)
    by: str
    subject: str = Field(index=True)
    """What it is about, such as ``call 12`` or ``bid 3``."""
    what: str
    grounds: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class Job(Table, table=True):
    """A job of the daemon, claimed here before it runs, so that two daemons never do the same work."""

    name: str = Field(primary_key=True)
    due_at: datetime = Field(sa_type=UtcDateTime)
    claimed_by: str | None = None
    claimed_until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_outcome: str | None = None
    last_message: str | None = None
