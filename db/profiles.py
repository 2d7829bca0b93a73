"""Keeping what someone states of a member: a row of a file, an answer, a correction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.contacts import state_contact
from db.errors import RadarError
from db.models import Decision, GrantHeld, Member, MemberGroup, MemberPlace, MemberTheme
from db.views import GrantView
from db.vocabulary import LegalForm

Stored = Literal["new", "changed", "unchanged"]

NUMBERS = ("charity_number", "company_number")
PLAIN_COLUMNS = (
    *NUMBERS, "legal_form", "postcode", "description", "income", "income_year", "staff", "volunteers",
    "accounts_years", "trustees", "unrelated_trustees", "policies", "insurance", "dspt",
    "experts_by_experience", "bid_days", "can_lead", "led_by", "led_by_consent", "min_award", "max_award",
    "past_partners",
)  # fmt: skip
"""What stands in the table ``member`` under the name that a file uses."""


@dataclass(frozen=True, slots=True)
class MemberProfile:
    """What someone states of one member: a row of a file, an answer, a correction.

    ``states`` has a key for each thing stated, by the names of ``members import``; None says "not known" and
    clears what was held, and a missing key leaves it. ``places_of_postcode`` is used while no place is stated.
    """

    name: str
    states: Mapping[str, Any] = field(default_factory=dict)
    places_of_postcode: tuple[str, ...] = ()


def upsert_member(
    session: Session, profile: MemberProfile, now: datetime, by: str = "members import"
) -> Stored:
    """Keeps a profile: found again by charity number, company number, then name.

    Raises RadarError when the numbers or the name belong to different members that are held.
    """
    held = _same_member(session, profile)
    changed = _keep(session, held or Member(name=profile.name, changed_at=now), profile, now, by)
    return "new" if held is None else "changed" if changed else "unchanged"


def restate_member(
    session: Session, member_id: int, profile: MemberProfile, now: datetime, by: str
) -> Stored:
    """Keeps a profile as that of a member already known: its name and numbers may change too.

    Raises RadarError when there is no such member, or a name or number is another member's.
    """
    held = session.get(Member, member_id)
    if held is None:
        msg = f"there is no member {member_id}"
        raise RadarError(msg)
    others = [(column, profile.states.get(column)) for column in NUMBERS]
    for column, value in [("name", profile.name), *others]:
        same = (
            named(session, profile.name) if column == "name" else _numbered(session, column, value)
        )
        if same is not None and same.id != member_id:
            msg = f"the {column.replace('_', ' ')} {value} is that of {same.name} ({same.id})"
            raise RadarError(msg)
    return "changed" if _keep(session, held, profile, now, by) else "unchanged"


def _keep(
    session: Session, member: Member, profile: MemberProfile, now: datetime, by: str
) -> list[str]:
    """Writes what is stated, with an entry of the log; the columns that changed."""
    new = member.id is None
    changed = _state_columns(member, profile)
    session.add(member)
    session.flush()
    changed += _state_lists(session, number_of(member), profile)
    changed += state_contact(session, number_of(member), profile.states, how=by)
    if new or changed:
        member.changed_at = now
        subject, what = f"member {member.id}", "added" if new else "changed"
        grounds = {"columns": sorted(changed)}
        session.add(Decision(decided_at=now, by=by, subject=subject, what=what, grounds=grounds))
    return changed


def number_of(member: Member) -> int:
    """The id of a member that is stored."""
    if member.id is None:
        msg = "a member without a number was never stored"
        raise ValueError(msg)
    return member.id


def _same_member(session: Session, profile: MemberProfile) -> Member | None:
    by_number: dict[str, Member] = {}
    for column in NUMBERS:
        same = _numbered(session, column, profile.states.get(column))
        if same is not None:
            by_number[column] = same
    by_name = named(session, profile.name)
    if len({member.id for member in by_number.values()}) > 1:
        msg = (
            f"the charity number belongs to {by_number['charity_number'].name} "
            f"and the company number to {by_number['company_number'].name}"
        )
        raise RadarError(msg)
    found = next(iter(by_number.values()), None)
    if found and by_name and by_name.id != found.id:
        msg = f"the number belongs to {found.name}, but the name to another member ({by_name.id})"
        raise RadarError(msg)
    for column in NUMBERS:
        stated, held = profile.states.get(column), getattr(by_name, column, None)
        if not found and stated and held and stated != held:
            words = column.replace("_", " ")
            msg = (
                f"a member of this name is held with the {words} {held}, not {stated}: "
                "correct the number, or give this one another name"
            )
            raise RadarError(msg)
    return found or by_name


def _numbered(session: Session, column: str, number: str | None) -> Member | None:
    if not number:
        return None
    return session.exec(select(Member).where(getattr(Member, column) == number)).one_or_none()


def named(session: Session, name: str) -> Member | None:
    """The member of a name, in capitals or not."""
    exact = session.exec(select(Member).where(Member.name == name)).first()
    if exact is not None:
        return exact
    return session.exec(select(Member).where(func.lower(Member.name) == name.lower())).first()


def _state_columns(member: Member, profile: MemberProfile) -> list[str]:
    values: dict[str, Any] = {"name": profile.name}
    values |= {
        column: profile.states[column] for column in PLAIN_COLUMNS if column in profile.states
    }
    if not values.get("led_by_consent", member.led_by_consent):
        # Who leads an organisation is kept by consent only: without it nothing is held.
        values["led_by"] = None
    changed = []
    for column, value in values.items():
        value = _column_value(column, value)
        if getattr(member, column) != value:
            setattr(member, column, value)
            changed.append(column)
    return changed


def _column_value(column: str, value: Any) -> Any:
    if column == "led_by_consent":
        return bool(value)
    if column == "description":
        return value or ""
    if isinstance(value, (tuple, list, set, frozenset)):
        return [
            str(item) for item in (sorted(value) if isinstance(value, (set, frozenset)) else value)
        ]
    return str(value) if isinstance(value, LegalForm) else value


def _state_lists(session: Session, member_id: int, profile: MemberProfile) -> list[str]:
    changed = []
    states = dict(profile.states)
    if not states.get("places") and profile.places_of_postcode and "places" not in states:
        held = session.exec(
            select(MemberPlace.code).where(MemberPlace.member_id == member_id)
        ).first()
        if held is None:
            states["places"] = profile.places_of_postcode
    for name, table, column in (
        ("places", MemberPlace, "code"),
        ("themes", MemberTheme, "theme"),
        ("groups", MemberGroup, "group"),
    ):
        if name in states and _state_set(session, member_id, table, column, states[name] or ()):
            changed.append(name)
    if "grants_held" in states and _state_grants(session, member_id, states["grants_held"] or ()):
        changed.append("grants_held")
    return changed


def _state_set(
    session: Session, member_id: int, table: Any, column: str, stated: Iterable[str]
) -> bool:
    rows = session.exec(select(table).where(table.member_id == member_id)).all()
    held = {getattr(row, column): row for row in rows}
    wanted = {str(value) for value in stated}
    for value in held.keys() - wanted:
        session.delete(held[value])
    session.add_all(
        table(member_id=member_id, **{column: value}) for value in sorted(wanted - held.keys())
    )
    session.flush()
    return held.keys() != wanted


def _state_grants(session: Session, member_id: int, stated: Iterable[GrantView]) -> bool:
    rows = session.exec(
        select(GrantHeld).where(GrantHeld.member_id == member_id).order_by(col(GrantHeld.id))
    ).all()
    wanted = list(stated)
    if [GrantView(row.funder, row.amount, row.ends_on) for row in rows] == wanted:
        return False
    for row in rows:
        session.delete(row)
    session.flush()
    session.add_all(
        GrantHeld(member_id=member_id, funder=g.funder, amount=g.amount, ends_on=g.ends_on)
        for g in wanted
    )
    session.flush()
    return True
