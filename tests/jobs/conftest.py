"""Reading, merging and splitting are tested on SQLite and on PostgreSQL, with sightings of our own words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.engine import writing
from db.models import Call, CallSighting, Change, Fact, Sighting
from db.sightings import mark_gone, save_source, store_sighting
from funding_radar.gazetteer import Gazetteer, load
from funding_radar.jobs.read import read_sightings
from funding_radar.jobs.read_report import ReadReport
from spiders.entry import SourceEntry
from spiders.fields import SightingDraft
from tests.both import database_url, engine, postgres

__all__ = ["database_url", "engine", "postgres"]


@dataclass
class Desk:
    """A database into which a test puts what sources published, and has it read."""

    engine: Engine
    now: datetime
    gazetteer: Gazetteer = field(default_factory=load)

    def publish(self, ref: str, title: str, text: str, **more: Any) -> int:
        """What a source published; the number of the sighting."""
        source = more.pop("source", "uk_made_up")
        publisher = more.pop("publisher", "Larkfield Community Foundation")
        url = more.pop("url", f"https://example.org/{source}/{ref}")
        with writing(self.engine) as session:
            save_source(session, _entry(source), self.now)
            draft = SightingDraft(
                source=source, source_ref=ref, url=url, title=title, text=text, publisher=publisher, **more
            )  # fmt: skip
            store_sighting(session, draft, self.now)
            found = select(Sighting.id).where(Sighting.source == source, Sighting.source_ref == ref)
            return session.exec(found).one() or 0

    def read(self, keep: tuple[str, ...] = ()) -> ReadReport:
        return read_sightings(self.engine, self.gazetteer, self.now, keep=keep)

    def leave(self, source: str, status: Literal["closed", "gone"], *staying: str) -> int:
        """All that a source published leaves it, but for what stays; how many left."""
        with writing(self.engine) as session:
            return mark_gone(session, source, set(staying), self.now, status)

    def later(self, days: int = 1) -> None:
        self.now += timedelta(days=days)

    def ask(self, question: Callable[[Session], Any]) -> Any:
        with writing(self.engine) as session:
            return question(session)

    def calls(self) -> list[Call]:
        with Session(self.engine, expire_on_commit=False) as session:
            return list(session.exec(select(Call).order_by(col(Call.id))))

    def call_of(self, sighting_id: int, strand: str = "") -> int:
        with Session(self.engine) as session:
            return session.get_one(CallSighting, (sighting_id, strand)).call_id

    def changes(self) -> list[tuple[str, Any, Any]]:
        with Session(self.engine) as session:
            rows = session.exec(select(Change).order_by(col(Change.id)))
            return [(row.field, row.old, row.new) for row in rows]

    def facts(self, call_id: int) -> list[Fact]:
        with Session(self.engine, expire_on_commit=False) as session:
            in_force = select(Fact).where(Fact.call_id == call_id, col(Fact.ended_at).is_(None))
            return list(session.exec(in_force))


def _entry(name: str) -> SourceEntry:
    return SourceEntry(
        name=name, publisher="Made up", licence="", home_page="", places=(), shape="file", url="",
    )  # fmt: skip


@pytest.fixture
def desk(engine: Engine, now: datetime) -> Desk:
    return Desk(engine, now)


LANTERN = (
    "The Lantern Fund gives grants of £500 to £5,000 to small groups in Sheffield that support people's mental"
    " health. Charities and constituted groups can apply. Applications close on {day} January 2027 at 5pm."
)
"""A page of a funder."""

LANTERN_TOLD = (
    "Larkfield Community Foundation has opened its Lantern Fund again. Small groups in Sheffield can apply for up"
    " to £5,000 towards work on mental health. Deadline: {day} January 2027."
)
"""The same fund as a CVS tells of it."""
