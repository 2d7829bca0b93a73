"""Bids as the steps see them: plain records, and the queries that make them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from db.errors import RadarError
from db.models import Bid, BidPartner, BidTick, Call, Member
from db.vocabulary import BidStatus, PartnerAnswer, Readiness

IN_THE_BID = frozenset({PartnerAnswer.HELD, PartnerAnswer.INVITED, PartnerAnswer.ACCEPTED})


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A member in a bid: share in whole pounds, needs in words, overheads in per cent of direct cost."""

    member_id: int
    name: str
    lead: bool
    share: int | None
    answer: PartnerAnswer
    answered_at: datetime | None = None
    hold_until_on: date | None = None
    covers: tuple[str, ...] = ()
    overhead_percent: float | None = None
    note: str = ""

    @property
    def present(self) -> bool:
        """Whether it is, or may still be, part of the bid."""
        return self.answer in IN_THE_BID

    def hold_ended(self, today: date) -> bool:
        """Whether its place was kept until a day that has passed."""
        held = self.answer is PartnerAnswer.HELD and self.hold_until_on is not None
        return held and self.hold_until_on < today  # type: ignore[operator]


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
    submitted_on: date | None = None
    outcome_on: date | None = None
    amount_won: int | None = None
    feedback: str | None = None

    @property
    def present(self) -> tuple[PartnerView, ...]:
        """The partners that are in it, the lead first."""
        inside = [partner for partner in self.partners if partner.present]
        return tuple(sorted(inside, key=lambda partner: (not partner.lead, partner.name)))

    @property
    def lead(self) -> PartnerView | None:
        """Who leads it; None when that is open."""
        return next((partner for partner in self.present if partner.lead), None)

    def partner(self, member_id: int) -> PartnerView | None:
        """A member's place in it, whatever it answered; None when it never had one."""
        return next((p for p in self.partners if p.member_id == member_id), None)


def bid_views(session: Session, ids: Iterable[int] | None = None) -> list[BidView]:
    """Bids with their partners, newest first."""
    query = select(Bid, Call.title).join(Call).order_by(col(Bid.id).desc())
    if ids is not None:
        query = query.where(col(Bid.id).in_(list(ids)))
    rows = session.exec(query.execution_options(populate_existing=True)).all()
    partners = _partners(session, [bid.id for bid, _ in rows if bid.id])
    return [_view(bid, title, partners.get(bid.id or 0, [])) for bid, title in rows]


def find_bid(session: Session, number: str) -> BidView:
    """The bid with this number. Raises RadarError that says which there are."""
    digits = number.isascii() and number.isdecimal() and len(number) < 10
    found = bid_views(session, [int(number)]) if digits else []
    if found:
        return found[0]
    there = ", ".join(f"{view.id} ({view.call_title})" for view in bid_views(session)[:5])
    hint = f"there are {there}" if there else "open one with funding-radar bids open CALL"
    msg = f"there is no bid {number!r}: {hint}"
    raise RadarError(msg)


def elsewhere(session: Session, bid: BidView) -> dict[int, int]:
    """Partners that are in another open bid, with its number."""
    ids = [partner.member_id for partner in bid.present]
    query = (
        select(BidPartner.member_id, BidPartner.bid_id)
        .join(Bid)
        .where(
            col(BidPartner.member_id).in_(ids),
            col(BidPartner.answer).in_(sorted(IN_THE_BID)),
            Bid.status == BidStatus.OPEN,
            Bid.id != bid.id,
        )
        .order_by(col(BidPartner.bid_id))
    )
    return dict(session.exec(query).all())


def ticks(session: Session, bid_id: int) -> dict[int, tuple[Readiness, str]]:
    """What people said of the points of readiness: state and note by point."""
    rows = session.exec(select(BidTick).where(BidTick.bid_id == bid_id))
    return {row.point: (Readiness(row.state), row.note or f"said {row.by}") for row in rows}


def _partners(session: Session, ids: list[int]) -> dict[int, list[PartnerView]]:
    query = (
        select(BidPartner, Member.name)
        .join(Member)
        .where(col(BidPartner.bid_id).in_(ids))
        .order_by(col(Member.name))
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[PartnerView]] = {}
    for row, name in session.exec(query):
        found.setdefault(row.bid_id, []).append(
            PartnerView(
                member_id=row.member_id, name=name, lead=row.lead, share=row.share,
                answer=PartnerAnswer(row.answer), answered_at=row.answered_at,
                hold_until_on=row.hold_until_on, covers=tuple(row.covers),
                overhead_percent=row.overhead_percent, note=row.note,
            )
        )  # fmt: skip
    return found


def _view(bid: Bid, title: str, partners: list[PartnerView]) -> BidView:
    assert bid.id is not None
    return BidView(
        id=bid.id, call_id=bid.call_id, call_title=title, status=BidStatus(bid.status), budget=bid.budget,
        version=bid.version, opened_at=bid.opened_at, partners=tuple(partners), proposal=bid.proposal,
        submitted_on=bid.submitted_on, outcome_on=bid.outcome_on, amount_won=bid.amount_won, feedback=bid.feedback,
    )  # fmt: skip
