"""Proposing a joint bid for a call: the tables in, the best consortia out."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from db.bids import IN_THE_BID
from db.calls import call_view
from db.matches import match_views
from db.members import member_views
from db.models import Bid, BidPartner, Match
from db.views import UK, CallView
from db.vocabulary import BidStatus, Verdict
from funding_radar.bids.plan import most_partners, working_days
from funding_radar.config import Consortium
from funding_radar.consortium.problem import Built, History, Setting, build_problem
from funding_radar.consortium.propose import Proposals, propose

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer


def built_for(
    session: Session, call_id: int, gazetteer: "Gazetteer", settings: Consortium, now: datetime
) -> Built:
    """The problem of a call for the alliance, with what went before."""
    call = call_view(session, call_id)
    members = member_views(session)
    matches = {match.member_id: match for match in match_views(session, call_id=call_id)}
    today = now.astimezone(UK).date()
    left = _days_left(call, now)
    setting = Setting(
        consortium=settings,
        gazetteer=gazetteer,
        today=today,
        history=history(session, call_id),
        working_days=left,
        most_partners=most_partners(left) if left is not None else None,
    )
    return build_problem(call, members, matches, setting)


def propose_for(
    session: Session,
    call_id: int,
    gazetteer: "Gazetteer",
    settings: Consortium,
    now: datetime,
    *,
    top: int = 3,
    seed: int = 0,
) -> tuple[Built, Proposals]:
    """The best consortia for a call, with the problem that they answer."""
    built = built_for(session, call_id, gazetteer, settings, now)
    return built, propose(built, settings.model_dump(), top=top, seed=seed)


def history(session: Session, call_id: int) -> History:
    """Chances taken and missed: how often each member matched, was chosen, led; and who is in another bid."""
    matched: dict[int, int] = {}
    query = select(Match.member_id).where(
        col(Match.verdict) != Verdict.NO, col(Match.call_id) != call_id
    )
    for member_id in session.exec(query):
        matched[member_id] = matched.get(member_id, 0) + 1
    chosen: dict[int, int] = {}
    led_on = {}
    elsewhere = set()
    rows = session.exec(
        select(BidPartner, Bid)
        .join(Bid)
        .where(col(BidPartner.answer).in_(list(IN_THE_BID)))
        .order_by(col(Bid.id))
    )
    for partner, bid in rows:
        chosen[partner.member_id] = chosen.get(partner.member_id, 0) + 1
        if partner.lead:
            led_on[partner.member_id] = bid.opened_at.astimezone(UK).date()
        if bid.status == BidStatus.OPEN and bid.call_id != call_id:
            elsewhere.add(partner.member_id)
    return History(matched=matched, chosen=chosen, led_on=led_on, elsewhere=frozenset(elsewhere))


def _days_left(call: CallView, now: datetime) -> int | None:
    deadline = call.deadline
    if deadline is None or deadline.on is None:
        return None
    return working_days(now.astimezone(UK).date(), deadline.on)
