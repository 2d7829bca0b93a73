"""What happened since the coordinator last heard, from the tables."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from db.models import Call, Delivery, Digest, Letter, Member, MemberAnswer
from db.vocabulary import DeliveryState, Kind, Status


def last_coordinator_digest(session: Session) -> datetime | None:
    """When the coordinator's last digest was composed."""
    query = (
        select(Digest.composed_at)
        .where(col(Digest.member_id).is_(None))
        .order_by(col(Digest.composed_at).desc())
        .limit(1)
    )
    return session.exec(query).first()


def calls_first_seen_since(session: Session, since: datetime) -> list[int]:
    """Open and coming calls that were first seen after an instant, by number."""
    query = select(Call.id).where(
        Call.first_seen_at > since,
        col(Call.kind).in_([Kind.OPEN_CALL, Kind.COMING_CALL]),
        col(Call.status).in_([Status.OPEN, Status.COMING]),
    )
    return [call_id for call_id in session.exec(query.order_by(col(Call.id))) if call_id]


def answers_since(session: Session, since: datetime) -> Sequence[tuple[str, str, str, str | None]]:
    """What members said after an instant: member, call, reply, reason; oldest first."""
    rows = session.exec(
        select(MemberAnswer, Member.name, Call.title)
        .join(Member, col(Member.id) == col(MemberAnswer.member_id))
        .join(Call, col(Call.id) == col(MemberAnswer.call_id))
        .where(MemberAnswer.said_at > since)
        .order_by(col(MemberAnswer.id))
    )
    return [(name, title, said.reply, said.reason) for said, name, title in rows]


def stops_since(session: Session, since: datetime) -> list[str]:
    """Members that asked by mail for no more of it after an instant."""
    query = (
        select(Member.name)
        .join(Letter, col(Letter.member_id) == col(Member.id))
        .where(Letter.what == "stop", Letter.read_at > since)
        .order_by(col(Letter.read_at))
    )
    return list(session.exec(query))


def failures_since(session: Session, since: datetime) -> list[tuple[str, str]]:
    """Messages composed after an instant that did not arrive: member and the server's words."""
    lost = (DeliveryState.FAILED_FOR_GOOD, DeliveryState.BOUNCED)
    rows = session.exec(
        select(Delivery, Member.name)
        .join(Digest, col(Digest.id) == col(Delivery.digest_id))
        .join(Member, col(Member.id) == col(Digest.member_id))
        .where(col(Delivery.state).in_(lost), Digest.composed_at > since)
        .order_by(col(Delivery.id))
    )
    return [(name, delivery.said or "") for delivery, name in rows]
