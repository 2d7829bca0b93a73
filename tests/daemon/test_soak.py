"""Weeks of work in minutes: real jobs, real spiders, loopback sites and mail, and what goes wrong in a year."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import select

from db.backup import faults
from db.engine import open_engine, reading, writing
from db.models import Delivery, Digest
from db.schema import upgrade
from db.views import UK
from db.vocabulary import DeliveryState
from funding_radar.config import Settings, load_settings
from funding_radar.daemon import Daemon, JobKind, daemon_of
from funding_radar.demo import Demo, server
from funding_radar.gazetteer import load
from funding_radar.jobs.overview import overview
from funding_radar.jobs.work import Done, Work
from funding_radar.members.importing import store_members
from funding_radar.members.profiles import read_members
from tests.daemon.playing import Clock
from tests.digest.mailserver import Postbox, serving

STEP = timedelta(hours=2)


@dataclass
class Year:
    """A daemon with all that surrounds it."""

    engine: Engine
    settings: Settings
    clock: Clock
    pages: dict[str, Any]
    base: str
    full: list[bool]
    well: list[tuple[str, date]] = field(default_factory=list)
    daemon: Daemon = field(init=False)

    def start(self) -> None:
        self.daemon = daemon_of(self.engine, self.settings, self.clock, self.clock.pause)
        self.daemon.kinds = {name: self._noted(kind) for name, kind in self.daemon.kinds.items()}
        self.daemon.prepare()

    def _noted(self, kind: JobKind) -> JobKind:
        def run(work: Work) -> Done:
            done = kind.run(work)
            self.well.append((kind.name, work.now.astimezone(UK).date()))
            return done

        return replace(kind, run=run)

    def live(self, days: float, before: Callable[[], None] = lambda: None) -> None:
        end = self.clock.now + timedelta(days=days)
        while self.clock.now < end:
            today = self.clock.now.astimezone(UK)
            if today.weekday() == 0 and today.hour == 0:
                self.pages.update(Demo(today.date()).pages(self.base))
            before()
            self.daemon.work()
            self.clock.now += STEP

    def alarms(self) -> str:
        return "; ".join(overview(self.engine, self.clock.now, self.settings.folder).alarms)


@pytest.fixture
def full() -> list[bool]:
    return [False]


@pytest.fixture
def year(tmp_path: Path, full: list[bool], request: pytest.FixtureRequest) -> Iterator[Year]:
    clock = Clock(request.param)
    demo = Demo(clock.now.date())
    bound = server.bound_server()
    base = server.base_url(bound)
    pages = dict(demo.pages(base))
    with server.serving(bound, pages):
        settings = load_settings(demo.write(base, tmp_path))
        daemon = settings.daemon.model_copy(update={"jitter_percent": 0, "sources_at_once": 50})
        settings = settings.model_copy(update={"daemon": daemon})
        engine = open_engine(settings.database_url, create=True)
        upgrade(engine)

        def limit(connection: sqlite3.Connection, *_: object) -> None:
            connection.execute(f"PRAGMA max_page_count = {1 if full[0] else 1 << 30}").fetchall()

        event.listen(engine, "checkout", limit)
        members = read_members(
            (tmp_path / "members.csv").read_bytes(), "m.csv", load(), clock.now.date()
        )
        with writing(engine) as session:
            store_members(session, members, clock.now)
        yield Year(engine, settings, clock, pages, base, full)
        engine.dispose()


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


@pytest.mark.soak
@pytest.mark.parametrize(
    "year",
    [
        pytest.param(datetime(2026, 10, 12, 5, tzinfo=UTC), id="autumn"),
        pytest.param(datetime(2027, 3, 15, 5, tzinfo=UTC), id="spring"),
    ],
    indirect=True,
)
def test_four_weeks_through_a_clock_change_with_all_that_goes_wrong(year: Year) -> None:
    box = Postbox()
    with serving(box) as port:
        mail = year.settings.mail.model_copy(
            update={
                "smtp_host": "127.0.0.1",
                "smtp_port": port,
                "security": "none",
                "per_minute": 10_000,
            }
        )
        year.settings = year.settings.model_copy(update={"mail": mail})
        year.start()
        year.live(4)
        memory = _memory()
        assert year.alarms() == ""

        # A source is down for a week, within which the mail server is for the day of the digest.
        def away() -> None:
            for path in [path for path in year.pages if path.startswith("/steelwater")]:
                del year.pages[path]

        year.live(3.9, away)
        assert "demo_steelwater" in year.alarms()
        dead = mail.model_copy(update={"smtp_port": 9})
        year.daemon.settings = year.settings.model_copy(update={"mail": dead})
        year.live(1, away)
        assert "job send: no connection" in year.alarms()
        year.daemon.settings = year.settings
        year.live(2.1, away)
        assert "job send" not in year.alarms()
        year.pages.update(Demo(year.clock.now.date()).pages(year.base))
        year.live(7.5)
        assert year.alarms() == ""

        # Switched off for two days; another process holds the database for a minute; the disk is full for some hours.
        year.clock.now += timedelta(days=2)
        year.start()
        year.live(1)
        holder = sqlite3.connect(str(year.engine.url.database), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        year.daemon.work()
        holder.execute("ROLLBACK")
        holder.close()
        year.live(0.5)
        year.full[0] = True
        year.live(0.5)
        year.full[0] = False
        year.live(6)
        assert year.alarms() == ""
        assert _memory() - memory < 60_000_000

    assert faults(year.engine) == []
    with reading(year.engine) as session:
        rows = session.exec(
            select(Delivery.message_id, Delivery.state).join(Digest)  # type: ignore[arg-type]
        ).all()
    assert {state for _, state in rows} == {DeliveryState.SENT}
    assert Counter(message for _, message in box.arrived) == Counter(message for message, _ in rows)
    weeks = Counter(day.isocalendar().week for name, day in year.well if name == "digest")
    assert set(weeks.values()) == {1}
    assert len(weeks) == 4
    nights = Counter(day for name, day in year.well if name == "backup")
    assert set(nights.values()) == {1}
