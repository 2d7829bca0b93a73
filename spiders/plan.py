"""What a crawl is asked to do and what it answers: plain records that pass between two processes as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from spiders.entry import SourceEntry

STEP = "collect"
"""The name of crawls among the runs."""


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """Which sources to visit, and how. ``now`` plays a day (None: the real clock); addresses of files are absolute."""

    database_url: str
    entries: tuple[SourceEntry, ...]
    user_agent: str
    delay: float = 5.0
    timeout: float = 60.0
    max_bytes: int = 20_000_000
    max_pages: int = 500
    allow_private_hosts: bool = False
    now: datetime | None = None

    def to_json(self) -> str:
        """The plan as one line of JSON."""
        row = asdict(self)
        row["now"] = self.now.astimezone(UTC).isoformat() if self.now else None
        return json.dumps(row)

    @classmethod
    def from_json(cls, text: str) -> "CrawlPlan":
        """The plan that ``to_json`` wrote."""
        row = json.loads(text)
        now = row["now"]
        return cls(
            **{
                **row,
                "entries": tuple(SourceEntry.from_json(entry) for entry in row["entries"]),
                "now": datetime.fromisoformat(now) if now else None,
            }
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a visit is: ``event`` is started, page or ended."""

    source: str
    event: str
    pages: int
    found: int
    refused: int


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """How a visit ended: the Run in short. ``refusals`` are pairs of address and reason."""

    source: str
    outcome: str
    message: str | None = None
    pages: int = 0
    unchanged_pages: int = 0
    bytes: int = 0
    seconds: float = 0.0
    found: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    refusals: tuple[tuple[str, str], ...] = ()
    coverage: Mapping[str, int] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        """How many pages and items were refused."""
        return len(self.refusals)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "CrawlReport":
        """The report in a line of a crawl's progress."""
        kept = {key: row[key] for key in cls.__dataclass_fields__ if key in row}
        return cls(**{**kept, "refusals": tuple((url, reason) for url, reason in row["refusals"])})
