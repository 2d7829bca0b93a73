"""Members: finding them, erasing them, and the plain records that the steps read.

A decision in the log names a member by its id alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, process, utils
from sqlmodel import Session, col, delete, select

from db.contacts import (
    ContactDetails,
    contact_of,
    export_member,
    mailable_contacts,
    may_be_mailed,
    set_contact,
    withdraw_consent,
)
from db.errors import RadarError
from db.models import Contact, Decision, GrantHeld, Member, MemberGroup, MemberPlace, MemberTheme
from db.profiles import (
    MemberProfile,
    Stored,
    named,
    number_of,
    restate_member,
    upsert_member,
)
from db.views import GrantView, MemberView
from db.vocabulary import Group, LegalForm, Rhythm, Theme

__all__ = [
    "ContactDetails",
    "MemberProfile",
    "Stored",
    "contact_of",
    "erase_member",
    "export_member",
    "find_member",
    "mailable_contacts",
    "may_be_mailed",
    "member_views",
    "restate_member",
    "set_contact",
    "upsert_member",
    "withdraw_consent",
]

SURE = 88
"""A name this like (of 100, rapidfuzz WRatio) is taken for the member meant, when no other is near it."""
CLEAR = 6
"""How far the next name must be behind for that."""


def member_views(session: Session, ids: Collection[int] | None = None) -> list[MemberView]:
    """All members, or those of ``ids``, by id: six queries, however many there are."""

    def pairs(owner: Any, value: Any) -> dict[int, list[str]]:
        rows = session.exec(_only(select(owner, value), owner, ids).order_by(owner, value))
        return _grouped(rows.all())

    grants: dict[int, list[GrantView]] = defaultdict(list)
    held = _only(select(GrantHeld), col(GrantHeld.member_id), ids).order_by(col(GrantHeld.id))
    for grant in session.exec(held).all():
        grants[grant.member_id].append(GrantView(grant.funder, grant.amount, grant.ends_on))
    lists = _Lists(
        places=pairs(col(MemberPlace.member_id), col(MemberPlace.code)),
        themes=pairs(col(MemberTheme.member_id), col(MemberTheme.theme)),
        groups=pairs(col(MemberGroup.member_id), col(MemberGroup.group)),
        rhythms=pairs(col(Contact.member_id), col(Contact.rhythm)),
        grants=grants,
    )
    members = session.exec(
        _only(select(Member), col(Member.id), ids).order_by(col(Member.id))
    ).all()
    return [_view(member, lists) for member in members]


def find_member(session: Session, words: str) -> Member:
    """The member that someone means by an id, a charity or company number, or a name or most of one.

    Raises RadarError that names the nearest when there is none, or more than one.
    """
    words = " ".join(words.split())
    exact = (
        session.get(Member, int(words))
        if words.isascii() and words.isdigit() and len(words) < 10
        else None
    )
    for column in (col(Member.charity_number), col(Member.company_number)):
        exact = exact or session.exec(select(Member).where(column == words.upper())).first()
    exact = exact or named(session, words)
    if exact is not None:
        return exact
    names = {row[0]: row[1] for row in session.exec(select(Member.id, Member.name)).all()}
    if not names:
        msg = "no members yet: funding-radar members import FILE"
        raise RadarError(msg)
    near = process.extract(
        words, names, scorer=fuzz.WRatio, processor=utils.default_process, limit=3
    )
    (_, score, number), *others = near
    if words and score >= SURE and all(score - other[1] >= CLEAR for other in others):
        return session.get_one(Member, number)
    said = ", ".join(f"{name} ({number})" for name, score, number in near if score >= 50)
    hint = f"did you mean {said}?" if said else "funding-radar members list shows them all"
    msg = f"there is no member {words!r}: {hint}"
    raise RadarError(msg)


def erase_member(session: Session, member_id: int, now: datetime, by: str) -> None:
    """Erases a member with all that hangs on it: contact, matches, answers, digests, places in bids.

    The log keeps that it happened, by number and without a name.
    """
    if session.get(Member, member_id) is None:
        msg = f"there is no member {member_id}"
        raise RadarError(msg)
    session.exec(delete(Member).where(col(Member.id) == member_id))
    session.expire_all()
    session.add(Decision(decided_at=now, by=by, subject=f"member {member_id}", what="erased"))


def _only(statement: Any, column: Any, ids: Collection[int] | None) -> Any:
    return statement if ids is None else statement.where(column.in_(ids))


def _grouped(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    grouped: dict[int, list[str]] = defaultdict(list)
    for number, value in rows:
        grouped[number].append(value)
    return grouped


@dataclass(frozen=True, slots=True)
class _Lists:
    places: dict[int, list[str]]
    themes: dict[int, list[str]]
    groups: dict[int, list[str]]
    rhythms: dict[int, list[str]]
    grants: dict[int, list[GrantView]]


def _view(member: Member, lists: _Lists) -> MemberView:
    number = number_of(member)
    led_by = member.led_by if member.led_by_consent else None
    rhythm = next(iter(lists.rhythms.get(number, ())), Rhythm.WEEKLY)
    return MemberView(
        id=number,
        name=member.name,
        description=member.description,
        charity_number=member.charity_number or "",
        company_number=member.company_number or "",
        legal_form=LegalForm(member.legal_form) if member.legal_form else None,
        postcode=member.postcode or "",
        places=tuple(lists.places.get(number, ())),
        themes=frozenset(Theme(theme) for theme in lists.themes.get(number, ())),
        groups=frozenset(Group(group) for group in lists.groups.get(number, ())),
        policies=None if member.policies is None else frozenset(member.policies),
        led_by=None if led_by is None else frozenset(Group(group) for group in led_by),
        past_partners=tuple(member.past_partners or ()),
        grants_held=tuple(lists.grants.get(number, ())),
        rhythm=Rhythm(rhythm),
        **{column: getattr(member, column) for column in _SAME},
    )


_SAME = (
    "income", "income_year", "staff", "volunteers", "accounts_years", "trustees", "unrelated_trustees",
    "insurance", "dspt", "experts_by_experience", "bid_days", "can_lead", "min_award", "max_award",
)  # fmt: skip
"""Columns that a view shows as they stand."""
