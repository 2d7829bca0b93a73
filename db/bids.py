"""Bids being assembled: opened, changed by one coordinator at a time, ended; every change is logged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from db.decisions import log_decision
from db.errors import RadarError
from db.models import Bid, BidPartner, BidTick, Call, Member
from db.vocabulary import BidStatus, PartnerAnswer, Readiness

IN_THE_BID = frozenset({PartnerAnswer.HELD, PartnerAnswer.INVITED, PartnerAnswer.ACCEPTED})


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A member in a bid. ``share`` is whole pounds; ``covers`` are needs in words."""

    member_id: int
    name: str
    lead: bool
    share: int | None
    answer: PartnerAnswer
    answered_at: datetime | None = None
    hold_until_on: date | None = None
    covers: tuple[str, ...] = ()
    note: str = ""

    @property
    def present(self) -> bool:
        """Whether it is, or may still be, part of the bid."""
        return self.answer in IN_THE_BID


@dataclass(frozen=True, slots=True)
class BidView:
    """A bid as the steps see it. ``version`` is what a change must name, so that two coordinators lose nothing."""

    id: int
    call_id: int
    call_title: str
    status: BidStatus
    budget: int | None
    version: int
    opened_at: datetime
    partners: tuple[PartnerView, ...] = ()
    proposal: Mapping[str, Any] = field(default_factory=dict)
    amount_won: int | None = None
    feedback: str | None = None
    outcome_on: date | None = None

    @property
    def present(self) -> tuple[PartnerView, ...]:
        """The partners that are in it, the lead first."""
        inside = [partner for partner in self.partners if partner.present]
        return tuple(sorted(inside, key=lambda partner: (not partner.lead, partner.name)))

    @property
    def lead(self) -> PartnerView | None:
        """Who leads it; None when that is open."""
        return next((partner for partner in self.present if partner.lead), None)


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place in a bid that is being opened."""

    member_id: int
    lead: bool = False
    share: int | None = None
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who changes something, and when."""

    by: str
    at: datetime


def open_bid(
    session: Session,
    call_id: int,
    places: Iterable[Place],
    *,
    budget: int | None,
    proposal: Mapping[str, Any],
    signed: Signature,
) -> int:
    """Opens a bid with these partners held in it; its number.

    Raises RadarError when the call has one open already: two bids of one alliance would compete.
    """
    held = session.exec(
        select(Bid).where(Bid.call_id == call_id, Bid.status == BidStatus.OPEN)
    ).first()
    if held is not None:
        msg = f"bid {held.id} for this call is open already: funding-radar bids show {held.id}"
        raise RadarError(msg)
    bid = Bid(
        call_id=call_id, status=BidStatus.OPEN, budget=budget, proposal=dict(proposal),
        opened_at=signed.at, opened_by=signed.by,
    )  # fmt: skip
    session.add(bid)
    session.flush()
    assert bid.id is not None
    partners = [
        BidPartner(
            bid_id=bid.id, member_id=place.member_id, lead=place.lead, share=place.share,
            covers=list(place.covers), answer=PartnerAnswer.HELD,
        )
        for place in places
    ]  # fmt: skip
    session.add_all(partners)
    _log(session, bid.id, "opened", signed, call=call_id, partners=[p.member_id for p in partners])
    return bid.id


def bid_views(session: Session, ids: Iterable[int] | None = None) -> list[BidView]:
    """Bids with their partners, newest first."""
    query = select(Bid, Call.title).join(Call).order_by(col(Bid.id).desc())
    if ids is not None:
        query = query.where(col(Bid.id).in_(list(ids)))
    rows = session.exec(query).all()
    partners = _partners(session, [bid.id for bid, _ in rows if bid.id])
    return [_view(bid, title, partners.get(bid.id or 0, [])) for bid, title in rows]


def find_bid(session: Session, number: str) -> BidView:
    """The bid with this number. Raises RadarError that says which there are."""
    found = bid_views(session, [int(number)]) if number.isdecimal() and len(number) < 10 else []
    if found:
        return found[0]
    there = ", ".join(f"{view.id} ({view.call_title})" for view in bid_views(session)[:5])
    hint = f"there are {there}" if there else "open one with funding-radar bids open CALL"
    msg = f"there is no bid {number!r}: {hint}"
    raise RadarError(msg)


def set_partner(
    session: Session, bid: BidView, place: Place, answer: PartnerAnswer, signed: Signature, *,
    hold_until_on: date | None = None, note: str = "",
) -> None:  # fmt: skip
    """Adds a partner or changes its answer, share and what it covers."""
    _turn(session, bid)
    row = session.get(BidPartner, (bid.id, place.member_id))
    before = row.answer if row else None
    if row is None:
        row = BidPartner(bid_id=bid.id, member_id=place.member_id, answer=answer)
        session.add(row)
    row.answer, row.lead, row.share = answer, place.lead, place.share
    row.covers = list(place.covers)
    row.hold_until_on, row.note = hold_until_on, note or row.note
    if answer in (PartnerAnswer.ACCEPTED, PartnerAnswer.DECLINED):
        row.answered_at = signed.at
    if place.lead:
        for other in session.exec(select(BidPartner).where(BidPartner.bid_id == bid.id)):
            other.lead = other.member_id == place.member_id
    session.flush()
    _log(
        session,
        bid.id,
        answer.label,
        signed,
        member=place.member_id,
        before=before,
        share=place.share,
        note=note,
    )


def set_shares(
    session: Session, bid: BidView, shares: Mapping[int, int], signed: Signature
) -> None:
    """Sets partners' shares, in whole pounds by member."""
    _turn(session, bid)
    for member_id, share in shares.items():
        session.get_one(BidPartner, (bid.id, member_id)).share = share
    session.flush()
    _log(session, bid.id, "shares set", signed, shares={str(k): v for k, v in shares.items()})


def end_bid(
    session: Session, bid: BidView, status: BidStatus, signed: Signature, *,
    on: date, amount: int | None = None, feedback: str | None = None,
) -> None:  # fmt: skip
    """Records that a bid was submitted, won, lost or withdrawn."""
    _turn(session, bid)
    row = session.get_one(Bid, bid.id)
    row.status = status
    if status is BidStatus.SUBMITTED:
        row.submitted_on = on
    else:
        row.outcome_on, row.amount_won = on, amount
    row.feedback = feedback or row.feedback
    session.flush()
    _log(session, bid.id, status.label, signed, on=on.isoformat(), amount=amount)


def tick(
    session: Session, bid: BidView, point: int, state: Readiness, signed: Signature, note: str = ""
) -> None:
    """Records a person's word on a point of readiness."""
    _turn(session, bid)
    row = session.get(BidTick, (bid.id, point))
    if row is None:
        row = BidTick(bid_id=bid.id, point=point, state=state, by=signed.by, at=signed.at)
        session.add(row)
    row.state, row.by, row.at, row.note = state, signed.by, signed.at, note
    session.flush()
    _log(session, bid.id, f"point {point}: {state.label}", signed, note=note)


def ticks(session: Session, bid_id: int) -> dict[int, tuple[Readiness, str]]:
    """What people said of the points of readiness: state and note by point."""
    rows = session.exec(select(BidTick).where(BidTick.bid_id == bid_id))
    return {row.point: (Readiness(row.state), row.note or f"said {row.by}") for row in rows}


def _turn(session: Session, bid: BidView) -> None:
    """Takes the next version, or raises RadarError when somebody else took it meanwhile."""
    taken = session.execute(
        update(Bid)
        .where(col(Bid.id) == bid.id, col(Bid.version) == bid.version)
        .values(version=bid.version + 1)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        msg = (
            f"bid {bid.id} was changed by somebody else since you looked: "
            f"funding-radar bids show {bid.id}, then repeat"
        )
        raise RadarError(msg)


def _log(session: Session, bid_id: int, what: str, signed: Signature, **grounds: Any) -> None:
    said = {key: value for key, value in grounds.items() if value not in (None, "")}
    log_decision(session, f"bid {bid_id}", what, by=signed.by, now=signed.at, grounds=said)


def _partners(session: Session, ids: list[int]) -> dict[int, list[PartnerView]]:
    query = (
        select(BidPartner, Member.name)
        .join(Member)
        .where(col(BidPartner.bid_id).in_(ids))
        .order_by(col(Member.name))
    )
    found: dict[int, list[PartnerView]] = {}
    for row, name in session.exec(query):
        found.setdefault(row.bid_id, []).append(
            PartnerView(
                member_id=row.member_id, name=name, lead=row.lead, share=row.share,
                answer=PartnerAnswer(row.answer), answered_at=row.answered_at,
                hold_until_on=row.hold_until_on, covers=tuple(row.covers), note=row.note,
            )
        )  # fmt: skip
    return found


def _view(bid: Bid, title: str, partners: list[PartnerView]) -> BidView:
    assert bid.id is not None
    return BidView(
        id=bid.id, call_id=bid.call_id, call_title=title, status=BidStatus(bid.status), budget=bid.budget,
        version=bid.version, opened_at=bid.opened_at, partners=tuple(partners), proposal=bid.proposal,
        amount_won=bid.amount_won, feedback=bid.feedback, outcome_on=bid.outcome_on,
    )  # fmt: skip
