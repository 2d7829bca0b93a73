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


def who() -> str:
    """The user name that signs decisions made in a terminal."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown user"
