"""The daemon: a table of jobs, each claimed in the database before it acts.

APScheduler's triggers say when a job is due next; the database remembers, so a job missed while the
machine was off runs once when it is back, and two daemons never do the same work twice. Every job may be killed at
any moment and begun again: what it did is in the database, and it does only what is missing.
"""

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from db.engine import reading, writing
from db.errors import RadarError
from db.jobs import (
    Finish,
    Plan,
    claim_due_job,
    extend_claim,
    finish_job,
    leave_job,
    plan_jobs,
    planned_jobs,
)
from db.models import Job
from funding_radar.config import Settings
from funding_radar.jobs.logs import fault_of
from funding_radar.jobs.rhythm import UkTime, every, next_due
from funding_radar.jobs.work import Done, Work

log = logging.getLogger(__name__)

WAKE_SECONDS = 20
CLOCK_SLACK = timedelta(minutes=1)
"""By how much a clock may be put right without a word."""
GRACE_SECONDS = 4.0
"""What a job under way is given to end by itself after SIGTERM, before it is left."""
LAST_SECONDS = 3.5
"""What is left to roll back and stop the crawling process, before we go without a word: ten seconds in all, with
what a busy machine takes to let us go."""
FINISH_TRIES = 6
FINISH_PAUSE = 10.0
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Left(BaseException):
    """Raised in a job when the daemon must stop now: like a key press, nobody catches it on the way."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """A row of the table: a name, when it is due, and what it does. ``run`` raises RadarError when it could not."""

    name: str
    trigger: BaseTrigger
    run: Callable[[Work], Done]


def table_of_jobs(settings: Settings) -> tuple[JobKind, ...]:
    """Every job of the daemon, with the times of the configuration."""
    from funding_radar.jobs import housekeeping, scheduled

    digest, backup_hour = settings.digest, settings.daemon.backup_hour
    rows: list[tuple[str, BaseTrigger, Callable[[Work], Done]]] = [
        ("refresh", every(10), scheduled.refresh_due_sources),
        ("digest", UkTime(digest.hour, 0, WEEKDAYS.index(digest.weekday)), scheduled.compose_digests),
        ("alerts", UkTime(digest.hour, 30), scheduled.compose_alerts),
        ("send", every(5), scheduled.send_deliveries),
        ("close", every(30), scheduled.close_passed_calls),
        ("stale", UkTime(5, 20), scheduled.check_stale_facts),
        ("backup", UkTime(backup_hour, 15), housekeeping.back_up_database),
        ("housekeeping", UkTime(backup_hour, 45), housekeeping.remove_what_is_old),
    ]  # fmt: skip
    if settings.mail.imap_host or settings.mail.replies:
        rows.append(("replies", every(10), scheduled.take_replies))
    return tuple(JobKind(*row) for row in rows)


def worker_name() -> str:
    """Who claims: machine, process, and a word that no other life of this daemon has."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"


@dataclass
class Daemon:
    """One daemon at work: ``clock`` and ``pause`` are passed in, so that weeks can be played in seconds."""

    engine: Engine
    settings: Settings
    kinds: Mapping[str, JobKind]
    clock: Callable[[], datetime]
    pause: Callable[[float], object]
    worker: str = field(default_factory=worker_name)
    beat_seconds: float | None = None
    """Seconds between two renewals of a claim; a fifth of the lease when left out."""
    stopping: bool = False
    seen_at: datetime | None = None
    """When we last looked for work: an earlier time since then means that the clock was set back."""

    @property
    def lease(self) -> timedelta:
        """A claim left by a daemon that died is free again after this."""
        return timedelta(minutes=self.settings.daemon.lease_minutes)

    def prepare(self) -> None:
        """Gives every job a row: those due at intervals are due at once, the rest at their next time.

        Raises RadarError when the database cannot be written.
        """
        now = self.clock()
        plans = {}
        for kind in self.kinds.values():
            fixed, due = not isinstance(kind.trigger, IntervalTrigger), next_due(kind.trigger, now)
            plans[kind.name] = Plan(due if fixed else now, due, fixed)
        try:
            try:
                self._plan(plans, now)
            except IntegrityError:
                # Another daemon that began at the same moment made the rows first; they are there now.
                self._plan(plans, now)
        except DBAPIError as error:
            raise RadarError(fault_of(error)) from None

    def _plan(self, plans: Mapping[str, Plan], now: datetime) -> None:
        with writing(self.engine) as session:
            plan_jobs(session, plans, now)

    def work(self) -> int:
        """Runs what is due until nothing is; how many jobs. A database that cannot be used now is tried again later."""
        ran, before, self.seen_at = 0, self.seen_at, self.clock()
        try:
            if before and self.seen_at < before - CLOCK_SLACK:
                log.warning("the clock was set back: what was planned by it is planned anew")
                self.prepare()
            while not self.stopping and self.run_one():
                ran += 1
        except (DBAPIError, RadarError) as error:
            log.error("no job can be claimed: %s", fault_of(error))
        return ran

    def run_one(self) -> bool:
        """Claims and runs the job that is longest due; whether there was one. A failure is recorded."""
        began = self.clock()
        with writing(self.engine) as session:
            job = claim_due_job(session, self.worker, began, self.lease, self.kinds)
            name = job.name if job else None
        if name is None:
            return False
        kind = self.kinds[name]
        try:
            with self._renewed(name):
                done, fault = self._try(kind, began)
        except BaseException:
            self._leave(name)
            raise
        self._finish(kind, done, fault)
        return True

    def _try(self, kind: JobKind, began: datetime) -> tuple[Done | None, str | None]:
        try:
            done = kind.run(Work(self.engine, self.settings, began, self.clock))
        except Exception as error:  # noqa: BLE001 - the one place that records a failure and goes on
            fault = fault_of(error)
            log.error("%s failed: %s", kind.name, fault)
            return None, fault
        log.info("%s: %s", kind.name, done.line)
        return done, None

    def _finish(self, kind: JobKind, done: Done | None, fault: str | None) -> None:
        ended = self.clock()
        due = next_due(kind.trigger, ended)
        if fault is not None:
            due = min(due, ended + timedelta(minutes=self.settings.daemon.retry_minutes))
        elif done is not None and done.more:
            due = ended
        finish = Finish(due, fault, ended)
        for left in reversed(range(FINISH_TRIES)):
            try:
                with writing(self.engine) as session:
                    kept = finish_job(session, kind.name, self.worker, finish)
            except DBAPIError as error:
                log.error("the end of %s cannot be recorded: %s", kind.name, fault_of(error))
                if left and not self.stopping:
                    self.pause(FINISH_PAUSE)
            else:
                if not kept:
                    log.warning(
                        "another daemon had taken %s over: it may have been done twice", kind.name
                    )
                return

    def _leave(self, name: str) -> None:
        try:
            with writing(self.engine) as session:
                leave_job(session, name, self.worker)
            log.info("%s was left under way: it is begun again", name)
        except (DBAPIError, RadarError) as error:
            log.error(
                "%s was left, and its claim stays until it runs out: %s", name, fault_of(error)
            )

    @contextmanager
    def _renewed(self, name: str) -> Iterator[None]:
        """Keeps the claim alive from a thread of its own, however long the work takes."""
        over = threading.Event()
        wait = self.lease.total_seconds() / 5 if self.beat_seconds is None else self.beat_seconds

        def beat() -> None:
            while not over.wait(wait):
                try:
                    with writing(self.engine) as session:
                        if not extend_claim(session, name, self.worker, self.clock() + self.lease):
                            return
                except DBAPIError as error:
                    log.warning("the claim of %s is not renewed: %s", name, fault_of(error))

        thread = threading.Thread(target=beat, name=f"claim of {name}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join(timeout=1)


def daemon_of(
    engine: Engine,
    settings: Settings,
    clock: Callable[[], datetime],
    pause: Callable[[float], object],
) -> Daemon:
    """A daemon with the whole table of jobs."""
    return Daemon(engine, settings, {k.name: k for k in table_of_jobs(settings)}, clock, pause)


def run(
    engine: Engine, settings: Settings, *, clock: Callable[[], datetime], once: bool = False
) -> None:
    """Runs until SIGTERM or SIGINT, or with ``once`` until nothing is due.

    After a signal the job under way is given a few seconds to end, then it is left, rolled back and given back.
    """
    from funding_radar.jobs.health import write_health

    stopped = threading.Event()
    daemon = daemon_of(engine, settings, clock, stopped.wait)

    def work() -> None:
        with _left():
            daemon.work()
            write_health(engine, settings, clock())

    def stop() -> None:
        daemon.stopping = True
        stopped.set()

    # Left may be raised between two jobs as well, where the machine is so slow that stopping takes its time.
    with _signals(stop), _left():
        daemon.prepare()
        log.info("the daemon works as %s", daemon.worker)
        work()
        # By the time that passes and not by the clock, which may be set back by a year.
        while not once and not stopped.wait(WAKE_SECONDS):
            work()
    log.info("the daemon has stopped")


@contextmanager
def _left() -> Iterator[None]:
    try:
        yield
    except Left:
        log.info("stopping: what was under way is left, nothing is lost")


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """Stops at the first signal; what then takes too long is broken off, and at last the process itself."""
    alarms = 0

    def ask(*_: object) -> None:
        stop()
        signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)

    def break_off(*_: object) -> None:
        nonlocal alarms
        alarms += 1
        if alarms > 1:
            os._exit(
                0
            )  # Every job may be killed at any moment; waiting longer would only get us killed.
        signal.setitimer(signal.ITIMER_REAL, LAST_SECONDS)
        raise Left

    before = {sign: signal.signal(sign, ask) for sign in (signal.SIGTERM, signal.SIGINT)}
    before[signal.SIGALRM] = signal.signal(signal.SIGALRM, break_off)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for sign, handler in before.items():
            signal.signal(sign, handler)


def jobs_now(engine: Engine) -> list[Job]:
    """The jobs as the database knows them, next due first."""
    with reading(engine) as session:
        return planned_jobs(session)
