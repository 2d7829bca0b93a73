"""What could be wrong with an installation, each with its mend: one small function a check."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from db.backup import faults
from db.engine import reading
from db.errors import RadarError
from db.jobs import planned_jobs
from db.models import Job
from funding_radar import phrases
from funding_radar.config import Settings
from funding_radar.digest.mailbox import open_mailbox
from funding_radar.digest.transport import Smtp, Unreachable, open_transport
from funding_radar.jobs.crawling import user_agent
from funding_radar.jobs.logs import fault_of, without_addresses
from funding_radar.jobs.overview import LEAST_FREE_BYTES, MOST_STALE, overview
from funding_radar.jobs.robots import Asked, ask_all
from funding_radar.jobs.sources import source_states

LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined: ``opened`` is the database, or why it cannot be opened."""

    settings: Settings
    opened: Engine | RadarError
    now: datetime

    @property
    def engine(self) -> Engine:
        """The database. Raises RadarError when it cannot be opened."""
        if isinstance(self.opened, RadarError):
            raise self.opened
        return self.opened


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a check found: ``mend`` is empty when all is well."""

    what: str
    mend: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.mend


def examine(patient: Patient, *, sites: bool = False) -> Iterator[Diagnosis]:
    """Every check in turn; one that cannot be made says so and the rest go on. ``sites`` visits every source's host.

    Without the database the first says why, and those that need it are left out.
    """
    for check in (*CHECKS, robots) if sites else CHECKS:
        try:
            yield from check(patient)
        except RadarError as fault:
            if fault is patient.opened and check is not database:
                continue
            yield Diagnosis(f"{check.__name__.replace('_', ' ')} cannot be used", str(fault))
        except (OSError, DBAPIError) as fault:
            yield Diagnosis(
                f"{check.__name__.replace('_', ' ')} cannot be checked", fault_of(fault)
            )


def database(patient: Patient) -> Iterator[Diagnosis]:
    """Sound, and of this program's schema."""
    found = faults(patient.engine)
    for fault in found:
        what, _, mend = fault.rpartition(": ")
        yield Diagnosis(what, mend)
    if not found:
        yield Diagnosis("the database is sound")


def permissions(patient: Patient) -> Iterator[Diagnosis]:
    """Files with contacts or secrets are their owner's alone."""
    wrong = 0
    for path, needed in _private_paths(patient):
        if not path.exists():
            if needed:
                wrong += 1
                yield Diagnosis(
                    f"{path} is not there", "make it, or change its path in config.toml"
                )
        elif path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            wrong += 1
            yield Diagnosis(
                f"{path} can be read by others",
                f"chmod {'700' if path.is_dir() else '600'} {path}",
            )
    if not wrong:
        yield Diagnosis("files with names, addresses or passwords are yours alone")


def _private_paths(patient: Patient) -> Iterator[tuple[Path, bool]]:
    """What must be its owner's alone, and whether it has to be there."""
    settings, mail = patient.settings, patient.settings.mail
    prefix, url = "sqlite:///", settings.database_url
    if url.startswith(prefix) and url != f"{prefix}:memory:":
        live = Path(url.removeprefix(prefix))
        for kept in live.parent.glob(f"{live.name}*"):
            yield kept, False
    for secret in (mail.password_file, mail.imap_password_file):
        if secret:
            yield settings.path(secret), True
    for folder in (settings.daemon.backups, mail.outbox, mail.replies):
        if folder:
            yield settings.path(folder), False
    for backup in settings.path(settings.daemon.backups).glob("radar-*"):
        yield backup, False


def disk(patient: Patient) -> Iterator[Diagnosis]:
    """Room to write."""
    free = shutil.disk_usage(patient.settings.folder).free
    if free < LEAST_FREE_BYTES:
        yield Diagnosis(f"only {free / 1e6:.0f} MB free", "make room: the database cannot grow")
    else:
        yield Diagnosis(f"{free / 1e9:.1f} GB free on disk")


def clock(patient: Patient) -> Iterator[Diagnosis]:
    """A clock that lags behind what was already written would send digests twice or never."""
    with_database = overview(patient.engine, patient.settings, patient.now)
    latest = [s.last_ok_at for s in with_database.sources if s.last_ok_at]
    if latest and max(latest) > patient.now + timedelta(minutes=5):
        yield Diagnosis("the clock is behind", "set the machine's clock (timedatectl set-ntp true)")
    else:
        yield Diagnosis("the clock agrees with the database")


def mail(patient: Patient) -> Iterator[Diagnosis]:
    """The outbox can be written, or the mail server answers and lets us in."""
    settings = patient.settings.mail
    if not settings.smtp_host:
        folder = patient.settings.path(settings.outbox or Path("outbox"))
        parent = next(p for p in (folder, *folder.parents) if p.exists())
        if os.access(parent, os.W_OK):
            yield Diagnosis(f"digests are written to {folder}")
        else:
            yield Diagnosis(f"{folder} cannot be written", "choose another folder as [mail] outbox")
        return
    way = open_transport(patient.settings)
    assert isinstance(way, Smtp)
    try:
        way.greet()
        yield Diagnosis(f"{settings.smtp_host} answers and lets us in")
    except Unreachable as fault:
        yield Diagnosis(
            f"mail cannot be sent: {without_addresses(fault.said)}",
            "check [mail] smtp_host, smtp_port, security, username and the password",
        )
    finally:
        way.close()


def answers(patient: Patient) -> Iterator[Diagnosis]:
    """The mailbox where members' answers arrive, if there is one."""
    mail = patient.settings.mail
    if mail.imap_host or mail.replies:
        open_mailbox(patient.settings).close()
        yield Diagnosis("the mailbox for answers can be opened")


def daemon(patient: Patient) -> Iterator[Diagnosis]:
    """It runs, and its jobs went well."""
    with reading(patient.engine) as session:
        jobs = planned_jobs(session)
    late = [j.name for j in jobs if j.due_at < patient.now - LATE and not _at_work(j, patient)]
    if late:
        yield Diagnosis(
            f"the daemon does not work: {phrases.listed(late, 3)} should have run",
            "systemctl restart funding-radar, or funding-radar daemon run",
        )
    for job in jobs:
        if job.last_outcome == "failed":
            yield Diagnosis(
                f"the job {job.name} failed: {job.last_message}",
                "mend what it says; it is tried again by itself",
            )
    if jobs and not late and not any(job.last_outcome == "failed" for job in jobs):
        yield Diagnosis("the daemon works")
    elif not jobs:
        yield Diagnosis("the daemon has not run yet: funding-radar daemon run")


def _at_work(job: Job, patient: Patient) -> bool:
    return job.claimed_until_at is not None and job.claimed_until_at >= patient.now


def alliance(patient: Patient) -> Iterator[Diagnosis]:
    """A name and an address, which sites and members see."""
    if not patient.settings.alliance.email:
        yield Diagnosis("sites cannot tell who visits them", "set [alliance] email in config.toml")
    else:
        yield Diagnosis("sites and members can write to you")


def sources(patient: Patient) -> Iterator[Diagnosis]:
    """The catalogue can be read, something is active, and nothing is in alarm."""
    states = source_states(patient.engine, patient.settings)
    active = [state for state in states if not state.paused]
    if active:
        yield Diagnosis(f"{len(active)} sources are active")
    else:
        yield Diagnosis("every source is paused", "funding-radar sources resume NAME")
    for state in active:
        if state.alarm:
            name = state.entry.name
            yield Diagnosis(f"source {name}: {state.alarm}", f"funding-radar sources check {name}")
    stale = overview(patient.engine, patient.settings, patient.now).stale_share
    if stale > MOST_STALE:
        yield Diagnosis(f"{stale:.0%} of the facts are out of date", "funding-radar refresh")


def robots(patient: Patient) -> Iterator[Diagnosis]:
    """Every active source's site answers, and its robots.txt lets us in."""
    entries = [
        state.entry for state in source_states(patient.engine, patient.settings) if not state.paused
    ]
    found = ask_all(entries, user_agent(patient.settings), patient.settings.crawl.timeout)
    for name, asked in found.items():
        if asked is not Asked.WELCOME:
            yield Diagnosis(
                f"source {name}: {asked.value}",
                f"funding-radar sources pause {name}, or ask the site",
            )
    welcome = sum(asked is Asked.WELCOME for asked in found.values())
    yield Diagnosis(f"{welcome} of {len(found)} sites answer and let us in")


CHECKS: tuple[Callable[[Patient], Iterator[Diagnosis]], ...] = (
    database, permissions, disk, clock, alliance, mail, answers, daemon, sources,
)  # fmt: skip
