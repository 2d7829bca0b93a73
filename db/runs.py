"""Runs of steps: what each found and refused, how it ended, and the alarms that follow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from db.models import Refusal, Run, Source
from db.vocabulary import Outcome

MOST_REFUSALS = 200
"""Refusals kept of one run; the count is always whole."""
LONGEST_WAIT = timedelta(days=7)


@dataclass(slots=True)
class Ending:
    """How a run ended and what it came to."""

    outcome: Outcome = Outcome.OK
    message: str | None = None
    pages: int = 0
    unchanged_pages: int = 0
    bytes: int = 0
    seconds: float = 0.0
    found: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    refusals: list[tuple[str, str]] = field(default_factory=list)
    """Address and reason of each."""
    coverage: dict[str, int] = field(default_factory=dict)


def start_run(session: Session, step: str, now: datetime, source: str | None = None) -> int:
    """Opens a run and gives its id. One of the same step and source that never ended is closed as failed."""
    session.execute(
        update(Run)
        .where(
            col(Run.step) == step,
            col(Run.source).is_(None) if source is None else col(Run.source) == source,
            col(Run.outcome) == Outcome.RUNNING,
        )
        .values(outcome=Outcome.FAILED, ended_at=now, message="it was stopped before its end")
    )
    run = Run(step=step, source=source, started_at=now, outcome=Outcome.RUNNING)
    session.add(run)
    session.flush()
    if run.id is None:  # pragma: no cover - a flushed row has its id
        msg = "the database gave the run no number"
        raise RuntimeError(msg)
    return run.id


def end_run(session: Session, run_id: int, ending: Ending, now: datetime) -> None:
    """Closes a run with what it came to, and keeps its refusals."""
    run = session.get_one(Run, run_id)
    for name in (
        "outcome", "message", "pages", "unchanged_pages", "bytes", "seconds",
        "found", "new", "changed", "gone", "coverage",
    ):  # fmt: skip
        setattr(run, name, getattr(ending, name))
    run.ended_at = now
    run.refused = len(ending.refusals)
    session.add(run)
    session.add_all(
        Refusal(run_id=run_id, url=url[:2000], reason=reason[:500])
        for url, reason in ending.refusals[:MOST_REFUSALS]
    )
    session.flush()


def latest_runs(session: Session, step: str | None = None, limit: int = 20) -> list[Run]:
    """The latest runs, newest first."""
    query = select(Run).order_by(col(Run.id).desc()).limit(limit)
    return list(session.exec(query.where(Run.step == step) if step else query))


def last_run_of(session: Session, source: str) -> Run | None:
    """The latest crawl of a source; None when it was never visited."""
    return session.exec(
        select(Run)
        .where(Run.source == source, Run.step == "collect")
        .order_by(col(Run.id).desc())
        .limit(1)
    ).first()


def refusals_of(session: Session, run_id: int) -> list[Refusal]:
    """What a run would not take, in order."""
    return list(
        session.exec(select(Refusal).where(Refusal.run_id == run_id).order_by(col(Refusal.id)))
    )


def past_coverage(session: Session, source: str, runs: int = 5) -> dict[str, int]:
    """How many items had each field over the source's last good runs, added up; ``items`` counts the items."""
    rows = session.exec(
        select(Run.coverage)
        .where(Run.source == source, Run.step == "collect", Run.outcome == Outcome.OK)
        .order_by(col(Run.id).desc())
        .limit(runs)
    )
    total: dict[str, int] = {}
    for coverage in rows:
        for name, count in coverage.items():
            total[name] = total.get(name, 0) + count
    return total


def note_visit(
    session: Session, source: str, fault: str | None, every: timedelta, now: datetime
) -> None:
    """Sets or clears a source's alarm, and when it is visited next: later and later while it fails."""
    row = session.get_one(Source, source)
    if fault is None:
        row.alarm, row.alarm_since_at, row.failures_in_a_row = None, None, 0
        row.due_at = now + every
    else:
        row.alarm = fault
        row.alarm_since_at = row.alarm_since_at or now
        row.failures_in_a_row += 1
        row.due_at = now + min(every * 2 ** min(row.failures_in_a_row - 1, 10), LONGEST_WAIT)
    session.add(row)
    session.flush()


def due_sources(session: Session, names: Iterable[str], now: datetime) -> list[str]:
    """Those of the sources whose visit is due; one never visited is."""
    rows: Mapping[str, Any] = dict(session.exec(select(Source.name, Source.due_at)).all())
    return [name for name in names if rows.get(name) is None or rows[name] <= now]


def fail_run(
    session: Session, step: str, source: str, sentence: str, every: timedelta, now: datetime
) -> None:
    """Closes the run of a step that died without a word, and raises the source's alarm."""
    run_id = start_run(session, step, now, source)
    end_run(session, run_id, Ending(Outcome.FAILED, sentence), now)
    if session.get(Source, source) is not None:
        note_visit(session, source, sentence, every, now)
