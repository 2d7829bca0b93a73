"""Which sightings are of one call: what feeds what, and what people said of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, or_, select

from db.models import (
    Bid,
    Call,
    CallSighting,
    Change,
    DigestItem,
    Fact,
    Judgement,
    Match,
    MemberAnswer,
    Owed,
    Sighting,
)


@dataclass(frozen=True, slots=True)
class Feed:
    """A sighting as it feeds a call: what tells of which call it is."""

    call_id: int
    sighting_id: int
    strand: str
    source: str
    source_ref: str
    url: str
    title: str
    text: str
    publisher: str
    published_on: date | None
    stated: dict[str, Any]
    kind: str | None


def feeds(session: Session, call_ids: Iterable[int] | None = None) -> list[Feed]:
    """What feeds these calls, or all, whether it still stands at its source or not; first seen first."""
    query = (
        select(
            CallSighting.call_id, CallSighting.sighting_id, CallSighting.strand, Sighting.source,
            Sighting.source_ref, Sighting.url, Sighting.title, Sighting.text, Sighting.publisher,
            Sighting.published_on, Sighting.stated, Sighting.kind,
        )  # type: ignore[call-overload]
        .join(Sighting, col(Sighting.id) == col(CallSighting.sighting_id))
        .order_by(col(CallSighting.sighting_id), col(CallSighting.strand))
    )  # fmt: skip
    if call_ids is not None:
        query = query.where(col(CallSighting.call_id).in_(list(call_ids)))
    return [Feed(*row) for row in session.exec(query)]


def judge(
    session: Session, one_id: int, other_id: int, *, same: bool, by: str, now: datetime
) -> None:
    """Keeps a person's word that two sightings are, or are not, one call; a later word replaces it."""
    first, second = sorted((one_id, other_id))
    query = select(Judgement).where(Judgement.first_id == first, Judgement.second_id == second)
    held = session.exec(query).first()
    if held is None:
        held = Judgement(first_id=first, second_id=second, same=same, decided_by=by, decided_at=now)
        session.add(held)
    held.same, held.decided_by, held.decided_at = same, by, now
    session.flush()


def judged(session: Session, sighting_id: int) -> dict[int, bool]:
    """What people said of a sighting: of each other one, whether it is the same call."""
    query = select(Judgement).where(
        or_(col(Judgement.first_id) == sighting_id, col(Judgement.second_id) == sighting_id)
    )
    return {
        (row.second_id if row.first_id == sighting_id else row.first_id): row.same
        for row in session.exec(query)
    }


def calls_fed_by(session: Session, sighting_ids: Iterable[int]) -> set[int]:
    """The calls that these sightings feed."""
    query = select(CallSighting.call_id).where(
        col(CallSighting.sighting_id).in_(list(sighting_ids))
    )
    return set(session.exec(query))


def bids_for(session: Session, call_id: int) -> list[int]:
    """The bids for a call, however they ended."""
    query = select(Bid.id).where(Bid.call_id == call_id).order_by(col(Bid.id))
    return [bid_id for bid_id in session.exec(query) if bid_id is not None]


def doubts_about(session: Session, words: str) -> list[Call]:
    """The calls in whose doubt these words stand."""
    return list(session.exec(select(Call).where(col(Call.review_because).startswith(words))))


def hand_over(session: Session, call_id: int, to: int, now: datetime) -> None:
    """Gives another call all that stands on a call, and takes the call away.

    Facts keep their sightings. Of two corrections of one field the other call's own stands; what a member
    was told, is owed or said about both is kept once. Matches go: the next matching makes them.
    """
    session.flush()
    _end_second_corrections(session, call_id, to, now)
    for table in (CallSighting, Fact, Change):
        session.execute(update(table).where(col(table.call_id) == call_id).values(call_id=to))
    told = select(DigestItem.digest_id).where(DigestItem.call_id == to)
    _move_rest(session, DigestItem, "digest_id", set(session.exec(told)), call_id, to)
    owed = select(Owed.member_id).where(Owed.call_id == to)
    _move_rest(session, Owed, "member_id", set(session.exec(owed)), call_id, to)
    _move_answers(session, call_id, to, now)
    session.execute(delete(Match).where(col(Match.call_id).in_([call_id, to])))
    session.execute(delete(Call).where(col(Call.id) == call_id))
    session.expire_all()


def move_facts(session: Session, call_id: int, sighting_id: int, to: int) -> None:
    """Gives another call the facts that a sighting gave this one."""
    session.flush()
    mine = (col(Fact.call_id) == call_id, col(Fact.sighting_id) == sighting_id)
    session.execute(update(Fact).where(*mine).values(call_id=to))
    session.expire_all()


def _end_second_corrections(session: Session, call_id: int, to: int, now: datetime) -> None:
    in_force = (col(Fact.corrected_by).is_not(None), col(Fact.ended_at).is_(None))
    held = set(session.exec(select(Fact.field).where(Fact.call_id == to, *in_force)))
    second = (col(Fact.call_id) == call_id, col(Fact.field).in_(held), *in_force)
    session.execute(update(Fact).where(*second).values(ended_at=now))


def _move_rest(
    session: Session, table: Any, key: str, held: set[int], call_id: int, to: int
) -> None:
    mine = col(table.call_id) == call_id
    if held:
        session.execute(delete(table).where(mine, col(getattr(table, key)).in_(held)))
    session.execute(update(table).where(mine).values(call_id=to))


def _move_answers(session: Session, call_id: int, to: int, now: datetime) -> None:
    in_force = col(MemberAnswer.ended_at).is_(None)
    said = select(MemberAnswer.member_id).where(MemberAnswer.call_id == to, in_force)
    mine = col(MemberAnswer.call_id) == call_id
    held = set(session.exec(said))
    if held:
        again = (mine, in_force, col(MemberAnswer.member_id).in_(held))
        session.execute(update(MemberAnswer).where(*again).values(ended_at=now))
    session.execute(update(MemberAnswer).where(mine).values(call_id=to))
