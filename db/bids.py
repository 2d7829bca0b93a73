"""Bids being assembled: opened, changed by one coordinator at a time, ended; every change is logged.

A change names the version that it was made from and gives back the bid as it is then, so changes can be chained in
one transaction, and one made from an older look is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from db.bid_views import IN_THE_BID, BidView, PartnerView, bid_views, elsewhere, find_bid, ticks
from db.decisions import log_decision
from db.errors import RadarError
from db.models import Bid, BidPartner, BidTick
from db.vocabulary import BidStatus, PartnerAnswer, Readiness

__all__ = [
    "IN_THE_BID", "BidView", "Ending", "PartnerView", "Place", "Seats", "Signature", "Word", "bid_views",
    "changed_meanwhile", "elsewhere", "end_bid", "find_bid", "open_bid", "record_word", "set_places", "tick", "ticks",
]  # fmt: skip

_ALIVE = frozenset({BidStatus.OPEN, BidStatus.SUBMITTED})


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place in a bid: its part, its share in whole pounds, the needs that it covers in words."""

    member_id: int
    lead: bool = False
    share: int | None = None
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seats:
    """All places of a bid, and the money that they share in whole pounds (None: not known)."""

    places: tuple[Place, ...]
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """What a partner said: its answer, and whatever else it told of itself (None leaves what stood)."""

    answer: PartnerAnswer
    note: str = ""
    hold_until_on: date | None = None
    overhead_percent: float | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How and when a bid ended; the amount is whole pounds, of a bid that was won."""

    status: BidStatus
    on: date
    amount: int | None = None
    feedback: str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who changes something, and when."""

    by: str
    at: datetime


def open_bid(
    session: Session, call_id: int, seats: Seats, proposal: Mapping[str, Any], signed: Signature
) -> BidView:
    """Opens a bid with these partners held in it.

    Raises RadarError when the call has one open or submitted already: two bids of one alliance would compete.
    """
    _refuse_second(session, call_id)
    bid = Bid(
        call_id=call_id, status=BidStatus.OPEN, budget=seats.budget, proposal=dict(proposal),
        opened_at=signed.at, opened_by=signed.by,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(bid)
    except IntegrityError:
        _refuse_second(session, call_id)
        raise
    assert bid.id is not None
    for place in seats.places:
        session.add(_row(bid.id, place))
    session.flush()
    _log(session, bid.id, "opened", signed, call=call_id, **_said(seats))
    return bid_views(session, [bid.id])[0]


def set_places(
    session: Session, bid: BidView, seats: Seats, signed: Signature, what: str
) -> BidView:
    """Gives the partners these places: newcomers are held, those in it that are not named are dropped.

    A partner that had accepted another share or part is to be asked again: it stands as invited.
    """
    _turn(session, bid)
    session.get_one(Bid, bid.id).budget = seats.budget
    rows = _rows(session, bid.id)
    again: list[int] = []
    for place in seats.places:
        row = rows.get(place.member_id)
        if row is None or row.answer not in IN_THE_BID:
            _replace(session, row, _row(bid.id, place))
            continue
        if row.answer == PartnerAnswer.ACCEPTED and (row.share, row.lead) != (
            place.share, place.lead,
        ):  # fmt: skip
            row.answer, row.answered_at = PartnerAnswer.INVITED, None
            again.append(row.member_id)
        row.lead, row.share, row.covers = place.lead, place.share, list(place.covers)
    named = {place.member_id for place in seats.places}
    for row in rows.values():
        if row.member_id not in named:
            row.lead = False
            row.answer = PartnerAnswer.DROPPED if row.answer in IN_THE_BID else row.answer
    session.flush()
    _log(session, bid.id, what, signed, asked_again=again, **_said(seats))
    return bid_views(session, [bid.id])[0]


def record_word(
    session: Session, bid: BidView, member_id: int, word: Word, signed: Signature
) -> BidView:
    """Records what a partner said, or that it was invited or is held. It has to have a place in the bid."""
    _turn(session, bid)
    row = _rows(session, bid.id)[member_id]
    before, row.answer, row.hold_until_on = row.answer, word.answer, word.hold_until_on
    answered = word.answer in (PartnerAnswer.ACCEPTED, PartnerAnswer.DECLINED)
    row.answered_at = signed.at if answered else None
    row.note = word.note or row.note
    if word.overhead_percent is not None:
        row.overhead_percent = word.overhead_percent
    until = word.hold_until_on.isoformat() if word.hold_until_on else None
    session.flush()
    _log(
        session, bid.id, word.answer.label, signed,
        member=member_id, before=before, until=until, share=row.share,
        overhead_percent=word.overhead_percent, note=word.note,
    )  # fmt: skip
    return bid_views(session, [bid.id])[0]


def end_bid(session: Session, bid: BidView, ending: Ending, signed: Signature) -> BidView:
    """Records that a bid was submitted, won, lost or withdrawn; a wrong outcome is mended by the right one."""
    _turn(session, bid, ended=True)
    row = session.get_one(Bid, bid.id)
    row.status = ending.status
    if ending.status is BidStatus.SUBMITTED:
        row.submitted_on, row.outcome_on, row.amount_won = ending.on, None, None
    else:
        row.outcome_on, row.amount_won = ending.on, ending.amount
    row.feedback = ending.feedback or row.feedback
    session.flush()
    said = {"on": ending.on.isoformat(), "amount": ending.amount, "feedback": ending.feedback}
    _log(session, bid.id, ending.status.label, signed, **said)
    return bid_views(session, [bid.id])[0]


def tick(
    session: Session, bid: BidView, point: int, state: Readiness, signed: Signature, note: str = ""
) -> BidView:
    """Records a person's word on a point of readiness."""
    _turn(session, bid)
    row = session.get(BidTick, (bid.id, point))
    if row is None:
        row = BidTick(bid_id=bid.id, point=point, state=state, by=signed.by, at=signed.at)
        session.add(row)
    row.state, row.by, row.at, row.note = state, signed.by, signed.at, note
    session.flush()
    _log(session, bid.id, f"point {point}: {state.label}", signed, note=note)
    return bid_views(session, [bid.id])[0]


def changed_meanwhile(bid_id: int) -> RadarError:
    """What a coordinator hears whose change was made from an older look."""
    return RadarError(
        f"bid {bid_id} was changed by somebody else since you looked: "
        f"funding-radar bids show {bid_id}, then repeat"
    )


def _turn(session: Session, bid: BidView, *, ended: bool = False) -> None:
    """Takes the next version, or raises RadarError when somebody else took it meanwhile or the bid has ended."""
    if bid.status is not BidStatus.OPEN and not ended:
        msg = f"bid {bid.id} is {bid.status.label} and is not changed any more"
        raise RadarError(msg)
    taken = session.execute(
        update(Bid)
        .where(col(Bid.id) == bid.id, col(Bid.version) == bid.version)
        .values(version=bid.version + 1)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise changed_meanwhile(bid.id)


def _refuse_second(session: Session, call_id: int) -> None:
    query = select(Bid).where(Bid.call_id == call_id, col(Bid.status).in_(sorted(_ALIVE)))
    held = session.exec(query).first()
    if held is not None:
        msg = f"bid {held.id} for this call is {held.status} already: funding-radar bids show {held.id}"
        raise RadarError(msg)


def _row(bid_id: int, place: Place) -> BidPartner:
    return BidPartner(
        bid_id=bid_id, member_id=place.member_id, lead=place.lead, share=place.share,
        covers=list(place.covers), answer=PartnerAnswer.HELD,
    )  # fmt: skip


def _replace(session: Session, old: BidPartner | None, new: BidPartner) -> None:
    if old is None:
        session.add(new)
        return
    new.overhead_percent = old.overhead_percent
    session.merge(new)


def _rows(session: Session, bid_id: int) -> dict[int, BidPartner]:
    query = select(BidPartner).where(BidPartner.bid_id == bid_id)
    rows = session.exec(query.execution_options(populate_existing=True))
    return {row.member_id: row for row in rows}


def _said(seats: Seats) -> dict[str, Any]:
    places = seats.places
    return {
        "budget": seats.budget,
        "partners": [place.member_id for place in places],
        "lead": next((place.member_id for place in places if place.lead), None),
        "shares": {str(p.member_id): p.share for p in places if p.share is not None},
    }


def _log(session: Session, bid_id: int, what: str, signed: Signature, **grounds: Any) -> None:
    said = {key: value for key, value in grounds.items() if value not in (None, "", [], {})}
    log_decision(session, f"bid {bid_id}", what, by=signed.by, now=signed.at, grounds=said)
