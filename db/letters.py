"""Mail that came back: whose it is, that it counts once, and what waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.models import Contact, Delivery, Digest, DigestItem, Letter


@dataclass(frozen=True, slots=True)
class Issued:
    """A digest that a code or a Message-ID stands for."""

    digest_id: int
    delivery_id: int
    member_id: int | None
    call_ids: tuple[int, ...]


def issued(session: Session, digest_id: int) -> Issued | None:
    """The digest of this number."""
    row = session.exec(
        select(Delivery, Digest)
        .join(Digest, col(Digest.id) == col(Delivery.digest_id))
        .where(Digest.id == digest_id)
    ).first()
    return _issued(session, *row) if row else None


def issued_as(session: Session, message_ids: Sequence[str]) -> Issued | None:
    """The digest that was sent under one of these Message-IDs."""
    row = session.exec(
        select(Delivery, Digest)
        .join(Digest, col(Digest.id) == col(Delivery.digest_id))
        .where(col(Delivery.message_id).in_(list(message_ids)))
        .order_by(col(Delivery.id).desc())
    ).first()
    return _issued(session, *row) if row else None


def members_at(session: Session, address: str) -> list[int]:
    """The members whose mail goes to this address, in any case of letters."""
    query = select(Contact.member_id).where(func.lower(Contact.email) == address.lower())
    return list(session.exec(query.order_by(col(Contact.member_id))))


def was_read(session: Session, key: str) -> Letter | None:
    """The letter of this key, if it was read before."""
    return session.get(Letter, key)


def letters_waiting(session: Session) -> list[Letter]:
    """Letters that wait for a person, oldest first."""
    query = select(Letter).where(col(Letter.done).is_(False)).order_by(col(Letter.read_at))
    return list(session.exec(query))


def settle_letter(session: Session, key: str) -> bool:
    """A person has seen to this letter; False when there is none of this key."""
    letter = session.get(Letter, key)
    if letter is None:
        return False
    letter.done = True
    session.flush()
    return True


def letters_since(session: Session, since: datetime, what: str) -> list[Letter]:
    """Letters of one kind that were read after an instant, oldest first."""
    query = select(Letter).where(Letter.read_at > since, Letter.what == what)
    return list(session.exec(query.order_by(col(Letter.read_at))))


def _issued(session: Session, delivery: Delivery, digest: Digest) -> Issued:
    calls = session.exec(
        select(DigestItem.call_id)
        .where(DigestItem.digest_id == digest.id)
        .order_by(col(DigestItem.position))
    )
    assert digest.id is not None
    assert delivery.id is not None
    return Issued(digest.id, delivery.id, digest.member_id, tuple(calls))
