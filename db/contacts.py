"""The people of members: who reads the digest and by what consent; all that is held about one member."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from db.errors import RadarError
from db.models import (
    Bid,
    BidPartner,
    Contact,
    Decision,
    Delivery,
    Digest,
    GrantHeld,
    Match,
    Member,
    MemberAnswer,
    MemberGroup,
    MemberPlace,
    MemberTheme,
)
from db.views import UK
from db.vocabulary import Rhythm

CONTACT_COLUMNS = ("contact_name", "contact_email", "consent_on", "digest")
"""The columns of ``members import`` that are kept here and nowhere else."""


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """A person as a coordinator sets them: without ``consent_on`` nothing is ever mailed."""

    email: str
    name: str = ""
    consent_on: date | None = None
    consent_how: str | None = None
    rhythm: Rhythm = Rhythm.WEEKLY


def contact_of(session: Session, member_id: int) -> Contact | None:
    """Who reads the digest of a member, or None."""
    return session.exec(select(Contact).where(Contact.member_id == member_id)).one_or_none()


def may_be_mailed(contact: Contact | None) -> bool:
    """Whether there is consent in force: given, not withdrawn, and a rhythm that is not "none"."""
    return (
        contact is not None
        and contact.consent_on is not None
        and contact.withdrawn_at is None
        and contact.rhythm != Rhythm.NONE
    )


def mailable_contacts(session: Session) -> dict[int, Contact]:
    """Every contact with consent in force, by member: one query."""
    return {c.member_id: c for c in session.exec(select(Contact)).all() if may_be_mailed(c)}


def set_contact(
    session: Session, member_id: int, details: ContactDetails, now: datetime, by: str
) -> Contact:
    """Sets the person of a member, as told by a coordinator; a stated consent ends a withdrawal."""
    if session.get(Member, member_id) is None:
        msg = f"there is no member {member_id}"
        raise RadarError(msg)
    contact = contact_of(session, member_id) or Contact(member_id=member_id, email=details.email)
    contact.name, contact.email, contact.rhythm = details.name, details.email, str(details.rhythm)
    contact.consent_on, contact.consent_how = details.consent_on, details.consent_how
    if details.consent_on is not None:
        contact.withdrawn_at = None
    session.add(contact)
    what = "contact set, with consent" if details.consent_on else "contact set, without consent"
    session.add(Decision(decided_at=now, by=by, subject=f"member {member_id}", what=what))
    session.flush()
    return contact


def withdraw_consent(session: Session, member_id: int, now: datetime, by: str) -> None:
    """Stops all mail to a member at once; only a later consent starts it again. Safe to repeat.

    Raises RadarError when the member has no contact.
    """
    contact = contact_of(session, member_id)
    if contact is None:
        msg = f"member {member_id} has no contact, so nothing is sent to it"
        raise RadarError(msg)
    if contact.withdrawn_at is not None:
        return
    contact.withdrawn_at = now
    session.add(contact)
    subject = f"member {member_id}"
    session.add(Decision(decided_at=now, by=by, subject=subject, what="consent withdrawn"))


def state_contact(
    session: Session, member_id: int, states: Mapping[str, Any], how: str
) -> list[str]:
    """Keeps what a row states of the person, and says which columns changed.

    Consent belongs to an address: a new one needs a consent of its own. A withdrawal stands until
    a consent of a later day is stated, so that importing an old file never mails someone who said stop.
    """
    stated = {column: states[column] for column in CONTACT_COLUMNS if column in states}
    contact = contact_of(session, member_id)
    email = stated.get("contact_email")
    if contact is None:
        if not email:
            return []
        contact = Contact(member_id=member_id, email=email, name="", rhythm="")
    elif "contact_email" in stated and email is None:
        session.delete(contact)
        session.flush()
        return ["contact_email"]
    before = _contact_row(contact) if contact.id is not None else {}
    if email and email.lower() != contact.email.lower():
        contact.consent_on = contact.consent_how = None
    contact.email = email or contact.email
    contact.name = stated.get("contact_name", contact.name) or ""
    contact.rhythm = str(stated.get("digest", contact.rhythm) or Rhythm.WEEKLY)
    if "consent_on" in stated and stated["consent_on"] != contact.consent_on:
        contact.consent_on = stated["consent_on"]
        contact.consent_how = how if contact.consent_on else None
    if (
        contact.withdrawn_at
        and contact.consent_on
        and contact.consent_on > _day(contact.withdrawn_at)
    ):
        contact.withdrawn_at = None
    session.add(contact)
    session.flush()
    after = _contact_row(contact)
    return [column for column in CONTACT_COLUMNS if before.get(column) != after[column]]


def export_member(session: Session, member_id: int) -> dict[str, Any]:
    """Everything held about one member, ready for JSON.

    The profile goes by the columns of a file. Raises RadarError when there is no such member.
    """
    member = session.get(Member, member_id)
    if member is None:
        msg = f"there is no member {member_id}"
        raise RadarError(msg)
    contact = contact_of(session, member_id)
    answers = session.exec(select(MemberAnswer).where(MemberAnswer.member_id == member_id)).all()
    matches = session.exec(select(Match).where(Match.member_id == member_id)).all()
    decided = select(Decision).where(Decision.subject == f"member {member_id}")
    return {
        "id": member_id,
        "profile": _profile(session, member),
        "contact": None if contact is None else _plain(contact, "id", "member_id"),
        "matches": [{"call": m.call_id, "verdict": m.verdict, "score": m.score} for m in matches],
        "answers": [_plain(answer, "id", "member_id") for answer in answers],
        "digests": _digests(session, member_id),
        "bids": _bids(session, member_id),
        "log": [_plain(d, "id") for d in session.exec(decided.order_by(col(Decision.id))).all()],
    }


def _profile(session: Session, member: Member) -> dict[str, Any]:
    def listed(table: Any, column: str) -> list[str]:
        rows = session.exec(select(table).where(table.member_id == member.id)).all()
        return sorted(getattr(row, column) for row in rows)

    grants = select(GrantHeld).where(GrantHeld.member_id == member.id).order_by(col(GrantHeld.id))
    return _plain(member, "id") | {
        "places": listed(MemberPlace, "code"),
        "themes": listed(MemberTheme, "theme"),
        "groups": listed(MemberGroup, "group"),
        "grants_held": [_plain(grant, "id", "member_id") for grant in session.exec(grants).all()],
    }


def _digests(session: Session, member_id: int) -> list[dict[str, Any]]:
    told: Any = select(Digest, Delivery).join(Delivery, isouter=True)
    rows: Any = session.exec(told.where(Digest.member_id == member_id).order_by(Digest.id)).all()
    return [
        _plain(digest, "member_id") | {"delivery": delivery and _plain(delivery, "digest_id")}
        for digest, delivery in rows
    ]


def _bids(session: Session, member_id: int) -> list[dict[str, Any]]:
    part = select(BidPartner, Bid).join(Bid).where(BidPartner.member_id == member_id)
    return [
        _plain(partner, "member_id") | {"call": bid.call_id, "status": bid.status}
        for partner, bid in session.exec(part).all()
    ]


def _plain(row: Any, *without: str) -> dict[str, Any]:
    left: dict[str, Any] = row.model_dump(mode="json", exclude=set(without))
    return left


def _contact_row(contact: Contact) -> dict[str, Any]:
    return {
        "contact_name": contact.name,
        "contact_email": contact.email,
        "consent_on": (contact.consent_on, contact.withdrawn_at),
        "digest": contact.rhythm,
    }


def _day(at: datetime) -> date:
    return at.astimezone(UK).date()
