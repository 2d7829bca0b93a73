"""Reports of what the radar does and what came of it: how the sources do, and how the bids ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.bid_views import BidView, bid_views
from db.calls import call_views
from db.engine import reading
from db.models import Run
from db.views import CallView
from db.vocabulary import BidStatus, Outcome
from funding_radar.config import Consortium, Settings
from funding_radar.jobs.sources import SourceState, source_states

SINCE_DAYS = 91


@dataclass(frozen=True, slots=True)
class SourceRow:
    """How a source does. None is unknown: never visited, no items, no deadline stated."""

    source: str
    publisher: str
    standing: str
    visits: int
    failed: int
    hours_since_good: float | None
    items: int | None
    calls: int
    dated_percent: float | None
    """Of its calls, those with a deadline that is known, open until funds are gone, or stated as rolling."""
    notice_days: float | None
    """The middle one of the days between first seeing a call and its deadline: half have less."""


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What became of a bid. Money is whole pounds; days are working days as the settings estimate them."""

    bid: int
    call: str
    status: str
    partners: int
    asked: int | None
    won: int | None
    days: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All bids, and what they come to."""

    rows: tuple[OutcomeRow, ...]
    decided: int
    won: int
    amount_won: int
    days: int

    @property
    def won_percent(self) -> float | None:
        """Of the bids that were decided; None while none is."""
        return 100 * self.won / self.decided if self.decided else None


def report_sources(engine: Engine, settings: Settings, now: datetime) -> list[SourceRow]:
    """Every active source, and every paused one that gave something, over the last quarter."""
    states = source_states(engine, settings)
    with reading(engine) as session:
        runs = _runs_since(session, now - timedelta(days=SINCE_DAYS))
        calls = call_views(session)
    of_source: dict[str, list[CallView]] = {}
    for call in calls:
        for source in call.sources:
            of_source.setdefault(source, []).append(call)
    rows = [
        _source_row(s, runs.get(s.entry.name, []), of_source.get(s.entry.name, []), now)
        for s in states
    ]
    return [row for row in rows if row.visits or row.calls or not row.standing.startswith("paused")]


def report_outcomes(engine: Engine, settings: Settings) -> Outcomes:
    """Every bid, newest first, with sums."""
    with reading(engine) as session:
        bids = bid_views(session)
    rows = tuple(_outcome_row(bid, settings.consortium) for bid in bids)
    won = [row for row in rows if row.status == BidStatus.WON]
    return Outcomes(
        rows=rows,
        decided=len(won) + sum(row.status == BidStatus.LOST for row in rows),
        won=len(won),
        amount_won=sum(row.won or 0 for row in won),
        days=sum(row.days for row in rows if row.status != BidStatus.OPEN),
    )


def _runs_since(session: Session, since: datetime) -> dict[str, list[Run]]:
    query = select(Run).where(Run.step == "collect", col(Run.started_at) >= since)
    runs: dict[str, list[Run]] = {}
    for run in session.exec(query.order_by(col(Run.id))):
        runs.setdefault(run.source or "", []).append(run)
    return runs


def _source_row(
    state: SourceState, runs: Sequence[Run], calls: Sequence[CallView], now: datetime
) -> SourceRow:
    good = [run for run in runs if run.outcome == Outcome.OK]
    ended = good[-1].ended_at if good else None
    dated = sum(call.deadline is not None for call in calls)
    return SourceRow(
        source=state.entry.name,
        publisher=state.entry.publisher,
        standing=state.standing,
        visits=len(runs),
        failed=sum(run.outcome == Outcome.FAILED for run in runs),
        hours_since_good=None if ended is None else round((now - ended) / timedelta(hours=1), 1),
        items=good[-1].found if good else None,
        calls=len(calls),
        dated_percent=round(100 * dated / len(calls), 1) if calls else None,
        notice_days=_notice(calls),
    )


def _notice(calls: Sequence[CallView]) -> float | None:
    days = [
        (call.deadline.on - call.first_seen_on).days
        for call in calls
        if call.deadline and call.deadline.on and call.first_seen_on
    ]
    return float(median(days)) if days else None


def _outcome_row(bid: BidView, consortium: Consortium) -> OutcomeRow:
    partners = len(bid.present)
    return OutcomeRow(
        bid=bid.id,
        call=bid.call_title,
        status=bid.status.value,
        partners=partners,
        asked=bid.budget,
        won=bid.amount_won,
        days=consortium.bid_days + consortium.bid_days_each * partners,
    )
