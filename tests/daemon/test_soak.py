"""Eight weeks of work in minutes: real jobs, real spiders, loopback sites and mail, and what goes wrong in a year.

The weeks are four around each clock change; in between the machine stands in a cupboard for the winter.
"""

import logging
import os
import sqlite3
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest
from sqlmodel import select

from db.backup import faults
from db.engine import open_engine, reading, writing
from db.models import Call, Delivery, Digest, Run
from db.views import UK
from db.vocabulary import DeliveryState, Outcome
from funding_radar.daemon import Daemon, JobKind, daemon_of
from funding_radar.digest.proof import Standing, proofs, totals
from funding_radar.jobs.doctor import Patient, examine
from funding_radar.jobs.health import write_health
from funding_radar.jobs.housekeeping import backups
from funding_radar.jobs.overview import overview
from funding_radar.jobs.rhythm import UkTime
from funding_radar.jobs.work import Done, Work
from tests.daemon.playing import Clock
from tests.daemon.town import Town, fund, funds_on, living
from tests.digest.mailserver import Postbox, serving

AUTUMN, SPRING = datetime(2026, 10, 12, tzinfo=UTC), datetime(2027, 3, 15, tzinfo=UTC)
"""Mondays. The clocks change on 25 October 2026 and 28 March 2027."""
STEP = timedelta(hours=1)
WEEK = timedelta(days=7)
DISK = 320_000_000
HELD_SECONDS = 60.0


@dataclass
class Life:
    """A daemon that lives in a town, and what was seen of it."""

    town: Town
    clock: Clock
    box: Postbox
    port: int
    daemon: Daemon = field(init=False)
    well: list[tuple[str, datetime]] = field(default_factory=list)
    failed: list[tuple[str, datetime]] = field(default_factory=list)
    off: list[tuple[datetime, datetime]] = field(default_factory=list)
    memory: dict[date, int] = field(default_factory=dict)
    before: Callable[[Work, str], object] = lambda _work, _name: None

    def start(self) -> None:
        """The daemon's process begins: with a new engine, and the times of jobs as the database has them."""
        engine, settings = self.town.engine(), self.town.settings(smtp_port=self.port)
        self.daemon = daemon_of(engine, settings, self.clock, self.clock.pause)
        self.daemon.kinds = {name: self._noted(kind) for name, kind in self.daemon.kinds.items()}
        self.daemon.prepare()

    def _noted(self, kind: JobKind) -> JobKind:
        def run(work: Work) -> Done:
            self.before(work, kind.name)
            try:
                done = kind.run(work)
            except Exception:
                self.failed.append((kind.name, work.now))
                raise
            self.well.append((kind.name, work.now))
            return done

        return replace(kind, run=run)

    def live(self, span: timedelta, each: Callable[[], object] = lambda: None) -> None:
        """The daemon wakes at every step; the sites publish at midnight; ``each`` is what is done to the town then."""
        end = self.clock.now + span
        while self.clock.now < end:
            today = self.clock.now.astimezone(UK)
            if today.hour == 0:
                self.town.publish(today.date())
                self.memory[today.date()] = _memory()
            each()
            self.daemon.work()
            write_health(self.daemon.engine, self.daemon.settings, self.clock.now)
            self.clock.now += STEP

    def switch_off(self, until: datetime) -> None:
        """The machine is off, then on again."""
        self.daemon.engine.dispose()
        self.off.append((self.clock.now, until))
        self.clock.now = until
        self.town.publish(until.astimezone(UK).date())
        self.start()

    def alarms(self) -> str:
        daemon = self.daemon
        return "; ".join(overview(daemon.engine, daemon.settings, self.clock.now).alarms)

    def doctor(self) -> str:
        patient = Patient(self.daemon.settings, self.daemon.engine, self.clock.now)
        return "; ".join(d.what for d in examine(patient) if not d.well)

    def send_through(self, port: int) -> None:
        """The daemon's mail goes to this port from now on."""
        self.daemon.settings = self.town.settings(smtp_port=port)


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf(
        "SC_PAGESIZE"
    )


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, which can be filled."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={DISK},mode=700", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk: unshare --user --map-root-user --mount")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def _filled(folder: Path, leave: int) -> Iterator[None]:
    """Leaves so many bytes free on the disk."""
    ballast = folder / "ballast"
    free = os.statvfs(folder)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_bsize - leave)
    try:
        yield
    finally:
        ballast.unlink()


@pytest.mark.soak
def test_eight_weeks_through_both_clock_changes_with_all_that_goes_wrong(
    disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock, box = Clock(AUTUMN), Postbox()
    caplog.set_level(logging.ERROR)
    with living(disk, AUTUMN) as town, serving(box) as port:
        life = Life(town, clock, box, port)
        life.start()

        life.live(2 * WEEK)
        assert life.alarms() == ""
        a_source_is_down_for_a_week_and_the_mail_server_on_the_day_of_the_digest(life)
        switched_off_for_two_days_when_a_digest_is_due(life)
        a_winter_in_the_cupboard(life)
        life.live(WEEK)
        assert life.alarms() == ""
        the_disk_runs_full(life)
        life.live(SPRING + 2 * WEEK - clock.now)
        the_database_is_locked_for_a_minute(life, caplog)
        life.live(SPRING + 4 * WEEK + timedelta(hours=12) - clock.now)
        assert life.alarms() == ""
        assert life.doctor() == ""

    second, last = (
        mean(size for day, size in life.memory.items() if start.date() <= day < (start + WEEK).date())
        for start in (AUTUMN + WEEK, SPRING + 3 * WEEK)
    )  # fmt: skip
    print(f"memory: {second / 1e6:.0f} MB in the second week, {last / 1e6:.0f} MB in the last")
    _every_job_once(life)
    _every_call_once(life)
    _every_letter_once(life)
    _every_backup_is_sound(life)
    assert last < second * 1.1
    life.daemon.engine.dispose()


def a_source_is_down_for_a_week_and_the_mail_server_on_the_day_of_the_digest(life: Life) -> None:
    life.live(timedelta(days=1), lambda: life.town.close("steelwater"))
    assert "source demo_steelwater: " in life.alarms()
    life.send_through(9)
    life.live(timedelta(days=1), lambda: life.town.close("steelwater"))
    assert "job send: no connection" in life.alarms()
    assert "mail cannot be sent" in life.doctor()
    life.send_through(life.port)
    life.live(timedelta(days=5), lambda: life.town.close("steelwater"))
    assert life.alarms().count(";") == 0
    assert "source demo_steelwater: " in life.alarms()
    life.town.publish(life.clock.now.date())
    life.live(timedelta(days=1))
    assert life.alarms() == ""


def switched_off_for_two_days_when_a_digest_is_due(life: Life) -> None:
    assert life.clock.now.weekday() == 1
    life.switch_off(life.clock.now + timedelta(days=2))
    life.live(AUTUMN + 4 * WEEK - life.clock.now)
    assert life.alarms() == ""


def a_winter_in_the_cupboard(life: Life) -> None:
    life.switch_off(SPRING)
    assert "facts are out of date" in life.alarms()


def the_disk_runs_full(life: Life) -> None:
    with _filled(life.town.folder, 30_000_000):
        assert "free on disk" in life.alarms()
        assert "MB free" in life.doctor()
    with _filled(life.town.folder, 0):
        ran = len(life.well)
        life.live(timedelta(hours=12))
        held = [name for name, _ in life.well[ran:]]
        assert not {"backup", "send"} & set(held), "nothing can be written"
    life.live(timedelta(days=1))
    assert life.alarms() == ""


def the_database_is_locked_for_a_minute(life: Life, caplog: pytest.LogCaptureFixture) -> None:
    """By another process, from the moment at which the daemon begins to collect."""
    holder = sqlite3.connect(
        str(life.daemon.engine.url.database), isolation_level=None, check_same_thread=False
    )
    held = threading.Event()

    def release() -> None:
        holder.execute("ROLLBACK")

    def hold(_work: Work, name: str) -> None:
        if name == "refresh" and life.clock.now.hour == 5 and not held.is_set():
            held.set()
            holder.execute("BEGIN IMMEDIATE")
            threading.Timer(HELD_SECONDS, release).start()

    caplog.clear()
    life.before = hold
    life.live(timedelta(days=1))
    assert held.is_set()
    assert "database is locked" in caplog.text
    assert life.alarms() == ""
    holder.close()


def _every_job_once(life: Life) -> None:
    """Each time of the table has one run that went well; what was missed while off has one together."""
    for name, kind in life.daemon.kinds.items():
        ran = sorted(at for job, at in life.well if job == name)
        if isinstance(kind.trigger, UkTime):
            assert len(ran) == _expected(life, kind.trigger), name
            days = Counter(at.astimezone(UK).date() for at in ran)
            twice = {day for day, count in days.items() if count > 1}
            back = {end.astimezone(UK).date() for _, end in life.off}
            assert twice <= back, f"{name}: what was missed, and the day's own"
        else:
            assert len(set(ran)) == len(ran), name
            waits = [
                later - earlier
                for earlier, later in pairwise(ran)
                if not any(start < later and earlier < end for start, end in life.off)
            ]
            assert max(waits) <= timedelta(days=1), f"{name}: no trouble is longer than a day"
            assert Counter(waits).most_common(1)[0][0] == STEP, name


def _expected(life: Life, due: UkTime) -> int:
    """How often a job of this time must have run: told from the calendar alone."""
    times = []
    day, last = AUTUMN.date(), life.clock.now.astimezone(UK).date()
    while day <= last:
        at = datetime.combine(day, time(due.hour, due.minute), UK).astimezone(UTC)
        if due.weekday in (None, day.weekday()) and AUTUMN <= at <= life.clock.now - STEP:
            times.append(at)
        day += timedelta(days=1)
    missed = [[at for at in times if start <= at <= end] for start, end in life.off]
    return len(times) - sum(map(len, missed)) + sum(map(bool, missed))


def _every_call_once(life: Life) -> None:
    with reading(life.daemon.engine) as session:
        found = Counter(session.exec(select(Call.title)))
        running = session.exec(select(Run).where(Run.outcome == Outcome.RUNNING)).all()
    seen = {fund(day) for shown in sorted(life.memory)[:-1] for day in funds_on(shown)}
    assert {title: found[title] for title in seen if found[title] != 1} == {}
    assert running == []


def _every_letter_once(life: Life) -> None:
    with reading(life.daemon.engine) as session:
        rows = session.exec(
            select(Delivery.message_id, Delivery.state, Digest.issue, Digest.member_id).join(Digest)  # type: ignore[arg-type]
        ).all()
    assert {state for _, state, _, _ in rows} == {DeliveryState.SENT}
    arrived = Counter(message for _, message in life.box.arrived)
    assert arrived == Counter(message for message, *_ in rows)
    assert max(Counter((issue, member) for _, _, issue, member in rows).values()) == 1
    with writing(life.daemon.engine) as session:
        owed = totals(proofs(session, life.daemon.settings, life.clock.now))
    print({standing.value: count for standing, count in owed.items()})
    assert owed[Standing.DELIVERED] > 0


def _every_backup_is_sound(life: Life) -> None:
    kept = backups(life.daemon.settings)
    assert len(kept) == life.daemon.settings.daemon.keep_backups
    for file in kept:
        engine = open_engine(f"sqlite:///{file}")
        assert faults(engine) == []
        engine.dispose()
