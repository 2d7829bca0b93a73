"""What each member was owed and what became of it: a ledger of calls that fit, and the tables that answer for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, insert, literal, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from db.deliveries import UNDER_WAY, Recipient, recipients
from db.facts import chosen, facts_in_force
from db.models import (
    Call,
    CallSighting,
    Contact,
    Delivery,
    Digest,
    DigestItem,
    Match,
    MemberAnswer,
    Owed,
    Sighting,
)
from db.models.tables import UtcDateTime
from db.vocabulary import DeliveryState, Field, Kind, Reply, Rhythm, Status, Verdict

FITTING = (Verdict.FITS, Verdict.CHECK)
NEAR = "near"
"""The section of near misses: being told of one is not being told of a call that fits."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A call that a member was owed, and everything that can answer for it."""

    call_id: int
    member_id: int
    since_at: datetime
    score: float
    fits: bool
    status: Status
    deadline: str | None = None
    told_at: datetime | None = None
    dismissed_at: datetime | None = None
    held_because: str = ""
    rhythm: Rhythm = Rhythm.WEEKLY
    on_its_way: DeliveryState | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """The first time that a member was told of a call that fits, with what it closed on as told."""

    call_id: int
    member_id: int
    sent_at: datetime
    deadline_on: date | None
    sources: tuple[str, ...]


def note_owed(session: Session, now: datetime) -> int:
    """Notes every open call that now fits a member and was not noted before; how many. Safe to repeat."""
    session.flush()
    pair = (col(Owed.call_id) == Match.call_id) & (col(Owed.member_id) == Match.member_id)
    fitting = (
        col(Match.verdict).in_(FITTING)
        & (col(Call.id) == Match.call_id)
        & (col(Call.status) == Status.OPEN)
        & (col(Call.kind) == Kind.OPEN_CALL)
    )
    risen = update(Owed).where(pair, fitting, col(Owed.score) < col(Match.score))
    session.exec(risen.values(score=Match.score))
    new = sql_select(
        col(Match.call_id), col(Match.member_id), literal(now, UtcDateTime), col(Match.score)
    ).where(fitting, ~exists().where(pair))
    noted = insert(Owed).from_select(["call_id", "member_id", "since_at", "score"], new)
    return session.exec(noted.execution_options(preserve_rowcount=True)).rowcount


def owed_pairs(
    session: Session, *, member_id: int | None = None, call_id: int | None = None
) -> list[Pair]:
    """Every pair of the ledger with what became of it, by member and call."""
    query = select(Owed).order_by(col(Owed.member_id), col(Owed.call_id))
    if member_id is not None:
        query = query.where(Owed.member_id == member_id)
    if call_id is not None:
        query = query.where(Owed.call_id == call_id)
    rows = list(session.exec(query))
    shelf = _Shelf(session, {row.member_id for row in rows})
    return [shelf.pair(row) for row in rows]


def tellings(session: Session, since: datetime | None = None) -> list[Telling]:
    """The first telling of each pair, oldest first; with ``since``, only those sent after it."""
    sources = _sources(session)
    first: dict[tuple[int, int], Telling] = {}
    for call_id, member_id, sent_at, deadline_on in _sent_items(session):
        telling = Telling(call_id, member_id, sent_at, deadline_on, sources.get(call_id, ()))
        first.setdefault((call_id, member_id), telling)
    return [t for t in first.values() if since is None or t.sent_at > since]


class _Shelf:
    """The tables, each read once, by pair."""

    def __init__(self, session: Session, member_ids: Iterable[int]) -> None:
        self.recipients = recipients(session, sorted(member_ids))
        self.rhythms = dict(session.exec(select(Contact.member_id, Contact.rhythm)).all())
        self.statuses = dict(session.exec(select(Call.id, Call.status)).all())
        self.deadlines = _deadlines(session)
        self.fitting = set(
            session.exec(
                select(Match.call_id, Match.member_id).where(col(Match.verdict).in_(FITTING))
            ).all()
        )
        self.told: dict[tuple[int, int], datetime] = {}
        for call_id, member_id, sent_at, _ in _sent_items(session):
            self.told.setdefault((call_id, member_id), sent_at)
        self.dismissed = {
            (row.call_id, row.member_id): row.said_at
            for row in session.exec(
                select(MemberAnswer).where(
                    MemberAnswer.reply == Reply.NOT_FOR_US, col(MemberAnswer.ended_at).is_(None)
                )
            )
        }
        self.unsent = _unsent(session)

    def pair(self, owed: Owed) -> Pair:
        key = (owed.call_id, owed.member_id)
        state, said = self.unsent.get(key, (None, ""))
        return Pair(
            call_id=owed.call_id,
            member_id=owed.member_id,
            since_at=owed.since_at,
            score=owed.score,
            fits=key in self.fitting,
            status=Status(self.statuses[owed.call_id]),
            deadline=self.deadlines.get(owed.call_id),
            told_at=self.told.get(key),
            dismissed_at=self.dismissed.get(key),
            held_because=_held(self.recipients.get(owed.member_id)),
            rhythm=Rhythm(self.rhythms.get(owed.member_id, Rhythm.WEEKLY)),
            on_its_way=state if state in UNDER_WAY else None,
            said=said,
        )


def _held(found: Recipient | None) -> str:
    return "the member has no contact" if found is None else found.held_because


def _sent_items(session: Session) -> list[tuple[int, int, datetime, date | None]]:
    # Any: the member and the instant are empty only in rows that the conditions leave out.
    columns: Any = (
        DigestItem.call_id,
        Digest.member_id,
        Delivery.sent_at,
        DigestItem.deadline_on,
    )
    told: Any = select(*columns)
    query = (
        told.join(Digest, col(Digest.id) == col(DigestItem.digest_id))
        .join(Delivery, col(Delivery.digest_id) == col(Digest.id))
        .where(
            Delivery.state == DeliveryState.SENT,
            DigestItem.section != NEAR,
            col(DigestItem.dropped_because).is_(None),
            col(Digest.member_id).is_not(None),
        )
        .order_by(col(Delivery.sent_at), col(Delivery.id))
    )
    return [(c, m, at, on) for c, m, at, on in session.exec(query)]


def _unsent(session: Session) -> dict[tuple[int, int], tuple[DeliveryState, str]]:
    """The newest message with each pair that was not sent, or from which the call was dropped."""
    query = (
        select(DigestItem, Digest.member_id, Delivery)
        .join(Digest, col(Digest.id) == col(DigestItem.digest_id))
        .join(Delivery, col(Delivery.digest_id) == col(Digest.id))
        .where(
            (col(Delivery.state) != DeliveryState.SENT)
            | col(DigestItem.dropped_because).is_not(None),
            col(Digest.member_id).is_not(None),
            DigestItem.section != NEAR,
        )
        .order_by(col(Delivery.id))
    )
    return {
        (item.call_id, member_id): (
            DeliveryState(delivery.state),
            item.dropped_because or delivery.said or "",
        )
        for item, member_id, delivery in session.exec(query)
        if member_id is not None
    }


def _deadlines(session: Session) -> dict[int, str]:
    found = {
        call_id: chosen(facts).get(Field.DEADLINE)
        for call_id, facts in facts_in_force(session, None).items()
    }
    return {call_id: str(fact.value) for call_id, fact in found.items() if fact and fact.value}


def _sources(session: Session) -> dict[int, tuple[str, ...]]:
    query = (
        select(CallSighting.call_id, Sighting.source)
        .join(Sighting, col(Sighting.id) == col(CallSighting.sighting_id))
        .order_by(col(CallSighting.call_id), col(Sighting.source))
        .distinct()
    )
    found: dict[int, tuple[str, ...]] = {}
    for call_id, source in session.exec(query):
        found[call_id] = (*found.get(call_id, ()), source)
    return found
