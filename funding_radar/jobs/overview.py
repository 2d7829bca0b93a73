"""Everything at a glance: what ``status`` shows and monitoring reads."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from db.calls import call_views, count_by_status
from db.engine import reading
from db.facts import stale_share
from db.jobs import planned_jobs
from db.models import Contact, Delivery, Member, Run, Source
from db.views import UK, CallView
from db.vocabulary import DeliveryState, Status

CLOSING_DAYS = 14
FRESH_HOURS = 48
"""A source not visited for so long counts as not fresh."""
LEAST_FREE_BYTES = 200_000_000
"""With less room on the disk it is time to make some: a database that cannot grow loses what comes next."""
MOST_STALE = 0.2


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A source as ``status`` shows it."""

    name: str
    publisher: str
    paused_because: str | None
    alarm: str | None
    last_ok_at: datetime | None
    found: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts, alarms and what is next, at one instant."""

    sources: tuple[SourceHealth, ...]
    calls: dict[Status, int]
    closing: tuple[CallView, ...]
    to_review: int
    stale_share: float
    members: int
    consents: int
    deliveries: dict[DeliveryState, int]
    next_jobs: tuple[tuple[str, datetime, str | None], ...]
    free_bytes: int | None

    @property
    def alarms(self) -> list[str]:
        """What a person should look at, in sentences."""
        found = [f"source {s.name}: {s.alarm}" for s in self.sources if s.alarm]
        failed = self.deliveries.get(DeliveryState.FAILED_FOR_GOOD, 0)
        if failed:
            found.append(
                f"{failed} digest{'s' if failed > 1 else ''} could not be delivered: digest outbox"
            )
        found += [f"job {name}: {fault}" for name, _, fault in self.next_jobs if fault]
        if self.stale_share > MOST_STALE:
            found.append(
                f"{self.stale_share:.0%} of the facts are out of date: refresh the sources"
            )
        if self.free_bytes is not None and self.free_bytes < LEAST_FREE_BYTES:
            found.append(f"only {self.free_bytes / 1e6:.0f} MB free on disk: make room")
        return found


def overview(engine: Engine, now: datetime, folder: Path) -> Overview:
    """How things stand."""
    today = now.astimezone(UK).date()
    with reading(engine) as session:
        calls = call_views(session, statuses=[Status.OPEN, Status.COMING, Status.REVIEW])
        soon = today + timedelta(days=CLOSING_DAYS)
        closing = [c for c in calls if c.deadline and c.deadline.on and c.deadline.on <= soon]
        closing.sort(key=lambda call: str(call.deadline))
        return Overview(
            sources=_sources(session),
            calls=count_by_status(session),
            closing=tuple(closing),
            to_review=sum(any(f.contradicted for f in call.facts.values()) for call in calls),
            stale_share=stale_share(calls, today),
            members=session.exec(select(func.count()).select_from(Member)).one(),
            consents=_consents(session),
            deliveries=_deliveries(session),
            next_jobs=tuple(
                (job.name, job.due_at, job.last_message if job.last_outcome == "failed" else None)
                for job in planned_jobs(session)
            ),
            free_bytes=shutil.disk_usage(folder).free if folder.exists() else None,
        )


def _sources(session: Session) -> tuple[SourceHealth, ...]:
    last: dict[str, Run] = {}
    query = select(Run).where(Run.step == "collect", Run.outcome == "ok").order_by(col(Run.id))
    for run in session.exec(query):
        if run.source:
            last[run.source] = run
    return tuple(
        SourceHealth(
            name=source.name,
            publisher=source.publisher,
            paused_because=source.paused_because,
            alarm=source.alarm,
            last_ok_at=last[source.name].ended_at if source.name in last else None,
            found=last[source.name].found if source.name in last else None,
        )
        for source in session.exec(select(Source).order_by(col(Source.name)))
    )


def _consents(session: Session) -> int:
    query = select(func.count()).select_from(Contact)
    return session.exec(
        query.where(col(Contact.consent_on).is_not(None), col(Contact.withdrawn_at).is_(None))
    ).one()


def _deliveries(session: Session) -> dict[DeliveryState, int]:
    rows = session.exec(select(Delivery.state, func.count()).group_by(Delivery.state))
    return {DeliveryState(state): count for state, count in rows}
