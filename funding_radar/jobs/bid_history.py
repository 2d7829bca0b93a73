"""What went before, from the tables: whom earlier joint bids fitted, who was in them, who led, who is busy now."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlmodel import Session, col, select

from db.bids import BidView, bid_views
from db.matches import answers_in_force
from db.models import Match, Owed
from db.views import UK
from db.vocabulary import BidStatus, PartnerAnswer, Reply, Verdict
from funding_radar.consortium.history import History, freshness

ALIVE = (BidStatus.OPEN, BidStatus.SUBMITTED)


def history_for(session: Session, call_id: int, today: date, half_life_days: int) -> History:
    """Chances that joint bids for other calls gave and to whom, and who is in a bid of its own for this call.

    A member that declined, or said that the call is not for it, had its chance: it is neither owed nor charged for it.
    """
    bids = bid_views(session)
    others = [bid for bid in bids if bid.call_id != call_id and bid.status != BidStatus.WITHDRAWN]
    fitting, refused = fitted(session), turned_down(session)
    matched: dict[int, float] = {}
    chosen: dict[int, float] = {}
    led_on: dict[int, date] = {}
    leading: dict[int, int] = {}
    busy: dict[int, int] = {}
    for bid in sorted(others, key=lambda bid: bid.opened_at):
        opened_on = bid.opened_at.astimezone(UK).date()
        fresh = freshness((today - opened_on).days, half_life_days)
        inside = {partner.member_id for partner in bid.present}
        for member_id in could_join(bid, fitting, refused):
            matched[member_id] = matched.get(member_id, 0) + fresh
        for member_id in inside:
            chosen[member_id] = chosen.get(member_id, 0) + fresh
            busy[member_id] = busy.get(member_id, 0) + (bid.status is BidStatus.OPEN)
        if bid.lead:
            lead = bid.lead.member_id
            led_on[lead] = opened_on
            leading[lead] = leading.get(lead, 0) + (bid.status in ALIVE)
    rivals = _rivals(session, call_id, [bid for bid in bids if bid.call_id == call_id])
    return History(matched, chosen, led_on, leading, busy, rivals=rivals)


def could_join(
    bid: BidView, fitting: Mapping[int, set[int]], refused: Mapping[int, set[int]]
) -> set[int]:
    """Members for which a bid was a chance: in it, or in the pool that it was made from and not by their own no."""
    pool = set(bid.proposal.get("pool", ())) or fitting.get(bid.call_id, set())
    inside = {partner.member_id for partner in bid.present}
    return inside | (pool - declined(bid) - refused.get(bid.call_id, set()))


def fitted(session: Session, since: date | None = None) -> dict[int, set[int]]:
    """Members that a call fits or may fit, or did once, by call; with ``since``, what fits now or has fitted since."""
    found: dict[int, set[int]] = {}
    for one in session.exec(select(Owed)):
        if since is None or one.since_at.astimezone(UK).date() >= since:
            found.setdefault(one.call_id, set()).add(one.member_id)
    now = select(Match.call_id, Match.member_id).where(col(Match.verdict) != Verdict.NO)
    for call_id, member_id in session.exec(now):
        found.setdefault(call_id, set()).add(member_id)
    return found


def declined(bid: BidView) -> set[int]:
    """Members that were asked and said no."""
    return {p.member_id for p in bid.partners if p.answer is PartnerAnswer.DECLINED}


def turned_down(session: Session) -> dict[int, set[int]]:
    """Members that said of a call that it is not for them, by call."""
    found: dict[int, set[int]] = {}
    for said in answers_in_force(session):
        if said.reply is Reply.NOT_FOR_US:
            found.setdefault(said.call_id, set()).add(said.member_id)
    return found


def _rivals(session: Session, call_id: int, ours: Collection[BidView]) -> frozenset[int]:
    """Members that say they are in a bid for this call, where that is not the one that we have."""
    inside = {p.member_id for bid in ours if bid.status in ALIVE for p in bid.present}
    said = {
        one.member_id
        for one in answers_in_force(session)
        if one.call_id == call_id and one.reply is Reply.IN_BID
    }
    return frozenset(said - inside)
