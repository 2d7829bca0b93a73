"""Jobs of the daemon: claimed here before they run, so that two daemons never do the same work."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from db.models import Job
from db.vocabulary import Outcome


def plan_jobs(session: Session, due: Mapping[str, datetime]) -> None:
    """Makes sure that each job has a row; a job that has one keeps its due time, missed or not."""
    known = set(session.exec(select(Job.name)))
    session.add_all(Job(name=name, due_at=at) for name, at in due.items() if name not in known)
    session.flush()


def claim_due_job(session: Session, worker: str, now: datetime, lease: timedelta) -> Job | None:
    """The job that is longest due and free, claimed for this worker; a claim that ran out is free again."""
    query = (
        select(Job)
        .where(
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
    return True


def finish_job(
    session: Session, name: str, worker: str, *, due_at: datetime, fault: str | None, now: datetime
) -> bool:
    """Gives a job back with its next due time; False, and nothing written, when the claim was lost."""
    job = session.get(Job, name, with_for_update=True)
    if job is None or job.claimed_by != worker:
        return False
    job.claimed_by = job.claimed_until_at = None
    job.due_at, job.last_ended_at = due_at, now
    job.last_outcome = Outcome.FAILED if fault else Outcome.OK
    job.last_message = fault
    session.flush()
    return True


def planned_jobs(session: Session) -> list[Job]:
    """All jobs, next due first."""
    return list(session.exec(select(Job).order_by(col(Job.due_at), col(Job.name))))
