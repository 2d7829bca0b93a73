"""Digests and their sending: what was told, what is on its way, and who may be written to.

A call counts as told only by a delivery that was sent: ``SENT``, and not what was dropped just before.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, or_, select

from db.models import (
    Call,
    Change,
    Contact,
    Delivery,
    Digest,
    DigestItem,
    Secret,
    Source,
)
from db.vocabulary import DeliveryState, Field, Rhythm

UNDER_WAY = (DeliveryState.COMPOSED, DeliveryState.CLAIMED, DeliveryState.FAILED_FOR_NOW)
MAX_SAID = 500
BOUNCES = 3
"""After so many messages in a row that came back, no more are sent to an address."""


@dataclass(frozen=True, slots=True)
class NewDigest:
    """A digest about to be stored. ``items`` are the calls in the order of telling: call, section, day it closes."""

    member_id: int | None
    issue: str
    message_id: str
    content: Mapping[str, Any]
    items: Sequence[tuple[int, str, date | None]] = ()


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this worker alone may send until its claim runs out."""

    id: int
    digest_id: int
    member_id: int | None
    message_id: str
    attempts: int
    content: Mapping[str, Any]
    composed_at: datetime


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a member's mail goes. ``held_because`` is empty when it may be sent."""

    name: str
    email: str
    held_because: str


def has_digest(session: Session, member_id: int | None, issue: str) -> bool:
    """Whether this reader's issue was composed already."""
    same_reader = (
        col(Digest.member_id).is_(None) if member_id is None else Digest.member_id == member_id
    )
    return (
        session.exec(select(Digest.id).where(same_reader, Digest.issue == issue)).first()
        is not None
    )


def save_digest(session: Session, new: NewDigest, now: datetime) -> int | None:
    """Stores a digest, its items and its delivery; the digest's id, or None when the issue was there already."""
    if has_digest(session, new.member_id, new.issue):
        return None
    digest = Digest(
        member_id=new.member_id, issue=new.issue, content=dict(new.content), composed_at=now
    )
    session.add(digest)
    session.flush()
    assert digest.id is not None
    session.add_all(
        DigestItem(
            digest_id=digest.id,
            call_id=call_id,
            section=section,
            position=position,
            deadline_on=deadline_on,
        )
        for position, (call_id, section, deadline_on) in enumerate(new.items)
    )
    session.add(
        Delivery(digest_id=digest.id, message_id=new.message_id, state=DeliveryState.COMPOSED)
    )
    session.flush()
    return digest.id


def claim_next_delivery(
    session: Session, worker: str, now: datetime, lease: timedelta
) -> Claimed | None:
    """A delivery that is due, claimed: a fresh one, else one to try again, else one whose claim ran out.

    One state is asked at a time, so that an index finds it however many were sent before.
    """
    rested = or_(col(Delivery.try_after_at).is_(None), col(Delivery.try_after_at) <= now)
    turns = (
        (DeliveryState.COMPOSED, true()),
        (DeliveryState.FAILED_FOR_NOW, rested),
        (DeliveryState.CLAIMED, col(Delivery.claimed_until_at) <= now),
    )
    found = (_first(session, state, due) for state, due in turns)
    delivery = next((one for one in found if one is not None), None)
    if delivery is None:
        return None
    digest = session.get_one(Digest, delivery.digest_id)
    delivery.state = DeliveryState.CLAIMED
    delivery.claimed_by, delivery.claimed_until_at = worker, now + lease
    delivery.attempts += 1
    session.flush()
    assert delivery.id is not None
    return Claimed(
        delivery.id,
        delivery.digest_id,
        digest.member_id,
        delivery.message_id,
        delivery.attempts,
        digest.content,
        digest.composed_at,
    )


def _first(session: Session, state: DeliveryState, due: ColumnElement[bool]) -> Delivery | None:
    query = (
        select(Delivery)
        .where(Delivery.state == state, due)
        .order_by(col(Delivery.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.exec(query).first()


def mark_sent(
    session: Session, delivery_id: int, now: datetime, dropped: Mapping[int, str] | None = None
) -> None:
    """Records that the server took the message, and which calls were taken out of it just before."""
    delivery = _delivery(session, delivery_id)
    for call_id, because in (dropped or {}).items():
        item = session.get(DigestItem, (delivery.digest_id, call_id))
        if item is not None:
            item.dropped_because = because[:MAX_SAID]
    _settle(delivery, DeliveryState.SENT, None)
    delivery.sent_at = now
    session.flush()


def mark_failed_for_now(session: Session, delivery_id: int, said: str, try_after: datetime) -> None:
    """Records the server's words and when to try again."""
    delivery = _delivery(session, delivery_id)
    _settle(delivery, DeliveryState.FAILED_FOR_NOW, said)
    delivery.try_after_at = try_after
    session.flush()


def mark_failed_for_good(session: Session, delivery_id: int, said: str) -> None:
    """Records why it will not be tried again; its calls count as untold."""
    _settle(_delivery(session, delivery_id), DeliveryState.FAILED_FOR_GOOD, said)
    session.flush()


def mark_bounced(session: Session, delivery_id: int, said: str) -> None:
    """Records that it came back; its calls count as untold."""
    _settle(_delivery(session, delivery_id), DeliveryState.BOUNCED, said)
    session.flush()


def recipient(session: Session, member_id: int) -> Recipient | None:
    """Where this member's mail goes, and why it may not be sent if so; None without a contact."""
    contact = session.exec(select(Contact).where(Contact.member_id == member_id)).first()
    if contact is None:
        return None
    held = ""
    if contact.withdrawn_at is not None:
        held = f"consent was withdrawn on {contact.withdrawn_at.date().isoformat()}"
    elif contact.consent_on is None:
        held = "no consent is recorded"
    elif contact.rhythm == Rhythm.NONE:
        held = "the member wants no mail"
    elif _only_bounces(session, member_id):
        held = f"the last {BOUNCES} messages came back: give the member another address"
    return Recipient(contact.name, contact.email, held)


def _only_bounces(session: Session, member_id: int) -> bool:
    ended = (DeliveryState.SENT, DeliveryState.BOUNCED)
    query = (
        select(Delivery.state)
        .join(Digest, col(Digest.id) == col(Delivery.digest_id))
        .where(Digest.member_id == member_id, col(Delivery.state).in_(ended))
        .order_by(col(Delivery.id).desc())
        .limit(BOUNCES)
    )
    states = list(session.exec(query))
    return len(states) == BOUNCES and all(state == DeliveryState.BOUNCED for state in states)


def told_before(session: Session, member_id: int) -> list[tuple[int, str, datetime]]:
    """Calls that this member was told of: call, section and when it was sent."""
    query = (
        select(DigestItem.call_id, DigestItem.section, Delivery.sent_at)
        .join(Digest, col(Digest.id) == col(DigestItem.digest_id))
        .join(Delivery, col(Delivery.digest_id) == col(Digest.id))
        .where(
            Digest.member_id == member_id,
            Delivery.state == DeliveryState.SENT,
            col(DigestItem.dropped_because).is_(None),
        )
        .order_by(col(Delivery.sent_at), col(DigestItem.call_id))
    )
    return [(call_id, section, sent) for call_id, section, sent in session.exec(query) if sent]


def calls_under_way(session: Session, member_id: int) -> frozenset[int]:
    """Calls in this member's messages that are composed and neither sent nor given up."""
    query = (
        select(DigestItem.call_id)
        .join(Digest, col(Digest.id) == col(DigestItem.digest_id))
        .join(Delivery, col(Delivery.digest_id) == col(Digest.id))
        .where(Digest.member_id == member_id, col(Delivery.state).in_(UNDER_WAY))
    )
    return frozenset(session.exec(query))


def quiet_since(session: Session, member_id: int) -> date | None:
    """The day of the last message that was sent to this member, else of its consent."""
    last = session.exec(
        select(Delivery.sent_at)
        .join(Digest, col(Digest.id) == col(Delivery.digest_id))
        .where(Digest.member_id == member_id, Delivery.state == DeliveryState.SENT)
        .order_by(col(Delivery.sent_at).desc())
        .limit(1)
    ).first()
    if last is not None:
        return last.date()
    contact = session.exec(select(Contact).where(Contact.member_id == member_id)).first()
    return contact.consent_on if contact else None


def changes_since(session: Session, since: datetime) -> list[Change]:
    """Facts of calls that moved, oldest first."""
    query = select(Change).where(Change.noticed_at > since).order_by(col(Change.id))
    return list(session.exec(query))


def alarms(session: Session) -> list[tuple[str, datetime]]:
    """Sources that do not work: publisher and since when, longest first."""
    query = (
        select(Source.publisher, Source.alarm_since_at)
        .where(col(Source.alarm).is_not(None), col(Source.alarm_since_at).is_not(None))
        .order_by(col(Source.alarm_since_at))
    )
    return [(publisher, since) for publisher, since in session.exec(query) if since]


def message_ids_of(session: Session, member_id: int) -> list[str]:
    """The Message-IDs of everything that was composed for a member: files are named by them."""
    query = (
        select(Delivery.message_id)
        .join(Digest, col(Digest.id) == col(Delivery.digest_id))
        .where(Digest.member_id == member_id)
    )
    return list(session.exec(query))


def try_again(session: Session, delivery_id: int) -> bool:
    """Makes a failed delivery due at once; False when it is no failed one."""
    delivery = session.get(Delivery, delivery_id)
    failed = (DeliveryState.FAILED_FOR_NOW, DeliveryState.FAILED_FOR_GOOD)
    if delivery is None or delivery.state not in failed:
        return False
    _settle(delivery, DeliveryState.FAILED_FOR_NOW, delivery.said)
    session.flush()
    return True


def statuses(session: Session, call_ids: Sequence[int]) -> dict[int, str]:
    """Where these calls stand now."""
    rows = session.exec(select(Call.id, Call.status).where(col(Call.id).in_(list(call_ids))))
    return {call_id: status for call_id, status in rows if call_id is not None}


def deadlines_moved(
    session: Session, call_ids: Sequence[int], since: datetime
) -> dict[int, str | None]:
    """The newest deadline of those of these calls whose deadline moved after an instant."""
    query = (
        select(Change.call_id, Change.new)
        .where(
            col(Change.call_id).in_(list(call_ids)),
            Change.field == Field.DEADLINE,
            Change.noticed_at > since,
        )
        .order_by(col(Change.id))
    )
    return dict(session.exec(query).all())


def secret(session: Session, name: str, make: Callable[[], str], now: datetime) -> str:
    """The secret of this name, made by ``make`` the first time."""
    kept = session.get(Secret, name)
    if kept is None:
        kept = Secret(name=name, value=make(), made_at=now)
        session.add(kept)
        session.flush()
    return kept.value


def deliveries(
    session: Session, states: Sequence[DeliveryState] = (), limit: int = 200
) -> list[tuple[Delivery, Digest]]:
    """Deliveries with their digests, newest first."""
    query = (
        select(Delivery, Digest)
        .join(Digest, col(Digest.id) == col(Delivery.digest_id))
        .order_by(col(Delivery.id).desc())
        .limit(limit)
    )
    if states:
        query = query.where(col(Delivery.state).in_(list(states)))
    return list(session.exec(query).all())


def _delivery(session: Session, delivery_id: int) -> Delivery:
    delivery = session.get(Delivery, delivery_id)
    assert delivery is not None
    return delivery


def _settle(delivery: Delivery, state: DeliveryState, said: str | None) -> None:
    delivery.state = state
    delivery.said = said[:MAX_SAID] if said else None
    delivery.claimed_by = delivery.claimed_until_at = delivery.try_after_at = None
