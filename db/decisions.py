"""The decision log: what was decided, by whom, on what grounds."""

import getpass
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from db.models import Decision


def log_decision(
    session: Session,
    subject: str,
    what: str,
    *,
    by: str,
    now: datetime,
    grounds: Mapping[str, Any] | None = None,
) -> None:
    """Adds an entry. Grounds hold numbers and words of calls and members, never a person's name or address."""
    session.add(
        Decision(decided_at=now, by=by, subject=subject, what=what, grounds=dict(grounds or {}))
    )


def decisions_about(session: Session, subject: str) -> list[Decision]:
    """The entries about one subject, oldest first."""
    query = select(Decision).where(Decision.subject == subject).order_by(col(Decision.id))
    return list(session.exec(query))


def latest_decisions(
    session: Session, *, about: str = "", since: datetime | None = None, limit: int = 0
) -> list[Decision]:
    """The newest entries first: of one subject such as ``call 12``, or of every one of a kind such as ``call``."""
    query = select(Decision).order_by(col(Decision.decided_at).desc(), col(Decision.id).desc())
    if about:
        subject = col(Decision.subject)
        query = query.where((subject == about) | subject.startswith(f"{about} ", autoescape=True))
    if since is not None:
        query = query.where(col(Decision.decided_at) >= since)
    return list(session.exec(query.limit(limit) if limit else query))


DAEMON = "daemon"
"""Who signs what was done on schedule."""


def who() -> str:
    """The user name that signs decisions made in a terminal."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown user"
