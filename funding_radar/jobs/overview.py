"""Everything at a glance: what ``status`` shows and monitoring reads."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from db.calls import count_by_status
from db.engine import reading
from db.facts import stale_share
from db.jobs import planned_jobs
from db.matches import match_views
from db.models import Call, Contact, Delivery, Member, Run
from db.reviews import calls_in_sight, reviews
from db.views import UK, CallView
from db.vocabulary import DeliveryState, Outcome, Status, Verdict
from funding_radar.config import Settings
from funding_radar.jobs.match import matching_context
from funding_radar.jobs.sources import SourceState, source_states
from funding_radar.matching.clashes import chased
from spiders.plan import STEP

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

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
    paused: bool
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
        found = [f"source {s.name}: {s.alarm}" for s in self.sources if s.alarm and not s.paused]
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


def overview(engine: Engine, settings: Settings, now: datetime) -> Overview:
    """How things stand. Raises RadarError for a source that is configured wrongly."""
    today = now.astimezone(UK).date()
    states = source_states(engine, settings)
    with reading(engine) as session:
        calls = calls_in_sight(session)
        soon = today + timedelta(days=CLOSING_DAYS)
        closing = [c for c in calls if c.deadline and c.deadline.on and c.deadline.on <= soon]
        closing.sort(key=lambda call: str(call.deadline))
        return Overview(
            sources=_sources(session, states),
            calls=count_by_status(session),
            closing=tuple(closing),
            to_review=len({call.id for call, _ in reviews(session, calls)}),
            stale_share=stale_share(calls, today),
            members=session.exec(select(func.count()).select_from(Member)).one(),
            consents=_consents(session),
            deliveries=_deliveries(session),
            next_jobs=tuple(
                (job.name, job.due_at, job.last_message if job.last_outcome == "failed" else None)
                for job in planned_jobs(session)
            ),
            free_bytes=_free(settings.folder),
        )


def clashing(engine: Engine, gazetteer: "Gazetteer", now: datetime) -> int:
    """How many open calls several members are likely to chase alone."""
    with reading(engine) as session:
        matches = match_views(session, verdicts=[Verdict.FITS, Verdict.CHECK], told=False)
        context = matching_context(session, gazetteer, now)
        still_open = set(session.exec(select(Call.id).where(Call.status == Status.OPEN)))
    return len(chased(matches, context).keys() & still_open)


def _free(folder: Path) -> int | None:
    return shutil.disk_usage(folder).free if folder.exists() else None


def _sources(session: Session, states: Sequence[SourceState]) -> tuple[SourceHealth, ...]:
    good = select(func.max(col(Run.id))).where(Run.step == STEP, Run.outcome == Outcome.OK)
    query = select(Run).where(col(Run.id).in_(good.group_by(col(Run.source))))
    last = {run.source: run for run in session.exec(query)}
    return tuple(
        SourceHealth(
            name=state.entry.name,
            publisher=state.entry.publisher,
            paused=state.paused,
            paused_because=state.paused_because,
            alarm=state.alarm,
            last_ok_at=last[state.entry.name].ended_at if state.entry.name in last else None,
            found=last[state.entry.name].found if state.entry.name in last else None,
        )
        for state in states
    )


def _consents(session: Session) -> int:
    query = select(func.count()).select_from(Contact)
    return session.exec(
        query.where(col(Contact.consent_on).is_not(None), col(Contact.withdrawn_at).is_(None))
    ).one()


def _deliveries(session: Session) -> dict[DeliveryState, int]:
    rows = session.exec(select(Delivery.state, func.count()).group_by(Delivery.state))
    return {DeliveryState(state): count for state, count in rows}
