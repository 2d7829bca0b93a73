"""The sending of digests: what is due, who may be written to, and what became of each message.

The statements of the sending loop are built once: making them anew for every message took longer than running them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, or_, select, update

from db.models import Contact, Delivery, Digest, DigestItem
from db.models.tables import UtcDateTime
from db.vocabulary import DeliveryState, Rhythm

UNDER_WAY = (DeliveryState.COMPOSED, DeliveryState.CLAIMED, DeliveryState.FAILED_FOR_NOW)
MAX_SAID = 500
BOUNCES = 3
"""After so many messages in a row that came back, no more are sent to an address."""
MINUTE = timedelta(minutes=1)
_PACE = 6_060_842
"""The number of PostgreSQL's lock under which workers count what the provider's limit leaves."""


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
class Wait:
    """Something is due, and the provider's limit allows it only at an instant."""

    until_at: datetime


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a member's mail goes. ``held_because`` is empty when it may be sent."""

    name: str
    email: str
    held_because: str


def claim_next_delivery(
    session: Session, worker: str, now: datetime, lease: timedelta, per_minute: int | None = None
) -> Claimed | Wait | None:
    """A delivery that is due, claimed: a fresh one, else one to try again, else one whose claim ran out.

    With ``per_minute``, all workers together hand over no more than that in any minute, whenever they were started.
    """
    found = (session.execute(turn, {"now": now}).first() for turn in _TURNS)
    due = next((row for row in found if row is not None), None)
    if due is None:
        return None
    if per_minute is not None and (full_until := _full_until(session, now, per_minute)):
        return Wait(full_until)
    claimed = replace(Claimed(*due), attempts=due.attempts + 1)
    values = {
        "state": DeliveryState.CLAIMED,
        "claimed_by": worker,
        "claimed_until_at": now + lease,
        "attempts": claimed.attempts,
        "attempted_at": now,
    }
    session.execute(_CLAIM, {"which": claimed.id, **values})
    return claimed


def mark_sent(
    session: Session, delivery_id: int, now: datetime, dropped: Mapping[int, str] | None = None
) -> None:
    """Records that the server took the message, and which calls were taken out of it just before."""
    for call_id, because in (dropped or {}).items():
        session.execute(
            update(DigestItem)
            .where(
                col(DigestItem.call_id) == call_id,
                col(DigestItem.digest_id).in_(
                    select(Delivery.digest_id).where(Delivery.id == delivery_id)
                ),
            )
            .values(dropped_because=because[:MAX_SAID])
        )
    _settle(session, delivery_id, DeliveryState.SENT, attempted_at=now, sent_at=now)


def mark_failed_for_now(
    session: Session, delivery_id: int, said: str, now: datetime, try_after: datetime
) -> None:
    """Records the server's words and when to try again."""
    _settle(
        session,
        delivery_id,
        DeliveryState.FAILED_FOR_NOW,
        said=said,
        attempted_at=now,
        try_after_at=try_after,
    )


def mark_failed_for_good(
    session: Session, delivery_id: int, said: str, now: datetime | None = None
) -> None:
    """Records why it will not be tried again; its calls count as untold. Without ``now`` it was never handed over."""
    _settle(session, delivery_id, DeliveryState.FAILED_FOR_GOOD, said=said, attempted_at=now)


def mark_bounced(session: Session, delivery_id: int, said: str) -> None:
    """Records that it came back; its calls count as untold."""
    session.execute(
        update(Delivery)
        .where(col(Delivery.id) == delivery_id)
        .values(
            state=DeliveryState.BOUNCED,
            said=said[:MAX_SAID],
            claimed_by=None,
            claimed_until_at=None,
            try_after_at=None,
        )
    )


def recipient(session: Session, member_id: int) -> Recipient | None:
    """Where this member's mail goes, and why it may not be sent if so; None without a contact."""
    contact = session.execute(_CONTACT, {"whose": member_id}).first()
    if contact is None:
        return None
    return _recipient(contact, bounces=_only_bounces(session, member_id))


def recipients(session: Session, member_ids: Collection[int]) -> dict[int, Recipient]:
    """The same for many members at once; those without a contact are left out."""
    bounced = (
        select(Digest.member_id)
        .join(Delivery, col(Delivery.digest_id) == col(Digest.id))
        .where(Delivery.state == DeliveryState.BOUNCED)
    )
    asked = set(member_ids)
    lost = {n for n in set(session.exec(bounced)) & asked if n and _only_bounces(session, n)}
    return {
        contact.member_id: _recipient(contact, bounces=contact.member_id in lost)
        for some in _slices(sorted(asked))
        for contact in session.exec(select(Contact).where(col(Contact.member_id).in_(some)))
    }


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


def _full_until(session: Session, now: datetime, per_minute: int) -> datetime | None:
    """When the next message may go, if the last minute has seen as many as the provider takes."""
    if session.get_bind().dialect.name == "postgresql":
        # SQLite's writers are alone anyhow; here two workers could both count the same last place.
        session.execute(sql_select(func.pg_advisory_xact_lock(_PACE)))
    values = {"since": now - MINUTE, "places": per_minute - 1}
    oldest: datetime | None = session.execute(_PLACES_TAKEN, values).scalar()
    return oldest + MINUTE if oldest else None


def _slices(numbers: Sequence[int], size: int = 1_000) -> Iterator[Sequence[int]]:
    # A database takes only so many values in one question.
    return (numbers[start : start + size] for start in range(0, len(numbers), size))


def _recipient(contact: Any, *, bounces: bool) -> Recipient:
    held = ""
    if contact.withdrawn_at is not None:
        held = f"consent was withdrawn on {contact.withdrawn_at.date().isoformat()}"
    elif contact.consent_on is None:
        held = "no consent is recorded"
    elif contact.rhythm == Rhythm.NONE:
        held = "the member wants no mail"
    elif bounces:
        held = f"the last {BOUNCES} messages came back: give the member another address"
    return Recipient(contact.name, contact.email, held)


def _only_bounces(session: Session, member_id: int) -> bool:
    states = session.execute(_LAST_STATES, {"whose": member_id}).scalars().all()
    return len(states) == BOUNCES and all(state == DeliveryState.BOUNCED for state in states)


def _settle(session: Session, delivery_id: int, state: DeliveryState, **values: Any) -> None:
    said = values.pop("said", None)
    settled = {
        "sent_at": None,
        "try_after_at": None,
        **values,
        "which": delivery_id,
        "state": state,
        "said": said[:MAX_SAID] if said else None,
    }
    session.execute(_SETTLE, settled)


def _turn(state: DeliveryState, *due: Any) -> Any:
    # One state at a time, so that an index finds it however many were sent before.
    return (
        sql_select(
            col(Delivery.id),
            col(Delivery.digest_id),
            col(Digest.member_id),
            col(Delivery.message_id),
            col(Delivery.attempts),
            col(Digest.content),
            col(Digest.composed_at),
        )
        .join(Digest, col(Digest.id) == col(Delivery.digest_id))
        .where(col(Delivery.state) == state, *due)
        .order_by(col(Delivery.id))
        .limit(1)
        .with_for_update(skip_locked=True, of=Delivery.__table__)  # type: ignore[attr-defined]
    )


_NOW = bindparam("now", type_=UtcDateTime)
_TURNS = (
    _turn(DeliveryState.COMPOSED),
    _turn(
        DeliveryState.FAILED_FOR_NOW,
        or_(col(Delivery.try_after_at).is_(None), col(Delivery.try_after_at) <= _NOW),
    ),
    _turn(DeliveryState.CLAIMED, col(Delivery.claimed_until_at) <= _NOW),
)
_TABLE: Any = Delivery.__table__  # type: ignore[attr-defined]
_CLAIM = (
    _TABLE.update()
    .where(_TABLE.c.id == bindparam("which"))
    .values(
        {
            name: bindparam(name)
            for name in ("state", "claimed_by", "claimed_until_at", "attempts", "attempted_at")
        }
    )
)
_SETTLE = (
    _TABLE.update()
    .where(_TABLE.c.id == bindparam("which"))
    .values(
        claimed_by=None,
        claimed_until_at=None,
        **{
            name: bindparam(name)
            for name in ("state", "said", "attempted_at", "try_after_at", "sent_at")
        },
    )
)
_PLACES_TAKEN = (
    sql_select(_TABLE.c.attempted_at)
    .where(_TABLE.c.attempted_at > bindparam("since", type_=UtcDateTime))
    .order_by(_TABLE.c.attempted_at.desc())
    .offset(bindparam("places"))
    .limit(1)
)
_CONTACT = sql_select(
    col(Contact.name),
    col(Contact.email),
    col(Contact.consent_on),
    col(Contact.withdrawn_at),
    col(Contact.rhythm),
).where(col(Contact.member_id) == bindparam("whose"))
_LAST_STATES = (
    sql_select(col(Delivery.state))
    .join(Digest, col(Digest.id) == col(Delivery.digest_id))
    .where(
        col(Digest.member_id) == bindparam("whose"),
        col(Delivery.state).in_((DeliveryState.SENT, DeliveryState.BOUNCED)),
    )
    .order_by(col(Delivery.id).desc())
    .limit(BOUNCES)
)
