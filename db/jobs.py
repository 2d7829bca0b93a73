"""Jobs of the daemon: claimed here before they run, so that two daemons never do the same work."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from db.models import Job
from db.vocabulary import Outcome


@dataclass(frozen=True, slots=True)
class Finish:
    """How a job ended, and when it is due again. ``fault`` is None when all went well."""

    due_at: datetime
    fault: str | None
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """When a job is due that has no row yet, and when one that has; ``fixed`` when that hour was chosen by a person."""

    first_at: datetime
    next_at: datetime
    fixed: bool


def plan_jobs(session: Session, plans: Mapping[str, Plan], now: datetime) -> None:
    """Makes sure that each job has a row, due as planned, and that no other job has one.

    A job that was missed keeps its due time and so runs once; one that failed keeps its early repeat; one that is
    claimed is left to who claimed it. So a changed timetable, or a clock that was wrong, takes effect here.
    """
    query = select(Job).order_by(col(Job.name)).with_for_update()
    known = {job.name: job for job in session.exec(query)}
    session.add_all(
        Job(name=name, due_at=plan.first_at) for name, plan in plans.items() if name not in known
    )
    for name, job in known.items():
        if job.claimed_until_at is not None and job.claimed_until_at >= now:
            continue
        if name not in plans:
            session.delete(job)
        elif job.due_at > now:
            plan = plans[name]
            moved = plan.fixed and job.last_outcome != Outcome.FAILED
            job.due_at = plan.next_at if moved else min(job.due_at, plan.next_at)
    session.flush()


def claim_due_job(
    session: Session, worker: str, now: datetime, lease: timedelta, names: Collection[str]
) -> Job | None:
    """Of these jobs the one that is longest due and free, claimed for this worker; a claim that ran out is free."""
    query = (
        select(Job)
        .where(
            col(Job.name).in_(sorted(names)),
            col(Job.due_at) <= now,
            col(Job.claimed_until_at).is_(None) | (col(Job.claimed_until_at) < now),
        )
        .order_by(col(Job.due_at), col(Job.name))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session.exec(query).first()
    if job is not None:
        job.claimed_by, job.claimed_until_at, job.last_started_at = worker, now + lease, now
        session.flush()
    return job


def extend_claim(session: Session, name: str, worker: str, until: datetime) -> bool:
    """Keeps a claim alive while the work goes on; False when it was lost to another worker."""
    job = session.get(Job, name, with_for_update=True)
    if job is None or job.claimed_by != worker:
        return False
    job.claimed_until_at = until
    session.flush()
    return True


def finish_job(session: Session, name: str, worker: str, finish: Finish) -> bool:
    """Gives a job back with its next due time; False, and nothing written, when the claim was lost."""
    job = session.get(Job, name, with_for_update=True)
    if job is None or job.claimed_by != worker:
        return False
    job.claimed_by = job.claimed_until_at = None
    job.due_at, job.last_ended_at = finish.due_at, finish.ended_at
    job.last_outcome = Outcome.FAILED if finish.fault else Outcome.OK
    job.last_message = finish.fault
    session.flush()
    return True


def leave_job(session: Session, name: str, worker: str) -> bool:
    """Gives a job back unfinished, still due: whoever comes next begins it again. False when the claim was lost."""
    job = session.get(Job, name, with_for_update=True)
    if job is None or job.claimed_by != worker:
        return False
    job.claimed_by = job.claimed_until_at = None
    session.flush()
    return True


def planned_jobs(session: Session) -> list[Job]:
    """All jobs, next due first."""
    return list(session.exec(select(Job).order_by(col(Job.due_at), col(Job.name))))
