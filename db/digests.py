"""Digests as composed: what is told, what was told before, and what they are made of.

A call counts as told only by a delivery that was sent: ``SENT``, and not what was dropped just before.
Members are asked about many at a time: a question for each would take most of the time of an issue.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert
from sqlmodel import Session, col, select

from db.deliveries import UNDER_WAY
from db.models import (
    Call,
    Change,
    Contact,
    Delivery,
    Digest,
    DigestItem,
    MemberAnswer,
    Secret,
    Source,
)
from db.models.tables import UtcDateTime
from db.vocabulary import DeliveryState, Field, Reply

Told = tuple[int, str, datetime]
"""A call, the section it was told in, and when the message was sent."""


@dataclass(frozen=True, slots=True)
class NewDigest:
    """A digest about to be stored. ``items`` are the calls in the order of telling: call, section, day it closes."""

    member_id: int | None
    issue: str
    message_id: str
    content: Mapping[str, Any]
    items: Sequence[tuple[int, str, date | None]] = ()


def composed_for(session: Session, issue: str, member_ids: Collection[int]) -> set[int]:
    """Those of these members whose issue was composed already."""
    query = select(Digest.member_id).where(
        Digest.issue == issue, col(Digest.member_id).in_(member_ids)
    )
    return {member_id for member_id in session.exec(query) if member_id is not None}


def composed_since(
    session: Session, since: datetime, ending: str, member_ids: Collection[int]
) -> set[int]:
    """Those of these members for whom an issue with this ending to its name was composed since an instant."""
    query = select(Digest.member_id).where(
        Digest.composed_at >= since,
        col(Digest.issue).endswith(ending, autoescape=True),
        col(Digest.member_id).in_(member_ids),
    )
    return {member_id for member_id in session.exec(query) if member_id is not None}


def save_digest(session: Session, new: NewDigest, now: datetime) -> int | None:
    """Stores a digest, its items and its delivery; the digest's id, or None when the issue was there already."""
    reader = col(Digest.member_id)
    same = reader.is_(None) if new.member_id is None else reader == new.member_id
    if session.exec(select(Digest.id).where(same, Digest.issue == new.issue)).first():
        return None
    (digest_id,) = save_digests(session, [new], now)
    return digest_id


def save_digests(session: Session, news: Sequence[NewDigest], now: datetime) -> list[int]:
    """Stores digests that are known not to be there, with their items and deliveries; their ids, in order."""
    digests = [
        Digest(member_id=new.member_id, issue=new.issue, content=dict(new.content), composed_at=now)
        for new in news
    ]
    session.add_all(digests)
    session.flush()
    ids = [digest.id or 0 for digest in digests]
    items = [
        {
            "digest_id": digest_id,
            "call_id": call_id,
            "section": section,
            "position": position,
            "deadline_on": deadline_on,
        }
        for digest_id, new in zip(ids, news, strict=True)
        for position, (call_id, section, deadline_on) in enumerate(new.items)
    ]
    if items:
        session.execute(insert(DigestItem), items)
    sendings = [
        {
            "digest_id": digest_id,
            "message_id": new.message_id,
            "state": DeliveryState.COMPOSED,
            "attempts": 0,
        }
        for digest_id, new in zip(ids, news, strict=True)
    ]
    if sendings:
        session.execute(insert(Delivery), sendings)
    return ids


def last_digest(session: Session, member_id: int) -> Digest | None:
    """What was composed for this member last, sent or not."""
    query = select(Digest).where(Digest.member_id == member_id).order_by(col(Digest.id).desc())
    return session.exec(query.limit(1)).first()


def told_before(session: Session, member_ids: Collection[int]) -> dict[int, list[Told]]:
    """Calls that each of these members was told of, oldest first."""
    query: Any = select(  # Any: the member and the instant are empty only in rows that are left out
        col(Digest.member_id), DigestItem.call_id, DigestItem.section, Delivery.sent_at
    )
    query = (
        query.join(Digest, col(Digest.id) == col(DigestItem.digest_id))
        .join(Delivery, col(Delivery.digest_id) == col(Digest.id))
        .where(
            col(Digest.member_id).in_(member_ids),
            Delivery.state == DeliveryState.SENT,
            col(DigestItem.dropped_because).is_(None),
        )
        .order_by(col(Delivery.sent_at), col(DigestItem.call_id))
    )
    found: dict[int, list[Told]] = {member_id: [] for member_id in member_ids}
    for member_id, *told in session.exec(query):
        found[member_id].append(tuple(told))
    return found


def calls_under_way(session: Session, member_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Calls in each member's messages that are composed and neither sent nor given up."""
    query = (
        select(Digest.member_id, DigestItem.call_id)
        .join(Digest, col(Digest.id) == col(DigestItem.digest_id))
        .join(Delivery, col(Delivery.digest_id) == col(Digest.id))
        .where(col(Digest.member_id).in_(member_ids), col(Delivery.state).in_(UNDER_WAY))
    )
    found: dict[int | None, set[int]] = {}
    for member_id, call_id in session.exec(query):
        found.setdefault(member_id, set()).add(call_id)
    return {member_id: frozenset(found.get(member_id, ())) for member_id in member_ids}


def quiet_since(session: Session, member_ids: Collection[int]) -> dict[int, date | None]:
    """The day of the last message that was sent to each member, else of its consent."""
    consents: Any = select(col(Contact.member_id), col(Contact.consent_on))
    consents = consents.where(col(Contact.member_id).in_(member_ids))
    last: Any = select(col(Digest.member_id), func.max(col(Delivery.sent_at)))
    last = (
        last.join(Delivery, col(Delivery.digest_id) == col(Digest.id))
        .where(col(Digest.member_id).in_(member_ids), Delivery.state == DeliveryState.SENT)
        .group_by(col(Digest.member_id))
    )
    since: dict[int, date | None] = dict.fromkeys(member_ids)
    since |= dict(session.exec(consents).all())
    return since | {member_id: sent.date() for member_id, sent in session.exec(last)}


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


def statuses(session: Session, call_ids: Sequence[int]) -> dict[int, str]:
    """Where these calls stand now."""
    rows = session.execute(_STATUSES, {"ids": list(call_ids)})
    return dict(rows.all())


def deadlines_moved(
    session: Session, call_ids: Sequence[int], since: datetime
) -> dict[int, str | None]:
    """The newest deadline of those of these calls whose deadline moved after an instant."""
    rows = session.execute(_DEADLINES_MOVED, {"ids": list(call_ids), "since": since})
    return dict(rows.all())


def dismissed(session: Session, member_id: int) -> set[int]:
    """The calls of which this member says that they are not for it."""
    return set(session.execute(_DISMISSED, {"whose": member_id}).scalars())


def secret(session: Session, name: str, make: Callable[[], str], now: datetime) -> str:
    """The secret of this name, made by ``make`` the first time."""
    kept = session.get(Secret, name)
    if kept is None:
        kept = Secret(name=name, value=make(), made_at=now)
        session.add(kept)
        session.flush()
    return kept.value


# Asked for every message that is sent, so built once.
_IDS: Any = bindparam("ids", expanding=True)
_STATUSES = select(col(Call.id), col(Call.status)).where(col(Call.id).in_(_IDS))
_DEADLINES_MOVED = (
    select(col(Change.call_id), col(Change.new))
    .where(
        col(Change.call_id).in_(_IDS),
        Change.field == Field.DEADLINE,
        col(Change.noticed_at) > bindparam("since", type_=UtcDateTime),
    )
    .order_by(col(Change.id))
)
_DISMISSED = select(col(MemberAnswer.call_id)).where(
    col(MemberAnswer.member_id) == bindparam("whose"),
    MemberAnswer.reply == Reply.NOT_FOR_US,
    col(MemberAnswer.ended_at).is_(None),
)
