"""Removing what has been kept long enough."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, update
from sqlmodel import Session, col, delete, select

from db.models import Delivery, Digest, Run
from db.vocabulary import DeliveryState, Outcome

_ENDED = (DeliveryState.SENT, DeliveryState.FAILED_FOR_GOOD)


def blank_old_digests(session: Session, before: datetime) -> int:
    """Takes the words out of digests that were sent, or given up, before an instant; that a call was told stays."""
    ended = select(Delivery.digest_id).where(col(Delivery.state).in_(_ENDED))
    old = update(Digest).where(
        col(Digest.composed_at) < before, col(Digest.id).in_(ended), _not_empty()
    )
    nothing: Mapping[str, Any] = {}
    return _count(session.execute(old.values(content=nothing)))


def remove_old_runs(session: Session, before: datetime) -> int:
    """Removes runs that ended before an instant, with their refusals; the last good one of each source stays."""
    good = select(func.max(col(Run.id))).where(Run.outcome == Outcome.OK)
    last = good.group_by(col(Run.step), col(Run.source))
    old = delete(Run).where(col(Run.ended_at) < before, col(Run.id).not_in(last))
    return _count(session.execute(old))


def _not_empty() -> Any:
    return cast(Digest.content, String) != "{}"


def _count(result: Any) -> int:
    return int(result.rowcount)
