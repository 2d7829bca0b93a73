"""The coordinator's own digest, and what joint bids ask of members: gathered from the tables."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlmodel import Session

from db.bids import BidView, PartnerView, bid_views
from db.calls import call_views
from db.engine import reading, writing
from db.matches import match_views
from db.members import member_views
from db.vocabulary import BidStatus, Field, PartnerAnswer, Status
from funding_radar.config import Settings
from funding_radar.digest.coordinator import (
    BidNote,
    ClashNote,
    compose_coordinator,
)
from funding_radar.digest.gather_news import gather_news
from funding_radar.digest.issue import save_coordinator_digest
from funding_radar.digest.told import Joint
from funding_radar.jobs.match import matching_context
from funding_radar.matching.clashes import Clash, clashes

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

ASKED_OF_RIVALS = "Each of you may be about to bid alone for this. Would you rather bid together?"


def compose_for_coordinator(
    engine: Engine, settings: Settings, gazetteer: "Gazetteer", now: datetime
) -> bool:
    """Composes the coordinator's digest of this week; False when there was nothing new to say."""
    with reading(engine) as session:
        clashing, bids = _clash_notes(session, gazetteer, now), _bid_notes(session)
        news = gather_news(session, now, clashes=clashing, bids=bids)
        content = compose_coordinator(news, now, settings)
    if content is None or not settings.alliance.email:
        return False
    with writing(engine) as session:
        return save_coordinator_digest(session, content, settings, now) is not None


def joint_asks(
    session: Session, gazetteer: "Gazetteer", now: datetime
) -> Callable[[int], Sequence[Joint]]:
    """What open bids and clashes ask of each member."""
    asked: dict[int, list[Joint]] = {}
    bids = [bid for bid in bid_views(session) if bid.status is BidStatus.OPEN]
    for bid in bids:
        for partner in bid.present:
            if partner.answer is PartnerAnswer.INVITED:
                asked.setdefault(partner.member_id, []).append(_invitation(bid, partner))
    in_a_bid = {bid.call_id for bid in bids}
    for clash in _clashes(session, gazetteer, now):
        if clash.call_id in in_a_bid:
            continue
        for chaser in clash.chasers:
            others = tuple(other.name for other in clash.chasers if other is not chaser)
            joint = Joint(clash.call_id, ASKED_OF_RIVALS, partners=others)
            asked.setdefault(chaser.member_id, []).append(joint)
    return lambda member_id: asked.get(member_id, ())


def _invitation(bid: BidView, partner: PartnerView) -> Joint:
    others = tuple(other.name for other in bid.present if other is not partner)
    return Joint(
        call_id=bid.call_id,
        asked="Will you take part in this joint bid?",
        lead=bid.lead.name if bid.lead else "",
        partners=others,
        share=partner.share,
        covers=partner.covers,
        answer_by_on=partner.hold_until_on,
    )


def _clashes(session: Session, gazetteer: "Gazetteer", now: datetime) -> list[Clash]:
    calls = call_views(session, statuses=[Status.OPEN])
    context = matching_context(session, gazetteer, now)
    return clashes(match_views(session), calls, member_views(session), context)


def _clash_notes(session: Session, gazetteer: "Gazetteer", now: datetime) -> list[ClashNote]:
    urls = {call.id: call.url for call in call_views(session, statuses=[Status.OPEN])}
    return [
        ClashNote(clash.title, [chaser.name for chaser in clash.chasers], urls[clash.call_id])
        for clash in _clashes(session, gazetteer, now)
    ]


def _bid_notes(session: Session) -> list[BidNote]:
    bids = [bid for bid in bid_views(session) if bid.status is BidStatus.OPEN]
    calls = {call.id: call for call in call_views(session, ids={bid.call_id for bid in bids})}
    return [
        BidNote(bid.call_title, calls[bid.call_id].value(Field.DEADLINE), _missing(bid))
        for bid in bids
    ]


def _missing(bid: BidView) -> str:
    waiting = [
        partner.name for partner in bid.present if partner.answer is not PartnerAnswer.ACCEPTED
    ]
    return f"no answer yet from {', '.join(waiting)}" if waiting else ""
