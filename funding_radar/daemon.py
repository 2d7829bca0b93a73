"""The daemon: a table of jobs, each claimed in the database before it acts.

APScheduler wakes us and computes when a job is due next; the database remembers, so a job missed while the
machine was off runs once when it is back, and two daemons never do the same work twice.
"""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine

from db.engine import reading, writing
from db.jobs import claim_due_job, finish_job, plan_jobs, planned_jobs
from db.models import Job
from db.views import UK
from funding_radar.config import Settings
from funding_radar.jobs.work import Work

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=30)
"""A claim left by a daemon that died is free again after this."""
WAKE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class JobKind:
    """A row of the table: a name, when it is due, and what it does. ``run`` returns a line for the log."""

    name: str
    trigger: BaseTrigger
    run: Callable[[Work], str]


def table_of_jobs(settings: Settings) -> tuple[JobKind, ...]:
    """Every job of the daemon, with the times of the configuration."""
    from funding_radar.jobs import scheduled

    return (
        JobKind(
            "refresh", IntervalTrigger(minutes=15, timezone=UTC), scheduled.refresh_due_sources
        ),
        JobKind(
            "digest",
            CronTrigger(
                day_of_week=settings.digest.weekday[:3], hour=settings.digest.hour, timezone=UK
            ),
            scheduled.compose_digests,
        ),
        JobKind(
            "alerts",
            CronTrigger(hour=settings.digest.hour, minute=30, timezone=UK),
            scheduled.compose_alerts,
        ),
        JobKind("send", IntervalTrigger(minutes=5, timezone=UTC), scheduled.send_deliveries),
        JobKind("close", CronTrigger(minute=1, timezone=UK), scheduled.close_passed_calls),
        JobKind(
            "backup",
            CronTrigger(hour=settings.daemon.backup_hour, minute=15, timezone=UK),
            scheduled.back_up,
        ),
    )


def next_due(kind: JobKind, after: datetime) -> datetime:
    """When a job is due next, strictly after an instant; in UTC."""
    moment = after + timedelta(seconds=1)
    if isinstance(kind.trigger, IntervalTrigger):
        interval: timedelta = kind.trigger.interval
        return after.astimezone(UTC) + interval
    due: datetime | None = kind.trigger.get_next_fire_time(None, moment)
    if due is None:  # pragma: no cover - our triggers have no end
        msg = f"the job {kind.name} is never due"
        raise ValueError(msg)
    return due.astimezone(UTC)


def prepare(engine: Engine, kinds: tuple[JobKind, ...], now: datetime) -> None:
    """Gives every job a row: those due at intervals are due at once, the rest at their next time."""
    due = {
        kind.name: now if isinstance(kind.trigger, IntervalTrigger) else next_due(kind, now)
        for kind in kinds
    }
    with writing(engine) as session:
        plan_jobs(session, due)


def run_one_due_job(
    engine: Engine,
    settings: Settings,
    kinds: Mapping[str, JobKind],
    worker: str,
    clock: Callable[[], datetime],
) -> bool:
    """Claims and runs the job that is longest due; whether there was one.

    A job that fails is recorded, and the rest go on.
    """
    now = clock()
    with writing(engine) as session:
        job = claim_due_job(session, worker, now, LEASE)
        name = job.name if job else None
    if name is None:
        return False
    kind, fault = kinds.get(name), None
    try:
        line = kind.run(Work(engine, settings, now, clock)) if kind else "no such job any more"
        log.info("%s: %s", name, line)
    except Exception as error:  # noqa: BLE001 - the one place that records a failure and goes on
        fault = f"{type(error).__name__}: {error}"
        log.error("%s failed: %s", name, fault)
    ended = clock()
    due_at = next_due(kind, ended) if kind else ended + timedelta(days=3650)
    with writing(engine) as session:
        finish_job(session, name, worker, due_at=due_at, fault=fault, now=ended)
    return True


def run(
    engine: Engine, settings: Settings, *, clock: Callable[[], datetime], once: bool = False
) -> None:
    """Runs until SIGTERM or SIGINT, or with ``once`` until nothing is due. The job under way is finished first."""
    kinds = table_of_jobs(settings)
    named = {kind.name: kind for kind in kinds}
    worker = f"{socket.gethostname()}:{os.getpid()}"
    stopping = threading.Event()
    prepare(engine, kinds, clock())

    def work() -> None:
        while not stopping.is_set() and run_one_due_job(engine, settings, named, worker, clock):
            pass

    work()
    if once:
        return
    scheduler = BlockingScheduler(timezone=UTC)
    scheduler.add_job(work, IntervalTrigger(seconds=WAKE_SECONDS), max_instances=1, coalesce=True)

    def stop(*_: object) -> None:
        stopping.set()
        scheduler.shutdown(wait=False)

    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, stop)
    log.info("the daemon works as %s", worker)
    scheduler.start()
    log.info("the daemon has stopped")


def jobs_now(engine: Engine) -> list[Job]:
    """The jobs as the database knows them, next due first."""
    with reading(engine) as session:
        return planned_jobs(session)
