"""What could be wrong with an installation, each with its mend: one small function a check."""

import os
import shutil
import smtplib
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from db.backup import faults
from db.errors import RadarError
from funding_radar.config import Settings
from funding_radar.jobs.overview import overview
from funding_radar.jobs.sources import source_states

LEAST_FREE_BYTES = 200_000_000
MOST_STALE = 0.2


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined."""

    settings: Settings
    engine: Engine
    now: datetime


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a check found: ``mend`` is empty when all is well."""

    what: str
    mend: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.mend


def examine(patient: Patient) -> Iterator[Diagnosis]:
    """Every check in turn; one that cannot be made says so and the rest go on."""
    for check in CHECKS:
        try:
            yield from check(patient)
        except RadarError as fault:
            yield Diagnosis(check.__name__.replace("_", " "), str(fault))


def database(patient: Patient) -> Iterator[Diagnosis]:
    """Sound, and of this program's schema."""
    found = faults(patient.engine)
    yield from (Diagnosis("the database", fault) for fault in found)
    if not found:
        yield Diagnosis("the database is sound")


def permissions(patient: Patient) -> Iterator[Diagnosis]:
    """Files with contacts or secrets are their owner's alone."""
    paths = (
        [Path(patient.engine.url.database or "")] if patient.engine.dialect.name == "sqlite" else []
    )
    if patient.settings.mail.password_file:
        paths.append(patient.settings.path(patient.settings.mail.password_file))
    for path in paths:
        if not path.exists():
            yield Diagnosis(f"{path}", "this file is not there")
        elif path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Diagnosis(f"{path} can be read by others", f"chmod 600 {path}")
        else:
            yield Diagnosis(f"{path} is yours alone")


def disk(patient: Patient) -> Iterator[Diagnosis]:
    """Room to write."""
    free = shutil.disk_usage(patient.settings.folder).free
    if free < LEAST_FREE_BYTES:
        yield Diagnosis(f"only {free / 1e6:.0f} MB free", "make room: the database cannot grow")
    else:
        yield Diagnosis(f"{free / 1e9:.1f} GB free on disk")


def clock(patient: Patient) -> Iterator[Diagnosis]:
    """A clock that lags behind what was already written would send digests twice or never."""
    with_database = overview(patient.engine, patient.now, patient.settings.folder)
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
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=10) as server:
            server.noop()
        yield Diagnosis(f"{settings.smtp_host} answers")
    except (OSError, smtplib.SMTPException) as fault:
        yield Diagnosis(
            f"{settings.smtp_host}:{settings.smtp_port} does not answer ({fault})",
            "check [mail] smtp_host, smtp_port and security",
        )


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
    stale = overview(patient.engine, patient.now, patient.settings.folder).stale_share
    if stale > MOST_STALE:
        yield Diagnosis(f"{stale:.0%} of the facts are out of date", "funding-radar refresh")


CHECKS: tuple[Callable[[Patient], Iterator[Diagnosis]], ...] = (
    database, permissions, disk, clock, alliance, mail, sources,
)  # fmt: skip
